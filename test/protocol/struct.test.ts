import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { parseSchema } from '../../protocol/schema-text';
import { array, list, pointer, text, wideText } from '../../protocol/struct-arrays';
import { bool, f32, f64, i16, i32, i64, i8, u16, u32, u64, u8 } from '../../protocol/struct-numbers';
import type { Type } from '../../protocol/struct-type';
import { struct, type Packing } from '../../protocol/struct';
import { requireProgram } from '../support/requires';

/** Numbers that look random and are the same in every run. */
class Sequence {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }
}

interface Drawn {
  readonly type: Type<unknown>;
  /** How C declares a member of it. */
  declare(name: string): string;
  value(): unknown;
}

const scalarTypes: readonly (readonly [Type<unknown>, string])[] = [
  [i8, 'int8_t'],
  [u8, 'uint8_t'],
  [i16, 'int16_t'],
  [u16, 'uint16_t'],
  [i32, 'int32_t'],
  [u32, 'uint32_t'],
  [i64, 'int64_t'],
  [u64, 'uint64_t'],
  [f32, 'float'],
  [f64, 'double'],
  [bool, 'bool'],
];

/** Structs that C compiles, with values, drawn at random. */
class Draw {
  readonly declarations: string[] = [];
  readonly #random: Sequence;

  constructor(random: Sequence) {
    this.#random = random;
  }

  member(depth: number): Drawn {
    const kind = this.#random.below(depth > 0 ? 7 : 6);
    const [element, cName] = this.#random.pick(scalarTypes);
    const count = 1 + this.#random.below(5);
    if (kind < 3) return { type: element, declare: (name) => `${cName} ${name};`, value: () => this.#scalar(element) };
    if (kind === 3) {
      return {
        type: array(element, count),
        declare: (name) => `${cName} ${name}[${count}];`,
        value: () => Array.from({ length: count }, () => this.#scalar(element)),
      };
    }
    if (kind === 4) {
      return {
        type: text(count + 1),
        declare: (name) => `char ${name}[${count + 1}];`,
        value: () => 'abcdef'.slice(0, count),
      };
    }
    if (kind === 5) {
      return {
        type: list(element, count),
        declare: (name) => `struct { uint32_t count; ${cName} items[${count}]; } ${name};`,
        value: () => Array.from({ length: this.#random.below(count + 1) }, () => this.#scalar(element)),
      };
    }
    return this.struct(depth - 1);
  }

  struct(depth: number): Drawn {
    const packing = this.#random.pick<Packing>([1, 4, 8, 'natural']);
    const members = Array.from({ length: 1 + this.#random.below(6) }, () => this.member(depth));
    const type = struct(Object.fromEntries(members.map((member, at) => [`m${at}`, member.type])), { packing });
    const tag = `S${this.declarations.length}`;
    const body = members.map((member, at) => member.declare(`m${at}`)).join(' ');
    const packed = packing === 'natural' ? 'struct' : `#pragma pack(push, ${packing})\nstruct`;
    this.declarations.push(`${packed} ${tag} { ${body} };\n#pragma pack()`);
    return {
      type,
      declare: (name) => `struct ${tag} ${name};`,
      value: () => Object.fromEntries(members.map((member, at) => [`m${at}`, member.value()])),
    };
  }

  #scalar(type: Type<unknown>): unknown {
    const number = this.#random.below(100);
    if (type === i64 || type === u64) return BigInt(number);
    if (type === bool) return number % 2 === 0;
    return number;
  }
}

test('sizes and offsets are a C compiler’s, and what goes in comes out', (context) => {
  if (!requireProgram(context, 'gcc', 'gcc')) return;
  const folder = mkdtempSync(join(tmpdir(), 'framelatch-struct-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const structs: { type: ReturnType<typeof struct>; draw: Draw; value: unknown }[] = [];
  for (let seed = 1; seed <= 60; seed += 1) {
    const draw = new Draw(new Sequence(seed));
    const drawn = draw.struct(2);
    structs.push({ type: drawn.type as ReturnType<typeof struct>, draw, value: drawn.value() });
  }
  const lines = structs.map(({ type, draw }, at) => {
    const tag = `struct S${draw.declarations.length - 1}`;
    const offsets = type.members.map(({ name }) => `(int)offsetof(${tag}, ${name})`);
    const format = Array.from({ length: offsets.length + 1 }, () => '%d').join(' ');
    return `static void show${at}(void) {\n${hoisted(draw.declarations)}\nprintf("${format}\\n", (int)sizeof(${tag}), ${offsets.join(', ')}); }`;
  });
  const calls = structs.map((_, at) => `show${at}();`).join(' ');
  const source = `#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <stdio.h>\n${lines.join('\n')}\nint main(void) { ${calls} return 0; }\n`;
  writeFileSync(join(folder, 'layout.c'), source);
  for (const flags of [[], ['-m32', '-malign-double']]) {
    execFileSync('gcc', [...flags, '-w', '-o', join(folder, 'layout'), join(folder, 'layout.c')]);
    const told = execFileSync(join(folder, 'layout'), { encoding: 'utf8' }).trim().split('\n');
    structs.forEach(({ type }, at) => {
      const ours = [type.size, ...type.members.map(({ offset }) => offset)].join(' ');
      assert.equal(ours, told[at], `struct ${at} ${flags.join(' ')}`);
    });
  }
  for (const { type, value } of structs) assert.deepEqual(type.decode(type.encode(value as never)), value);
});

/** A list's anonymous struct keeps its own alignment: it is declared before the packing of its holder begins. */
function hoisted(declarations: readonly string[]): string {
  let count = 0;
  return declarations
    .map((declaration) => {
      const before: string[] = [];
      const body = declaration.replaceAll(/struct (\{ uint32_t count; \w+ items\[\d+\]; \})/g, (_, inner: string) => {
        count += 1;
        before.push(`struct L${declarations.length}_${count} ${inner};`);
        return `struct L${declarations.length}_${count}`;
      });
      return [...before, body].join('\n');
    })
    .join('\n');
}

test('types are inferred, and a business object is written member by member', () => {
  const schema = struct({ id: i32, price: f64, name: text(64), samples: array(f32, 4), blob: pointer() });
  assert.deepEqual(
    schema.members.map(({ name, offset }) => [name, offset]),
    [
      ['id', 0],
      ['price', 8],
      ['name', 16],
      ['samples', 80],
      ['blob', 96],
    ],
  );
  const pieces: number[] = [];
  const samples = new Float32Array([1, 2, 3, 4]);
  const order = { id: 1, price: 2.5, name: 'x', samples, blob: { region: 'r', size: 3 } };
  schema.encodeTo({ write: (bytes) => pieces.push(bytes.byteLength) }, order);
  assert.ok(Math.max(...pieces) < schema.size, 'nothing of the whole size is made on the way');
  const decoded = schema.decode(schema.encode(order));
  const price: number = decoded.price;
  const name: string = decoded.name;
  assert.deepEqual([price, name, decoded.blob], [2.5, 'x', { region: 'r', size: 3 }]);
  assert.deepEqual(decoded.samples, [1, 2, 3, 4]);
});

const wrong: readonly (readonly [Type<unknown>, unknown, RegExp])[] = [
  [u8, 256, /found 256.*0 to 255/],
  [i8, -129, /found -129/],
  [i32, 1.5, /found 1.5/],
  [u32, -1, /found -1/],
  [i64, 5, /found 5, expected a bigint/],
  [u64, -1n, /found -1n/],
  [f32, 1e39, /range of a float/],
  [bool, 1, /true or false/],
  [text(4), 'abcd', /found 4 bytes.*at most 3/],
  [text(4), '안녕', /found 6 bytes/],
  [text(4), 'a\0b', /NUL/],
  [wideText(3), 'abc', /found 3 UTF-16 units/],
  [array(i8, 2), [1], /found 1 elements, expected 2/],
  [list(i8, 2), [1, 2, 3], /found 3 elements, expected at most 2/],
];

test('what does not fit is an error that names the member, never cut in silence', () => {
  for (const [type, value, reason] of wrong) {
    const schema = struct({ inner: struct({ it: type }) });
    assert.throws(() => schema.encode({ inner: { it: value } }), {
      code: 'value-invalid',
      target: /^inner\.it/,
      reason,
    });
  }
});

test('bytes of another make are refused', () => {
  const schema = struct({ some: list(u16, 2) });
  assert.throws(() => schema.decode(new Uint8Array(3)), { code: 'mapping-too-small' });
  assert.throws(() => schema.decode(new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0])), {
    code: 'value-invalid',
    reason: /count of 9/,
  });
  assert.throws(() => struct({}), { code: 'schema-invalid' });
});

test('a schema in words is the struct in types', () => {
  const words = parseSchema(
    'pack 4\n# a remark\nint a;\n double b // and another\nfloat c[3]\nlist<u16> d[5]\nchar e[7]\nwchar f[4]\n',
  );
  const types = struct(
    { a: i32, b: f64, c: array(f32, 3), d: list(u16, 5), e: text(7), f: wideText(4) },
    { packing: 4 },
  );
  assert.deepEqual(
    words.members.map(({ name, offset }) => [name, offset]),
    types.members.map(({ name, offset }) => [name, offset]),
  );
  assert.equal(words.size, types.size);
  assert.throws(() => parseSchema('x'.repeat(70_000)), { code: 'schema-invalid' });
  assert.throws(() => parseSchema('double a[999999999]'), { code: 'schema-invalid', reason: /at most/ });
  assert.throws(() => parseSchema('int constructor[2]\nint __proto__'), { code: 'schema-invalid' });
});
