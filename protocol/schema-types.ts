import type { Target } from './schema-target';
import { text, wideText } from './struct-arrays';
import { bool, f32, f64, i16, i32, i64, i8, u16, u32, u64, u8 } from './struct-numbers';
import type { Type } from './struct-type';
import { address, decodedText, utf32Text } from './struct-wide';

/** A type as C knows it. */
export interface CType {
  /** `null`: it has no size, as `void` and what is only announced. */
  readonly type: Type<unknown> | null;
  /** Of characters: an array of them is a text. */
  readonly text?: (count: number) => Type<string>;
  /** Of what may be a bit field. */
  readonly bits?: 'signed' | 'unsigned' | 'bool';
  /** Aligned by more than its members: with `#pragma pack`, compilers disagree about it. */
  readonly isOverAligned?: true;
}

/** How text in `char` arrays is decoded; UTF-8 by default. */
export type TextDecode = (bytes: Uint8Array) => string;

/** Every type that has a name of its own, on that platform. */
export function namedTypes(target: Target, decode?: TextDecode): Map<string, CType> {
  const wide = (type: Type<unknown>) => ({ ...type, alignment: target.eightByteAlignment });
  const signed = (type: Type<unknown>): CType => ({ type, bits: 'signed' });
  const unsigned = (type: Type<unknown>): CType => ({ type, bits: 'unsigned' });
  const integers = { i8: signed(i8), i16: signed(i16), i32: signed(i32), i64: signed(wide(i64)) };
  const naturals = { u8: unsigned(u8), u16: unsigned(u16), u32: unsigned(u32), u64: unsigned(wide(u64)) };
  const wideChar: CType = { ...naturals.u16, text: wideText };
  const fullChar: CType = { ...naturals.u32, text: utf32Text };
  const byPointer = target.pointer === 8;
  const kinds: Readonly<Record<string, CType>> = {
    ...integers,
    ...naturals,
    f32: { type: f32 },
    f64: { type: wide(f64) },
    bool: { type: bool, bits: 'bool' },
    char: { ...integers.i8, text: decode ? (count) => decodedText(text(count), decode) : text },
    char8: { ...naturals.u8, text },
    wchar: wideChar,
    wide: target.isWindows ? wideChar : { ...integers.i32, text: utf32Text },
    char32: fullChar,
    signedPointer: byPointer ? integers.i64 : integers.i32,
    unsignedPointer: byPointer ? naturals.u64 : naturals.u32,
    handle: { type: address(target.pointer, 'handle') },
    long: target.long === 8 ? integers.i64 : integers.i32,
    ulong: target.long === 8 ? naturals.u64 : naturals.u32,
    void: { type: null },
  };
  const types = new Map<string, CType>();
  for (const [kind, names] of Object.entries(namesOf(target))) {
    const type = kinds[kind];
    if (type) for (const name of names.split(' ')) types.set(name, type);
  }
  return types;
}

const names: Readonly<Record<string, string>> = {
  i8: 'i8 int8_t int_least8_t INT8 __int8',
  u8: 'u8 uint8_t uint_least8_t UINT8 BYTE UCHAR BOOLEAN u_int8_t uchar',
  i16: 'i16 int16_t int_least16_t INT16 SHORT __int16',
  u16: 'u16 uint16_t uint_least16_t UINT16 WORD USHORT ATOM u_int16_t ushort',
  i32: 'i32 int32_t int_least32_t INT32 INT LONG LONG32 BOOL HRESULT NTSTATUS __int32 __time32_t',
  u32: 'u32 uint32_t uint_least32_t UINT32 UINT DWORD DWORD32 ULONG ULONG32 COLORREF u_int32_t uint',
  i64: 'i64 int64_t int_least64_t intmax_t INT64 LONG64 LONGLONG LARGE_INTEGER __int64 __time64_t',
  u64: 'u64 uint64_t uint_least64_t uintmax_t UINT64 ULONG64 ULONGLONG DWORD64 DWORDLONG QWORD ULARGE_INTEGER u_int64_t',
  f32: 'f32 FLOAT',
  f64: 'f64 DOUBLE',
  bool: 'bool _Bool',
  char: 'CHAR',
  char8: 'char8_t',
  wchar: 'wchar char16_t WCHAR OLECHAR',
  wide: 'wchar_t',
  char32: 'char32_t',
  signedPointer: 'ssize_t ptrdiff_t intptr_t SSIZE_T INT_PTR LONG_PTR LPARAM LRESULT',
  unsignedPointer: 'size_t uintptr_t SIZE_T UINT_PTR ULONG_PTR DWORD_PTR WPARAM',
  handle:
    'HANDLE HWND HMODULE HINSTANCE HDC HICON PVOID LPVOID LPCVOID LPSTR LPCSTR LPWSTR LPCWSTR PDWORD LPDWORD PBYTE LPBYTE',
  void: 'void VOID',
};

function namesOf(target: Target): Readonly<Record<string, string>> {
  // A time_t is a long, except on Windows: eight bytes in 64 bits, by the program's choice in 32.
  if (!target.isWindows) return { ...names, long: 'time_t', ulong: 'ulong' };
  return target.pointer === 8 ? { ...names, i64: `${names['i64']} time_t` } : names;
}

/** What is known by name and yet refused: its size is not said by the name alone. */
export const undecidedTypes: ReadonlyMap<string, string> = new Map([
  ['TCHAR', 'CHAR or WCHAR, as the program was built'],
  ['_TCHAR', 'CHAR or WCHAR, as the program was built'],
  ['time_t', '__time32_t or __time64_t, as the program was built'],
  ['int_fast8_t', 'int8_t, or what the writer’s library makes of it'],
  ['int_fast16_t', 'int16_t, int32_t or int64_t, as the writer’s library has it'],
  ['int_fast32_t', 'int32_t or int64_t, as the writer’s library has it'],
  ['uint_fast16_t', 'uint16_t, uint32_t or uint64_t, as the writer’s library has it'],
  ['uint_fast32_t', 'uint32_t or uint64_t, as the writer’s library has it'],
]);
