import { FramelatchError } from './errors';
import { struct, type Packing, type Struct } from './struct';
import { array, list, text, wideText } from './struct-arrays';
import { bool, f32, f64, i16, i32, i64, i8, u16, u32, u64, u8 } from './struct-numbers';
import type { Type } from './struct-type';

/** A struct whose members are known at run time only. */
export type DynamicStruct = Struct<Readonly<Record<string, Type<unknown>>>>;

const scalars: Readonly<Record<string, Type<unknown>>> = {
  i8,
  u8,
  i16,
  u16,
  i32,
  u32,
  i64,
  u64,
  f32,
  f64,
  bool,
  int8_t: i8,
  uint8_t: u8,
  int16_t: i16,
  uint16_t: u16,
  int32_t: i32,
  uint32_t: u32,
  int64_t: i64,
  uint64_t: u64,
  short: i16,
  int: i32,
  unsigned: u32,
  float: f32,
  double: f64,
  BYTE: u8,
  WORD: u16,
  DWORD: u32,
  BOOL: i32,
  INT32: i32,
  UINT32: u32,
  INT64: i64,
  UINT64: u64,
};

const longestSchema = 64 * 1024;
const mostBytes = 64 * 1024 * 1024;

/** What the plain struct of document 001 holds: `fork_server1`, known without a schema. */
export const forkServerSchema = 'int a\nfloat b\ndouble c\nchar buffer[64]\n';

/**
 * A struct in words, one member a line, as C writes it: `int a`, `float samples[256]`, `char name[64]`, `wchar title[32]`,
 * `list<float> points[100]` (a count and at most so many). `pack 4` on a line of its own sets the packing. `//` and `#` begin a remark; a
 * semicolon at the end is allowed.
 * @throws FramelatchError `schema-invalid`, naming the line, what was found and what was expected
 */
export function parseSchema(source: string): DynamicStruct {
  if (source.length > longestSchema)
    refuse('schema', `found ${source.length} characters, expected at most ${longestSchema}`);
  const fields: Record<string, Type<unknown>> = {};
  let packing: Packing = 'natural';
  source.split(/\r?\n/).forEach((raw, index) => {
    const line = raw
      .replace(/(?:\/\/|#).*$/, '')
      .replace(/;\s*$/, '')
      .trim();
    if (!line) return;
    const where = `line ${index + 1}`;
    const pack = /^pack\s+(\S+)$/.exec(line);
    if (pack) {
      packing = packingOf(pack[1] ?? '', where);
      return;
    }
    const { name, type } = memberOf(line, where);
    if (Object.hasOwn(fields, name)) refuse(where, `found a second member named ${name}`);
    fields[name] = type;
  });
  if (!Object.keys(fields).length) refuse('schema', 'found no member, expected one a line, for example: int a');
  const laidOut = struct(fields, { packing });
  if (laidOut.size > mostBytes) refuse('schema', `found ${laidOut.size} bytes, expected at most ${mostBytes}`);
  return laidOut;
}

function packingOf(word: string, where: string): Packing {
  const packing = word === 'natural' ? word : Number(word);
  if (packing === 'natural' || packing === 1 || packing === 2 || packing === 4 || packing === 8) return packing;
  return refuse(where, `found a packing of '${word}', expected 1, 2, 4, 8 or natural`);
}

function memberOf(line: string, where: string): { name: string; type: Type<unknown> } {
  const match = /^(list<\s*)?([A-Za-z_]\w*)(\s*>)?\s+([A-Za-z_]\w*)\s*(?:\[\s*(\d{1,9})\s*\])?$/.exec(line);
  const [, opens, typeName = '', closes, name = '', digits] = match ?? [];
  if (!match || Boolean(opens) !== Boolean(closes)) {
    return refuse(where, `found '${line}', expected a type and a name, for example: float samples[256]`);
  }
  if (name === '__proto__') return refuse(where, `found a member named ${name}, expected another name`);
  const count = digits === undefined ? null : Number(digits);
  if (count === 0) return refuse(where, `found a count of 0 for ${name}, expected at least 1`);
  return { name, type: typeOf(typeName, count, Boolean(opens), where, name) };
}

function typeOf(typeName: string, count: number | null, isList: boolean, where: string, name: string): Type<unknown> {
  if (typeName === 'char' || typeName === 'wchar' || typeName === 'wchar_t') {
    if (count === null || isList)
      return refuse(where, `found a bare ${typeName}, expected a size: ${typeName} ${name}[64]`);
    return typeName === 'char' ? text(count) : wideText(count);
  }
  const element = Object.hasOwn(scalars, typeName) ? scalars[typeName] : undefined;
  if (!element) {
    return refuse(
      where,
      `found the type '${typeName}', expected char, wchar or one of ${Object.keys(scalars).join(', ')}`,
    );
  }
  if (isList)
    return count === null
      ? refuse(where, `found no maximum for ${name}, expected list<${typeName}> ${name}[100]`)
      : list(element, count);
  return count === null ? element : array(element, count);
}

function refuse(target: string, reason: string): never {
  throw new FramelatchError({
    code: 'schema-invalid',
    operation: 'read schema',
    target,
    reason,
    next: 'Write one member a line as C does: int a, float samples[256], char name[64].',
  });
}
