import { Sequence } from './sequence';

/* Headers as people write them, drawn at random: with a value for each member, as C initialises it and as it must be read. */

export interface RandomHeader {
  /** The whole header; what the mapping holds is `struct W<seed>`, or a typedef of that name. */
  readonly text: string;
  readonly root: string;
  readonly initializer: string;
  readonly expected: Record<string, unknown>;
}

interface Drawn {
  /** What stands before the structs' braces: definitions of its own. */
  readonly declare: (name: string) => string;
  readonly init: string;
  readonly expect: unknown;
  /** Members that belong to the holder. */
  readonly spread?: boolean;
}

const integers: readonly (readonly [name: string, bits: number, signed: boolean])[] = [
  ['int', 32, true],
  ['unsigned int', 32, false],
  ['unsigned', 32, false],
  ['int unsigned', 32, false],
  ['short', 16, true],
  ['short int', 16, true],
  ['unsigned short', 16, false],
  ['signed char', 8, true],
  ['unsigned char', 8, false],
  ['char', 8, true],
  ['long long', 60, true],
  ['long long unsigned int', 60, false],
  ['long', 32, true],
  ['unsigned long', 31, false],
  ['long const', 32, true],
  ['volatile int', 32, true],
  ['int8_t', 8, true],
  ['uint16_t', 16, false],
  ['uint32_t', 32, false],
  ['int64_t', 60, true],
  ['size_t', 31, false],
];
const bitTypes = [
  'int',
  'unsigned int',
  'short',
  'unsigned char',
  'uint32_t',
  'long long',
  'uint64_t',
  'unsigned short',
] as const;

export interface HeaderOptions {
  /** Microsoft's compilers know no packed bit fields by attribute. */
  readonly isWindows: boolean;
}

export function randomHeader(seed: number, options: HeaderOptions): RandomHeader {
  return new Header(seed, options).draw();
}

class Header {
  readonly #random: Sequence;
  readonly #seed: number;
  readonly #options: HeaderOptions;
  readonly #lines: string[] = ['#pragma once', '/* drawn', '   at random */', '#include <stdint.h>'];
  /** Alignments of one's own and #pragma pack do not go together. */
  readonly #hasPack: boolean;
  #count = 0;

  constructor(seed: number, options: HeaderOptions) {
    this.#seed = seed;
    this.#random = new Sequence(seed * 7919);
    this.#options = options;
    this.#hasPack = this.#random.chance(60);
  }

  draw(): RandomHeader {
    const root = `W${this.#seed}`;
    const { init, expect } = this.#outer(root, 2);
    return { text: this.#lines.join('\n'), root, initializer: init, expected: expect as Record<string, unknown> };
  }

  #unique(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#seed}_${this.#count}`;
  }

  /** A struct in a definition of its own. */
  #outer(name: string, depth: number): Drawn {
    const packing = this.#hasPack && this.#random.chance(60) ? this.#random.pick([1, 2, 4, 8, 16]) : 0;
    const members = this.#members(depth);
    const attribute = !this.#hasPack && this.#random.chance(25) && !(this.#options.isWindows && members.hasBits);
    const label = this.#unique('p');
    const form = this.#random.below(4);
    if (packing) {
      const opens = [`push, ${packing}`, `push, ${label}, ${packing}`, `push)\n#pragma pack(${packing}`, `${packing}`];
      this.#lines.push(`#pragma pack(${opens[form]}) // for ${name}`);
    }
    const packed = attribute ? '__attribute__((packed)) ' : '';
    this.#lines.push(
      this.#random.chance(50)
        ? `typedef struct {\n${members.text}} ${packed}${name};`
        : `struct ${packed}${name} {\n${members.text}};\ntypedef struct ${name} ${name}, *${name}Pointer;`,
    );
    if (packing) this.#lines.push(`#pragma pack(${['pop', `pop, ${label}`, 'pop', ''][form]})`);
    return { declare: (member) => `${name} ${member};`, init: members.init, expect: members.expect };
  }

  #members(depth: number): { text: string; init: string; expect: Record<string, unknown>; hasBits: boolean } {
    const drawn: [string, Drawn][] = [];
    let hasBits = false;
    let text = '';
    const count = 1 + this.#random.below(6);
    for (let at = 0; at < count; at += 1) {
      if (this.#random.chance(25)) {
        const run = this.#bitRun();
        hasBits = true;
        for (const [name, member] of run) drawn.push([name, member]);
        text += run.map(([name, member]) => `  ${member.declare(name)}\n`).join('');
        continue;
      }
      const name = this.#unique('m');
      const member = this.#member(depth);
      drawn.push([name, member]);
      text += `  ${member.declare(name)}${this.#random.chance(10) ? ' /* a remark; */' : ''}\n`;
    }
    const expect: Record<string, unknown> = {};
    for (const [name, member] of drawn) {
      if (member.spread) Object.assign(expect, member.expect);
      else if (name) expect[name] = member.expect;
    }
    const init = `{ ${drawn
      .filter(([name, { spread }]) => name || spread)
      .map(([, member]) => member.init)
      .join(', ')} }`;
    return { text, init, expect, hasBits };
  }

  #member(depth: number): Drawn {
    const kind = this.#random.below(depth > 0 ? 12 : 8);
    if (kind <= 1) return this.#integer();
    if (kind === 2) return this.#array();
    if (kind === 3) return this.#text();
    if (kind === 4) return this.#real();
    if (kind === 5) return this.#pointer();
    if (kind === 6) return this.#enumeration();
    if (kind === 7) return this.#hasPack || this.#random.chance(50) ? this.#boolean() : this.#aligned();
    if (kind === 8) return this.#inner('struct', depth - 1);
    if (kind === 9) return this.#union();
    const outer = this.#outer(this.#unique('T'), depth - 1);
    if (kind === 10) return outer;
    const size = 1 + this.#random.below(3);
    return {
      declare: (name) => outer.declare(`${name}[${size}]`),
      init: `{ ${Array.from({ length: size }, () => outer.init).join(', ')} }`,
      expect: Array.from({ length: size }, () => outer.expect),
    };
  }

  #number(bits: number, signed: boolean): number {
    const value = this.#random.below(Math.min(2 ** (signed ? bits - 1 : bits), 1_000_000));
    return signed && this.#random.chance(40) ? 0 - value : value;
  }

  #integer(): Drawn {
    const [type, bits, signed] = this.#random.pick(integers);
    const value = this.#number(bits, signed);
    return { declare: (name) => `${type} ${name};`, init: String(value), expect: value };
  }

  #aligned(): Drawn {
    const inner = this.#integer();
    const to = this.#random.pick([8, 16, 32]);
    return { ...inner, declare: (name) => `_Alignas(${to}) ${inner.declare(name)}` };
  }

  #boolean(): Drawn {
    return { declare: (name) => `bool ${name};`, init: '1', expect: true };
  }

  #real(): Drawn {
    const type = this.#random.pick(['float', 'double']);
    const value = this.#random.below(1000) / 8;
    return { declare: (name) => `${type} ${name};`, init: String(value), expect: value };
  }

  #pointer(): Drawn {
    const value = 1 + this.#random.below(1000);
    const declare = this.#random.pick([
      (name: string) => `void *${name};`,
      (name: string) => `const char * ${name};`,
      (name: string) => `int (*${name})(int, char const *);`,
    ]);
    return { declare, init: `(void *)${value}`, expect: `0x${value.toString(16)}` };
  }

  #text(): Drawn {
    const size = 3 + this.#random.below(6);
    const constant = this.#unique('LENGTH');
    this.#lines.push(`#define ${constant} (${size} - 1)`);
    const [type, prefix] = this.#random.pick([
      ['char', ''],
      ['wchar_t', 'L'],
      ['char16_t', 'u'],
      ['char32_t', 'U'],
    ]);
    return { declare: (name) => `${type} ${name}[${constant} + 1];`, init: `${prefix}"ab"`, expect: 'ab' };
  }

  #array(): Drawn {
    const [type, bits, signed] = this.#random.pick(integers.filter(([name]) => name !== 'char'));
    const [rows, columns] = [1 + this.#random.below(3), 1 + this.#random.below(3)];
    const values = Array.from({ length: rows }, () =>
      Array.from({ length: columns }, () => this.#number(bits, signed)),
    );
    const init = `{ ${values.map((row) => `{ ${row.join(', ')} }`).join(', ')} }`;
    return { declare: (name) => `${type} ${name}[${rows}][0x${columns}];`, init, expect: values };
  }

  #enumeration(): Drawn {
    const [tag, first, second] = [this.#unique('E'), this.#unique('A'), this.#unique('B')];
    this.#lines.push(`enum ${tag} { ${first} = 1 << 3, ${second}, };`);
    return { declare: (name) => `enum ${tag} ${name};`, init: second, expect: 9 };
  }

  #inner(kind: 'struct', depth: number): Drawn {
    const members = this.#members(depth);
    const isAnonymous = this.#random.chance(40);
    const body = `${kind} { ${members.text.trim()} }`;
    return {
      declare: (name) => (isAnonymous ? `${body};` : `${body} ${name};`),
      init: members.init,
      expect: members.expect,
      spread: isAnonymous,
    };
  }

  #union(): Drawn {
    const [first, second] = [this.#unique('u'), this.#unique('v')];
    const [one, other] = [this.#integer(), this.#array()];
    const isAnonymous = this.#random.chance(50);
    const body = `union { ${one.declare(first)} ${other.declare(second)} }`;
    return {
      declare: (name) => (isAnonymous ? `${body};` : `${body} ${name};`),
      init: `{ ${one.init} }`,
      expect: { [first]: one.expect },
      spread: isAnonymous,
    };
  }

  #bitRun(): [string, Drawn][] {
    return Array.from({ length: 1 + this.#random.below(4) }, (): [string, Drawn] => {
      const type = this.#random.pick(bitTypes);
      const isUnsigned = type.startsWith('u');
      const most = /char|8/.test(type) ? 8 : /short/.test(type) ? 16 : /64|long/.test(type) ? 64 : 32;
      const width = 1 + this.#random.below(this.#random.chance(70) ? Math.min(8, most) : most);
      if (this.#random.chance(10)) return ['', { declare: () => `${type} : ${width};`, init: '', expect: null }];
      if (this.#random.chance(8)) return ['', { declare: () => `${type} : 0;`, init: '', expect: null }];
      const most32 = Math.min(width, 20);
      const value = isUnsigned ? this.#random.below(2 ** most32) : 0 - this.#random.below(2 ** (most32 - 1));
      return [
        this.#unique('b'),
        { declare: (name) => `${type} ${name} : ${width};`, init: String(value), expect: value },
      ];
    });
  }
}
