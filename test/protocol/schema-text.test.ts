import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import {
  longestSchema,
  parseSchema,
  readSchema,
  type DynamicStruct,
  type WriterPlatform,
} from '../../protocol/schema-text';
import { root as repository } from '../support/paths';
import { requireProgram } from '../support/requires';
import { randomHeader } from './support/random-header';

const compilers: readonly (readonly [WriterPlatform, program: string, ...flags: string[]])[] = [
  ['linux', 'gcc'],
  ['linux32', 'gcc', '-m32'],
  ['windows', 'x86_64-w64-mingw32-gcc'],
  ['windows32', 'i686-w64-mingw32-gcc'],
];

const prelude =
  '#include <stdbool.h>\n#include <stddef.h>\n#include <stdint.h>\n#include <uchar.h>\n#include <wchar.h>\n';
const seeds = Array.from({ length: Number(process.env['FRAMELATCH_SCHEMA_SEEDS'] ?? 80) }, (_, at) => at + 1);

/** As JSON would carry it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/** Without what `expected` does not speak of: a union's other members. */
function asFarAs(expected: unknown, found: unknown): unknown {
  if (Array.isArray(expected) && Array.isArray(found)) return found.map((one, at) => asFarAs(expected[at], one));
  if (typeof expected !== 'object' || expected === null || typeof found !== 'object' || found === null) return found;
  const values = found as Record<string, unknown>;
  return Object.fromEntries(Object.entries(expected).map(([name, inner]) => [name, asFarAs(inner, values[name])]));
}

for (const [platform, program, ...flags] of compilers) {
  test(`what ${program} ${flags.join(' ')} lays out is read back, by the words of its header`, (context) => {
    if (!requireProgram(context, program, program)) return;
    const folder = mkdtempSync(join(tmpdir(), 'framelatch-schema-'));
    context.after(() => rmSync(folder, { recursive: true }));
    const headers = seeds.map((seed) => randomHeader(seed, { isWindows: platform.startsWith('windows') }));
    const instances = headers.map(
      ({ text, root, initializer }, at) =>
        `${text.replace('#pragma once', '')}\n${root} v${at} __attribute__((section(".w${at}"))) = ${initializer};\n` +
        `unsigned s${at} __attribute__((section(".s${at}"))) = sizeof(${root});\n`,
    );
    writeFileSync(join(folder, 'a.c'), prelude + instances.join(''));
    execFileSync(program, [...flags, '-std=gnu11', '-w', '-c', join(folder, 'a.c'), '-o', join(folder, 'a.o')]);
    const section = (name: string) => {
      const out = join(folder, 'section');
      execFileSync(program.replace(/gcc$/, 'objcopy'), ['-O', 'binary', '-j', name, join(folder, 'a.o'), out]);
      return readFileSync(out);
    };
    headers.forEach(({ text, root, expected }, at) => {
      const schema = parseSchema(text, { platform, struct: root });
      assert.equal(schema.size, section(`.s${at}`).readUInt32LE(0), `size by ${program} of\n${text}`);
      const found = plain(schema.decode(section(`.w${at}`).subarray(0, schema.size)));
      assert.deepEqual(asFarAs(expected, found), expected, text);
    });
  });
}

test('a header may be read for any platform', () => {
  const header = 'long a;\nwchar_t b[4];\nvoid *c;\n';
  const sizes = compilers.map(([platform]) => readSchema(`platform=${platform}\n${header}`).struct.size);
  assert.deepEqual(sizes, [32, 24, 24, 16]);
});

/** Each member's path in C, with its offset: as deep as there are structs, the last element of an array. */
function placesOf(struct: DynamicStruct, path = '', base = 0): [path: string, offset: number][] {
  return struct.members.flatMap(({ name, type, offset }): [string, number][] => {
    const own: [string, number] = [`${path}${name}`, base + offset];
    let [element, at, index] = [type, base + offset, ''];
    for (let inner = element.elements; inner && element.size <= 1 << 20; inner = element.elements) {
      const { count, element: next } = inner.call(element, new DataView(new ArrayBuffer(0)), 0);
      index += `[${count - 1}]`;
      at += (count - 1) * next.size;
      element = next;
    }
    if (!element.members) return [own];
    return [own, ...placesOf(element as DynamicStruct, `${path}${name}${index}.`, at)];
  });
}

const windowsTypes =
  'typedef uint32_t DWORD; typedef unsigned char BYTE; typedef int64_t LARGE_INTEGER;\n' +
  '#ifndef _WIN32\ntypedef int64_t __int64;\n#endif\n';
const shapes = [
  ['simulator', 'Telemetry', 'windows'],
  ['sensors', 'READING_ELEMENT', 'windows'],
  ['sensors', 'SENSORS_HEADER', 'windows'],
  ['statistics', 'STATISTICS_MEMORY', 'windows'],
  ['positional', 'PositionalLink', 'linux'],
] as const;

for (const [header, root] of shapes) {
  test(`a ${header} header’s ${root} lies as compilers lay it out`, (context) => {
    const text = readFileSync(join(repository, 'test', 'protocol', 'headers', `${header}.h`), 'utf8');
    const folder = mkdtempSync(join(tmpdir(), 'framelatch-schema-'));
    context.after(() => rmSync(folder, { recursive: true }));
    for (const [platform, program, ...flags] of compilers) {
      if (!requireProgram(context, program, program)) return;
      const struct = parseSchema(text, { platform, struct: root });
      // A bit field has no offset in C.
      const places = placesOf(struct).filter(([path]) => !path.startsWith('bits.'));
      const typed = /^typedef struct \w* ?\{[^}]*\}? ?|\} \w+(?:, \*\w+)?;/m.test(text) ? root : `struct ${root}`;
      const numbers = [`sizeof(${typed})`, ...places.map(([path]) => `offsetof(${typed}, ${path})`)];
      const source = `${prelude}${windowsTypes}${text}\nunsigned out[] __attribute__((section(".o"))) = { ${numbers.join(', ')} };\n`;
      writeFileSync(join(folder, 'a.c'), source);
      execFileSync(program, [...flags, '-std=gnu11', '-w', '-c', join(folder, 'a.c'), '-o', join(folder, 'a.o')]);
      execFileSync(program.replace(/gcc$/, 'objcopy'), [
        '-O',
        'binary',
        '-j',
        '.o',
        join(folder, 'a.o'),
        join(folder, 'o'),
      ]);
      const told = readFileSync(join(folder, 'o'));
      const ours = [struct.size, ...places.map(([, offset]) => offset)];
      assert.deepEqual(
        ours,
        ours.map((_, at) => told.readUInt32LE(at * 4)),
        `${header} by ${program}`,
      );
    }
  });
}

const refused: readonly (readonly [text: string, line: number | null, reason: RegExp])[] = [
  ['int', 1, /found 'int'/],
  ['int\nfloat b', 1, /found 'int float'/],
  ['int a\nlong double b', 2, /long double/],
  ['strange a', 1, /the type 'strange'/],
  ['TCHAR a[4]', 1, /CHAR or WCHAR/],
  ['int a\nint b, a', 2, /second member named a/],
  ['int a[0]', 1, /count of 0/],
  ['int a[]', 1, /no size for a/],
  ['int a[N]', 1, /found 'N'/],
  ['int a[1/0]', 1, /division by 0/],
  ['int a[2147483648]', 1, /count of 2147483648.*at most/],
  ['double a[999999999]', 1, /at most/],
  ['char a[4000][4000][4000]', 1, /at most/],
  ['int a; int b(void);', 1, /function b/],
  ['int &a;', 1, /reference/],
  ['int a b', 1, /found 'b', expected ';'/],
  ['int 3a', 1, /found '3a'/],
  ['int a @', 1, /found '@'/],
  ['/* open\nint a', 1, /expected '\*\/'/],
  ['#pragma pack(3)\nint a', 1, /packing of '3'/],
  ['#pragma pack(pop)\nint a', 1, /without a pack\(push\)/],
  ['#pragma pack(push, 4, 2)\nint a', 1, /unknown form/],
  ['#pragma pack 4\nint a', 1, /without '\('/],
  ['int a\n#pragma pack(1)\ndouble b', 3, /another #pragma pack/],
  ['struct A {\nint a;\n#pragma pack(1)\ndouble b; };', 4, /#pragma pack within/],
  ['#pragma ms_struct on\nint a', 1, /may change the layout/],
  ['#ifdef FEATURE\nint a\n#endif', 1, /condition on FEATURE/],
  ['#if 1\nint a', 1, /without its #endif/],
  ['#endif\nint a', 1, /without an #if/],
  ['#error no\nint a', 1, /#error no/],
  ['#define X(a) a\nX(int) b', 2, /macro X/],
  ['struct A { struct A a; };', 1, /without a size/],
  ['struct A { int a; }; struct B { int b; };', null, /several structs.*A, B.*struct=A/],
  ['struct A { int a;', 1, /no '}'/],
  ['struct A { int a; }; struct A { int b; };', 1, /second struct A/],
  ['struct A { };', 1, /no member in struct A/],
  ['int a : 33;', 1, /33 bits/],
  ['float a : 3;', 1, /expected an integer/],
  ['int a : 0;', 1, /0 bits/],
  ['enum E { A = 1LL << 40 } a;', 1, /more than 32 bits/],
  ['enum E { A, A } a;', 1, /second value for A/],
  ['enum E a;', 1, /not defined above/],
  ['typedef int a __attribute__((aligned(16)));', 1, /attribute of the typedef/],
  ['int a __attribute__((vector_size(16)));', 1, /attribute 'vector_size'/],
  ['alignas(3) int a', 1, /alignment of 3/],
  ['#pragma pack(1)\nalignas(16) int a', 2, /within #pragma pack/],
  ['list<int> a', 1, /no maximum/],
  ['list<int> a[0]', 1, /maximum of 0/],
  ['int __proto__', 1, /__proto__/],
  ['platform=beos\nint a', 1, /platform 'beos'/],
  ['offset=-4\nint a', 1, /offset of '-4'/],
  ['struct=B\nstruct A { int a; };', null, /no struct named 'B'/],
  ['', null, /no member/],
  ['typedef int a;', null, /no member/],
  ['class A { int a; };', 1, /'class'/],
  ['int a[~0u]', 1, /falls below 0/],
];

test('what is not understood with certainty is refused, by its line', () => {
  for (const [text, line, reason] of refused) {
    const target = line === null ? 'schema' : `line ${line}`;
    assert.throws(() => parseSchema(text, { platform: 'linux' }), { code: 'schema-invalid', target, reason }, text);
  }
});

test('hostile schemas end soon', () => {
  const nested = (open: string, close: string, times: number) => open.repeat(times) + close.repeat(times);
  const hostile = [
    `int a[${nested('(', ')', 30_000)}]`,
    `int a[${'-'.repeat(60_000)}1]`,
    nested('struct { ', '} a;', 4000),
    `int ${nested('(*', ')', 15_000)};`,
    `int a${'[1]'.repeat(20_000)}`,
    'int a;'.repeat(10_900),
    `${Array.from({ length: 60 }, (_, at) => `#define A${at + 1} A${at} A${at}`).join('\n')}\n#define A0\nA60 int a`,
    `${Array.from({ length: 3000 }, (_, at) => `#define A${at + 1} A${at}`).join('\n')}\nint a[A3000]`,
    '/*'.repeat(32_000),
    `"${'\\'.repeat(60_000)}`,
    `#pragma pack(push)\n`.repeat(3400),
    'x'.repeat(longestSchema + 1),
  ];
  const started = performance.now();
  for (const text of hostile) assert.throws(() => parseSchema(text), { code: 'schema-invalid' }, text.slice(0, 60));
  assert.ok(performance.now() - started < 20_000);
  const many = `struct A { int ${Array.from({ length: 9000 }, (_, at) => `m${at}`).join(',')}; } a[100];`;
  assert.equal(parseSchema(many.slice(0, longestSchema)).size, 9000 * 4 * 100);
});

test('what a header takes from C++ and from compilers is understood where it is plain', () => {
  const text = `
    extern "C" {
    struct Version { uint32_t begin; uint32_t end; };
    struct Sized : public Version { static const int MOST = 3; int hint; };
    struct Data : public Sized {
      long count = 0;
      struct Item { std::uint8_t a; float b; } items[MOST];
      enum class Kind : uint8_t { One = 1, Two } kind;
      int __attribute__((packed)) odd;
      alignas(8) char name[8] = {0};
    };
    }`;
  const struct = parseSchema(text, { platform: 'windows' });
  assert.deepEqual(
    struct.members.map(({ name, offset }) => [name, offset]),
    [
      ['begin', 0],
      ['end', 4],
      ['hint', 8],
      ['count', 12],
      ['items', 16],
      ['kind', 40],
      ['odd', 41],
      ['name', 48],
    ],
  );
});
