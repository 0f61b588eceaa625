import type { Configuration } from 'electron-builder';

import { electronFuses } from './fuses';

export { wrongFuses } from './fuses';

export interface PackagingOptions {
  /** Of the Electron that goes in. */
  readonly electronVersion: string;
  /** A folder with that Electron, unpacked or as its archive. */
  readonly electronFolder: string;
  /** Where packages go, relative to the project. */
  readonly output: string;
  /** Test drivers may attach to it. */
  readonly isTestBuild: boolean;
  /** Of Framelatch, in place of package.json's. */
  readonly version: string | null;
  /** Where newer versions are announced, and the key that they are signed by (scripts/dist/feed.mjs). */
  readonly update: { readonly feed: string; readonly publicKey: string } | null;
}

/**
 * How electron-builder makes the app's folder for each system; every package is made from that folder by scripts/dist. There
 * is none for macOS: named objects and locks there have not been written.
 */
export function configuration(options: PackagingOptions): Configuration {
  const { electronVersion, electronFolder, output, isTestBuild, version, update } = options;
  return {
    appId: 'app.framelatch.viewer',
    productName: 'Framelatch',
    copyright: 'The Framelatch developers, MIT licence',
    directories: { output, buildResources: 'build' },
    electronVersion,
    electronDist: electronFolder,
    // The addon is built by scripts/build.mjs; one binary serves Node and Electron.
    npmRebuild: false,
    // Everything is bundled: no module folder goes in, nor sources, tests or source maps.
    files: [
      'package.json',
      'out/main/*.cjs',
      'out/preload/*.cjs',
      'out/worker/*.cjs',
      'build/icons/256x256.png',
      'out/renderer/**',
      '!**/*.map',
      '!node_modules',
    ],
    // Ours, everybody else's, and what the app is made of (scripts/dist/notices.mjs).
    extraFiles: [
      { from: 'LICENSE', to: 'LICENSE.txt' },
      { from: 'out/notices', to: '.' },
    ],
    asar: true,
    // A shared library is loaded from a file of its own, and so is a program.
    asarUnpack: ['**/*.node', '**/*.exe'],
    electronFuses: electronFuses(electronVersion, isTestBuild),
    electronLanguages: ['en-US', 'ko', 'zh-CN'],
    publish: null,
    // Electron names its windows after it, so that a desktop finds the entry and its icon.
    extraMetadata: {
      homepage,
      desktopName: 'framelatch.desktop',
      ...(version && { version }),
      ...(update && { update }),
    },
    ...linux,
    ...windows,
  };
}

// Of the system that is packaged for: ${platform} would be the one that packages.
function addonFor(platform: NodeJS.Platform): string[] {
  return [`out/native/${platform}-\${arch}/framelatch.node`];
}

// example.* belongs to nobody (RFC 2606): a publisher puts its own here.
const homepage = 'https://framelatch.example';

const linux: Configuration = {
  linux: {
    files: addonFor('linux'),
    executableName: 'framelatch',
    // Of our own, and only when a user gives it: the sandbox is never dropped in silence.
    executableArgs: [],
    extraFiles: [
      // The launcher, and what it says when something is missing.
      ...['framelatch', 'obstacles', 'libraries'].map((name) => ({ from: `build/linux/${name}`, to: `bin/${name}` })),
      // The manual page, and completions for shells (scripts/dist/manual.mjs).
      { from: 'out/share', to: 'share' },
    ],
  },
};

// What finds Direct3D's functions for programs of each bitness; one that was not built is not missed.
const offsetsHelpers = ['out/native/win32-${arch}/framelatch-offsets*.exe'];

const windows: Configuration = {
  win: {
    files: [...addonFor('win32'), ...offsetsHelpers],
    icon: 'build/icon.ico',
    extraFiles: [{ from: 'build/windows/framelatch.cmd', to: 'bin/framelatch.cmd' }],
  },
};
