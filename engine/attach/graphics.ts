import type { ProcessModules } from '../../native/index';
import { told, type ToldLibrary } from './offsets';

/* Which graphics libraries a process has loaded decides what its hook must be told. */

/** Each library's file, by the name in which users know it. */
const libraryFiles = {
  'Direct3D 8': 'd3d8.dll',
  'Direct3D 9': 'd3d9.dll',
  DXGI: 'dxgi.dll',
  'Direct3D 12': 'd3d12.dll',
  OpenGL: 'opengl32.dll',
  Vulkan: 'vulkan-1.dll',
} as const;

/** What is known of a process's graphics. */
export interface Graphics {
  /** Loaded libraries; `null` where the process cannot be looked into. */
  readonly libraries: readonly string[] | null;
  readonly bits: 32 | 64;
}

export function graphicsOf(modules: ProcessModules | null): Graphics {
  if (!modules) return { libraries: null, bits: 64 };
  const loaded = new Set(modules.files);
  const libraries = Object.entries(libraryFiles).flatMap(([name, file]) => (loaded.has(file) ? [name] : []));
  return { libraries, bits: modules.bits };
}

/**
 * What a hook there must be told before it begins. A Windows program that has loaded none may load Direct3D at any moment, and the
 * hook reads once: DXGI is what nearly all of them use. Elsewhere a program without Windows’ libraries has no Direct3D.
 */
export function mustBeTold(
  { libraries }: Graphics,
  platform: NodeJS.Platform = process.platform,
): readonly ToldLibrary[] {
  if (libraries === null || (libraries.length === 0 && platform === 'win32')) return ['dxgi'];
  const files = new Set<string>(
    Object.entries(libraryFiles).flatMap(([name, file]) => (libraries.includes(name) ? [file] : [])),
  );
  return told.filter((library) => files.has(`${library}.dll`));
}
