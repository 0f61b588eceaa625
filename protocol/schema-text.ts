import { Parser } from './schema-parser';
import { layOut } from './schema-layout';
import { preprocess } from './schema-preprocess';
import { refuseSchema } from './schema-refuse';
import { Scope, type Composite } from './schema-scope';
import { ownPlatform, targetOf, type WriterPlatform } from './schema-target';
import { Cursor, linesOf, longestSchema } from './schema-tokens';
import type { TextDecode } from './schema-types';
import { takeWords, type SchemaWords } from './schema-words';
import type { Struct } from './struct';
import type { Type } from './struct-type';

export { longestSchema } from './schema-tokens';
export { writerPlatforms, type WriterPlatform } from './schema-target';

/** A struct whose members are known at run time only. */
export type DynamicStruct = Struct<Readonly<Record<string, Type<unknown>>>>;

export interface SchemaOptions {
  /** Whose programs write the struct, where the schema does not say; those of this system by default. */
  readonly platform?: WriterPlatform;
  /** Bytes of the mapping before the struct, where the schema does not say; 0 by default. */
  readonly offset?: number;
  /** Which struct of the schema the mapping holds, where the schema does not say. */
  readonly struct?: string;
  /** How text in `char` arrays is decoded; UTF-8 by default. */
  readonly decode?: TextDecode;
}

/** A struct and where it stands in its mapping. */
export interface Schema {
  readonly struct: DynamicStruct;
  /** Bytes of the mapping before it. */
  readonly offset: number;
  readonly platform: WriterPlatform;
}

/** What the plain struct of document 001 holds: `fork_server1`, known without a schema. */
export const forkServerSchema = 'int a\nfloat b\ndouble c\nchar buffer[64]\n';

/**
 * A struct in words: C as headers have it, or one member a line: `int a`, `float samples[256]`, `char name[64]`,
 * `list<float> points[100]`; docs/layouts.md has the grammar. What cannot be laid out with certainty is refused.
 * @throws FramelatchError `schema-invalid`, naming the line, what was found and what was expected
 */
export function readSchema(source: string, options: SchemaOptions = {}): Schema {
  if (source.length > longestSchema)
    refuseSchema('schema', `found ${source.length} characters, expected at most ${longestSchema}`);
  const { words, rest } = takeWords(linesOf(source));
  const platform = words.platform ?? options.platform ?? ownPlatform();
  const scope = new Scope(targetOf(platform), options.decode);
  const parser = new Parser(new Cursor(preprocess(rest, scope.target)), scope);
  parser.read();
  const name = words.struct ?? options.struct;
  const struct = name === undefined ? wholeOf(parser, words) : namedOf(scope, name);
  return { struct, offset: words.offset ?? options.offset ?? 0, platform };
}

/** The struct alone. @throws FramelatchError `schema-invalid` */
export function parseSchema(source: string, options: SchemaOptions = {}): DynamicStruct {
  return readSchema(source, options).struct;
}

/** What the mapping holds: the members outside of every struct, else the one struct that is no part of another. */
function wholeOf({ bare, barePack, scope }: Parser, { pack: said }: SchemaWords): DynamicStruct {
  const pack = said === undefined ? barePack : said;
  const plain = { kind: 'struct', isPacked: false, alignment: 1, line: 1 } as const;
  if (bare.length) return layOut(bare, { ...plain, name: 'struct', isWindows: scope.target.isWindows, pack });
  const wholes = scope.composites.filter((one) => one.isOuter && !one.isPart && one.ctype.type);
  const [only] = wholes;
  if (!only) return refuseSchema('schema', 'found no member, expected one a line, for example: int a');
  if (wholes.length > 1) {
    const names = wholes.map((one) => nameOf(one)).join(', ');
    refuseSchema(
      'schema',
      `found several structs that are no part of another, ${names}; expected a line that says which: struct=${nameOf(only)}`,
    );
  }
  return structOf(only);
}

function namedOf(scope: Scope, name: string): DynamicStruct {
  const found = scope.composites.find((one) => one.ctype.type && one.names.includes(name));
  return found ? structOf(found) : refuseSchema('schema', `found no struct named '${name}' in it`);
}

function structOf({ ctype }: Composite): DynamicStruct {
  return ctype.type as DynamicStruct;
}

function nameOf({ names }: Composite): string {
  return names.at(-1) ?? 'one without a name';
}
