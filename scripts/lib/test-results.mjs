import { basename } from 'node:path';

/** Reads what test-reporter.mjs writes: shows each test on a line of its own and counts it in the tally. */
export class TestResults {
  #tally;
  #counted = 0;
  #failedIn = new Set();
  #notes = new Map();

  constructor(tally) {
    this.#tally = tally;
  }

  /** One line of the runner's output; what the reporter did not write is passed over. */
  read(line) {
    if (!line.startsWith('{"framelatchTest":')) return;
    const result = JSON.parse(line).framelatchTest;
    const file = basename(result.file?.replaceAll('\\', '/') ?? '');
    if (result.status === 'note') return this.#note(file, result.text);
    this.#counted += 1;
    this.#count(file, result);
  }

  /** After the last line: an exit code that no test accounts for is a failure of its own. */
  finish(runner, code) {
    if (!this.#counted) this.#tally.fail(`${runner}: no test ran`);
    else if (code !== 0 && !this.#failedIn.size) this.#tally.fail(`${runner}: ended with code ${code}`);
  }

  #count(file, { status, name, seconds, error, reason }) {
    // A test that a helper declares has the helper's file: its own title says where it belongs.
    const suite = /^(.*)\.test\.(c?js|ts)$/.exec(file)?.[1];
    const title = suite ? `${suite}: ${name}` : name;
    if (status === 'skipped') return this.#tally.skip(title, reason);
    if (status === 'passed') return this.#tally.check(`${title} (${seconds.toFixed(1)} s)`, true);
    this.#failedIn.add(file);
    this.#tally.fail(title, [...(this.#notes.get(file) ?? []), error].join('\n'));
  }

  // What a file wrote is shown once one of its tests has failed; what belongs to a test comes before or after its result.
  #note(file, text) {
    if (this.#failedIn.has(file)) return void process.stdout.write(`${text}\n`);
    const notes = this.#notes.get(file) ?? [];
    this.#notes.set(file, [...notes, text].slice(-20));
  }
}
