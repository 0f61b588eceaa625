/* What bytes are by how they begin. */

export const contentKinds = ['text', 'image/png', 'image/jpeg', 'image/bmp', 'image/gif', 'binary'] as const;

export type ContentKind = (typeof contentKinds)[number];

const pictures: readonly (readonly [kind: ContentKind, start: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
];

/** The media type of the encoded picture that the bytes begin like; `null` for anything else. */
export function pictureKind(bytes: Uint8Array): ContentKind | null {
  const found = pictures.find(([, start]) => start.every((byte, at) => bytes[at] === byte));
  if (found) return found[0];
  return isBitmap(bytes) ? 'image/bmp' : null;
}

/** Two letters alone would be a text as well: its reserved words are zero, its second header has a known size. */
function isBitmap(bytes: Uint8Array): boolean {
  const reserved = bytes.subarray(6, 10);
  const sizes = [12, 16, 40, 52, 56, 64, 108, 124];
  return (
    bytes[0] === 0x42 &&
    bytes[1] === 0x4d &&
    bytes.length >= 26 &&
    reserved.every((byte) => byte === 0) &&
    sizes.includes(bytes[14] ?? 0) &&
    bytes.subarray(15, 18).every((byte) => byte === 0)
  );
}
