import type { Native } from '../native/index';
import { dxgiFormatName } from '../protocol/dxgi';
import { parseSourceText, type Reading } from '../protocol/reading';
import type { SourceListing } from '../protocol/source';
import { programScheme, type Programs } from './follow/programs';
import { isFeedName } from './pipe/pipe-feed';
import { listPipes, pipeScheme, type ListedPipe } from './pipe/pipe-path';
import type { SavedSources } from './saved-sources';
import { SharedPass } from './shared-pass';
import { SourceFeed } from './source-feed';

/** Mappings that a window is shown at once. */
export const mostShown = 1000;

interface Shown {
  readonly mappings: readonly SourceListing[];
  /** Of what is listed beside them. */
  readonly digest: string;
  readonly rows: readonly SourceListing[];
}

/** Every source: names of the user's, mappings, files, pipes; not what a pipe's frames come through. */
export class ListedSources {
  readonly #saved: SavedSources;
  readonly #programs: Programs;
  readonly #feed: SourceFeed;
  /** Anybody may ask for the whole list in a loop, a page too. */
  readonly #pass: SharedPass<readonly SourceListing[]>;
  #shown: Shown | null = null;

  constructor(native: Native, saved: SavedSources, programs: Programs) {
    this.#saved = saved;
    this.#programs = programs;
    this.#feed = new SourceFeed(native);
    this.#pass = new SharedPass(() => native.listSources());
  }

  /** All that there are now. @throws FramelatchError `mapping-denied`, `mapping-missing`: mappings cannot be listed */
  async all(): Promise<readonly SourceListing[]> {
    return this.#join(await this.#pass.ask(), listPipes());
  }

  /**
   * As a window shows them, asked for every second: where nothing has changed, the same array as before. Of more than
   * {@link mostShown} mappings those that are written come first, and a last row says how many are left out.
   * @throws FramelatchError as {@link ListedSources.all}
   */
  async shown(): Promise<readonly SourceListing[]> {
    const mappings = await this.#feed.rows();
    const pipes = listPipes();
    const digest = JSON.stringify([pipes, [...this.#saved.all()]]);
    if (this.#shown?.mappings === mappings && this.#shown.digest === digest) return this.#shown.rows;
    const rows = [...this.#join(bounded(mappings), pipes), ...leftOut(mappings.length)];
    this.#shown = { mappings, digest, rows };
    return rows;
  }

  /** Nobody looks at a window: what it shows is not kept up. */
  rest(): void {
    this.#feed.close();
    this.#shown = null;
  }

  #join(mappings: readonly SourceListing[], pipes: readonly ListedPipe[]): readonly SourceListing[] {
    const rows = this.#programs.mark(mappings.filter(({ name }) => !isFeedName(name)));
    const own = [...this.#saved.all()].map(([name, source]) => savedRow(name, source, rows));
    const names = new Set(own.map(({ name }) => name));
    return [...own, ...rows.filter(({ name }) => !names.has(name)), ...pipes.map(pipeRow)];
  }
}

/** In the order of names. */
function bounded(mappings: readonly SourceListing[]): readonly SourceListing[] {
  if (mappings.length <= mostShown) return mappings;
  const rank = ({ producer, leftover }: SourceListing) => (producer ? 0 : leftover ? 2 : 1);
  const chosen = new Set([...mappings].sort((a, b) => rank(a) - rank(b)).slice(0, mostShown));
  return mappings.filter((row) => chosen.has(row));
}

function leftOut(count: number): readonly SourceListing[] {
  if (count <= mostShown) return [];
  const nothing = {
    layout: 'unknown',
    width: 0,
    height: 0,
    format: 'unknown',
    producer: null,
    leftover: false,
  } as const;
  return [{ name: '…', ...nothing, leftOut: count - mostShown }];
}

function pipeRow({ name, isDead }: ListedPipe): SourceListing {
  const picture = { width: 0, height: 0, format: 'unknown' };
  return { name: `${pipeScheme}${name}`, layout: 'pipe', ...picture, producer: null, leftover: isDead };
}

/** A file that somebody wrote by hand may hold words that are none. */
function readingOf(source: string): Reading {
  try {
    return parseSourceText(source).reading;
  } catch {
    return {};
  }
}

function savedRow(name: string, source: string, rows: readonly SourceListing[]): SourceListing {
  const known = source.startsWith(programScheme) ? 'capture-hook' : rows.find((row) => row.name === source)?.layout;
  const { layout = known ?? 'unknown', raw } = readingOf(source);
  const format = raw ? dxgiFormatName(raw.format) : 'unknown';
  const picture = { width: raw?.width ?? 0, height: raw?.height ?? 0, format };
  return { name, layout, ...picture, producer: null, leftover: false, saved: source };
}
