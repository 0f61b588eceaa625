import type { Native, SourceAddress } from '../../native/index';
import { FramelatchError } from '../../protocol/errors';
import { formatSourceText, parseSourceText, type Reading } from '../../protocol/reading';
import { layoutNames } from '../../protocol/source';
import { candidatesFor, resolveName } from '../names';
import { pipeScheme } from '../pipe/pipe-path';
import type { SavedSources } from '../saved-sources';
import { Follower, type FollowedWorld } from './follower';
import { ListedNews } from './listed-news';
import { hooksOf, Programs, programScheme, type ProgramHook } from './programs';
import { mappingExists, mayBeProgram, namedProgram, onlyHookOf } from './resolve-program';

/** The addresses behind what users type: names of their own, mappings, numbers, paths, pipes, programs. */
export class Addresses {
  readonly #native: Native;
  readonly #saved: SavedSources;
  readonly #programs = new Programs();

  constructor(native: Native, saved: SavedSources) {
    this.#native = native;
    this.#saved = saved;
  }

  /**
   * Where it is now. Of a program without a hook, `program:NAME` stays: nothing has that name.
   * @throws FramelatchError `name-invalid`, `name-ambiguous`, `usage`
   */
  async resolve(typed: string): Promise<SourceAddress> {
    const { name, reading, isSaved } = this.#parse(typed);
    const program = namedProgram(name);
    if (program !== null) {
      const hook = await this.#hookOf(program, isSaved);
      return { name: hook?.name ?? `${programScheme}${program}`, ...reading };
    }
    const isBarePipe = reading.layout === 'pipe' && !name.trim().startsWith(pipeScheme);
    if (isPlainNumber(name, reading) && mappingExists(name.trim())) return { name: name.trim(), ...reading };
    const full = resolveName(isBarePipe ? `${pipeScheme}${name.trim()}` : name, existingOf(name));
    if (!mayBeProgram(name, reading) || mappingExists(full)) return { name: full, ...reading };
    return { name: (await this.#hookOf(full, isSaved))?.name ?? full, ...reading };
  }

  /**
   * The same to keep: a program stays a program, whatever its number is now.
   * @throws FramelatchError `name-invalid`, `name-ambiguous`, `usage`
   */
  async resolveToKeep(typed: string): Promise<SourceAddress> {
    const { name, reading } = this.#parse(typed);
    if (namedProgram(name) !== null) return { name: name.trim(), ...reading };
    const { name: full } = await this.resolve(typed);
    const isProgram = mayBeProgram(name, reading) && full !== name.trim();
    return { name: isProgram ? `${programScheme}${name.trim()}` : full, ...reading };
  }

  /**
   * Waits for a source, again and again.
   * @throws FramelatchError `name-invalid`, `usage`
   */
  follow(typed: string): Follower {
    const { name, reading, isSaved } = this.#parse(typed);
    const text = name.trim();
    const asText = (found: string) => formatSourceText(found, reading);
    const program = namedProgram(text) ?? (mayBeProgram(text, reading) ? text : null);
    const byName = /^\d+$|^(?:Local\\|Global\\)?(?:CaptureHook|GameCapture)_HookInfo\d+$/.test(text);
    const hooks = async () => {
      if (program === null && !byName) return [];
      const running = this.#programs.of(await this.#native.listSources());
      return program === null ? running.filter((hook) => isNumbered(hook, text)) : hooksOf(program, running);
    };
    const listed = new ListedNews(this.#native);
    const world: FollowedWorld = {
      isProgram: program !== null,
      takesNewest: isSaved,
      hasNews: () => (program !== null || byName) && listed.hasNews(),
      rest: () => listed.close(),
      hooks: async () => (await hooks()).map((hook) => ({ ...hook, name: asText(hook.name) })),
      mapping: () => {
        if (byName || namedProgram(text) !== null) return null;
        return program === null || mappingExists(text) ? asText(text) : null;
      },
    };
    return new Follower(typed, world);
  }

  #parse(typed: string) {
    const source = this.#saved.all().get(typed.trim());
    const parsed = parseSourceText(source ?? typed);
    // Such a name may be somebody's, but then it exists: nobody waits for it.
    if (source === undefined && !mappingExists(parsed.name.trim())) refuseMistyped(parsed.name.trim(), parsed.reading);
    return { ...parsed, isSaved: source !== undefined };
  }

  async #hookOf(program: string, takesNewest: boolean): Promise<ProgramHook | null> {
    const hooks = this.#programs.of(await this.#native.listSources());
    return takesNewest ? (hooksOf(program, hooks)[0] ?? null) : onlyHookOf(program, hooks);
  }
}

/** Of the mappings that a number may mean, those that exist: looked up one by one, as opening waits for no listing. */
function existingOf(name: string): readonly string[] {
  const digits = name.trim();
  if (!/^\d+$/.test(digits)) return [];
  const bare = candidatesFor(digits);
  return ['', 'Global\\'].flatMap((space) => bare.map((each) => `${space}${each}`)).filter(mappingExists);
}

/** Read as something that no hook is, a number is a name like any other. */
function isPlainNumber(name: string, { layout }: Reading): boolean {
  return /^\s*\d+\s*$/.test(name) && layout !== undefined && layout !== 'capture-hook' && layout !== 'game-capture';
}

/** @throws FramelatchError `usage` for what looks like an option or a layout, but is none */
function refuseMistyped(name: string, { layout }: Reading): void {
  const [, word] = / as (\S+)$/.exec(name) ?? [];
  if (layout === undefined && word !== undefined) {
    throw usage(name, `there is no layout '${word}'`, `Choose one of ${layoutNames.join(', ')}.`);
  }
  if (name.startsWith('-')) {
    throw usage(name, 'a name that begins with - looks like an option, and nothing has it', 'Check the spelling.');
  }
}

function usage(target: string, reason: string, next: string): FramelatchError {
  return new FramelatchError({ code: 'usage', operation: 'open source', target, reason, next });
}

/** A number means both dialects, a name itself. */
function isNumbered({ name }: ProgramHook, text: string): boolean {
  return name === text || (/^\d+$/.test(text) && name.endsWith(`_HookInfo${text}`));
}

/** Of a program that has no hook now. */
export function noHookOf(program: string): FramelatchError {
  return new FramelatchError({
    code: 'mapping-missing',
    operation: 'open',
    target: program,
    reason: 'no running program of that name has a hook loaded',
    next: 'Start it with its hook, or wait for it with --wait. `framelatch list` shows what is there.',
  });
}
