import type { Configuration } from 'electron-builder';

import { electronFuses } from './fuses';

export { wrongFuses } from './fuses';

export interface PackagingOptions {
  /** Of the Electron that goes in. */
  readonly electronVersion: string;
  /** A folder with that Electron, unpacked; null lets electron-builder fetch it. */
  readonly electronFolder: string | null;
  /** Where packages go, relative to the project. */
  readonly output: string;
  /** Test drivers may attach to it. */
  readonly isTestBuild: boolean;
}

/** How Framelatch is packaged for every system. */
export function configuration(options: PackagingOptions): Configuration {
  const { electronVersion, electronFolder, output, isTestBuild } = options;
  return {
    appId: 'app.framelatch.viewer',
    productName: 'Framelatch',
    copyright: 'The Framelatch developers, MIT licence',
    directories: { output, buildResources: 'build' },
    electronVersion,
    ...(electronFolder ? { electronDist: electronFolder } : {}),
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
    asar: true,
    // A shared library is loaded from a file of its own, and so is a program.
    asarUnpack: ['**/*.node', '**/*.exe'],
    electronFuses: electronFuses(electronVersion, isTestBuild),
    electronLanguages: ['en-US', 'ko', 'zh-CN'],
    artifactName: 'Framelatch-${version}-${os}-${arch}.${ext}',
    publish: null,
    ...linux,
    ...windows,
    ...macos,
  };
}

// Of the system that is packaged for: ${platform} would be the one that packages.
function addonFor(platform: NodeJS.Platform): string[] {
  return [`out/native/${platform}-\${arch}/framelatch.node`];
}

// A deb must name both; example.* belongs to nobody (RFC 2606), so a publisher puts its own here.
const homepage = 'https://framelatch.example';
const maintainer = 'The Framelatch developers <maintainers@framelatch.example>';

const linux: Configuration = {
  // Electron names its windows after it, so that a desktop finds the entry and its icon.
  extraMetadata: { homepage, desktopName: 'framelatch.desktop' },
  linux: {
    files: addonFor('linux'),
    target: ['AppImage', 'deb'],
    executableName: 'framelatch',
    icon: 'build/icons',
    category: 'AudioVideo',
    synopsis: 'Live viewer for frames in shared memory',
    description: 'Shows, live, the frames that another process writes into named shared memory.',
    maintainer,
    syncDesktopName: true,
    desktop: { entry: { Keywords: 'capture;frames;shared memory;debug;' } },
    // Of our own, and only when a user gives it: the sandbox is never dropped in silence.
    executableArgs: [],
    extraFiles: [{ from: 'build/linux/framelatch', to: 'bin/framelatch' }],
  },
  deb: {
    packageCategory: 'video',
    priority: 'optional',
    afterInstall: 'build/linux/after-install.tpl',
    afterRemove: 'build/linux/after-remove.tpl',
  },
};

// What finds Direct3D's functions for programs of each bitness; one that was not built is not missed.
const offsetsHelpers = ['out/native/win32-${arch}/framelatch-offsets*.exe'];

const windows: Configuration = {
  win: {
    files: [...addonFor('win32'), ...offsetsHelpers],
    target: ['nsis', 'portable'],
    icon: 'build/icon.ico',
    extraFiles: [{ from: 'build/windows/framelatch.cmd', to: 'bin/framelatch.cmd' }],
  },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    artifactName: 'Framelatch-${version}-win-${arch}-setup.${ext}',
  },
  portable: { artifactName: 'Framelatch-${version}-win-${arch}-portable.${ext}' },
};

const macos: Configuration = {
  mac: {
    files: addonFor('darwin'),
    target: ['dmg'],
    icon: 'build/icon.png',
    category: 'public.app-category.developer-tools',
  },
};
