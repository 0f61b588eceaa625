/** What must not happen, counted; every one of these is to be 0. */
export interface BadCounts {
  crashes: number;
  hangs: number;
  tornUnmarked: number;
  orderBackwards: number;
  neverRecovered: number;
  leakedDescriptors: number;
  leakedThreads: number;
  leakedMiB: number;
  leakedObjects: number;
}

export class Tally {
  readonly kills: Record<string, number> = {};
  readonly bad: BadCounts = {
    crashes: 0,
    hangs: 0,
    tornUnmarked: 0,
    orderBackwards: 0,
    neverRecovered: 0,
    leakedDescriptors: 0,
    leakedThreads: 0,
    leakedMiB: 0,
    leakedObjects: 0,
  };
  framesSeen = 0;
  framesSuspect = 0;
  readonly notes: string[] = [];

  killed(what: string): void {
    this.kills[what] = (this.kills[what] ?? 0) + 1;
  }

  count(column: keyof BadCounts, note: string, by = 1): void {
    if (by <= 0) return;
    this.bad[column] += by;
    if (this.notes.length < 20) this.notes.push(`${column}: ${note}`);
  }

  get killCount(): number {
    return Object.values(this.kills).reduce((sum, count) => sum + count, 0);
  }

  get isClean(): boolean {
    return Object.values(this.bad).every((count) => count === 0);
  }

  /** A table for a terminal. */
  toString(seconds: number): string {
    const lines = [
      `kills           ${this.killCount} in ${seconds.toFixed(0)} s`,
      ...Object.entries(this.kills).map(([what, count]) => `  ${what.padEnd(13)} ${count}`),
      `frames seen     ${this.framesSeen}, ${this.framesSuspect} of them marked suspect`,
      ...Object.entries(this.bad).map(([column, count]) => `${column.padEnd(18)} ${count}`),
      ...this.notes.map((note) => `  ${note}`),
    ];
    return `${lines.join('\n')}\n`;
  }
}
