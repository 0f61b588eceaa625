import { appImageObstacle, makeAppImage } from './appimage.mjs';
import { makeTarball, makeZip, tarObstacle, zipObstacle } from './archives.mjs';
import { debObstacle, makeDeb } from './deb.mjs';
import { makeRpm, rpmObstacle } from './rpm.mjs';
import { installerObstacle, makeInstaller } from './windows-installer.mjs';

/**
 * Every kind of package: `obstacle(app)` says why it cannot be made on this machine, and what would mend that, or null;
 * `make(app, file)` makes it from an app's folder.
 */
export const kinds = [
  {
    name: 'tar.gz',
    system: 'linux',
    about: 'the folder, for any Linux',
    fileName: ({ version, suffix }) => `Framelatch-${version}${suffix}-linux-x64.tar.gz`,
    obstacle: tarObstacle,
    make: makeTarball,
  },
  {
    name: 'deb',
    system: 'linux',
    about: 'for Debian and Ubuntu',
    fileName: ({ version, suffix }) => `framelatch_${version}${suffix}_amd64.deb`,
    obstacle: debObstacle,
    make: makeDeb,
  },
  {
    name: 'rpm',
    system: 'linux',
    about: 'for Fedora, openSUSE and their kin',
    fileName: ({ version, suffix }) => `framelatch-${version}${suffix}.x86_64.rpm`,
    obstacle: rpmObstacle,
    make: makeRpm,
  },
  {
    name: 'AppImage',
    system: 'linux',
    about: 'one file to start, for any Linux',
    fileName: ({ version, suffix }) => `Framelatch-${version}${suffix}-x86_64.AppImage`,
    obstacle: appImageObstacle,
    make: makeAppImage,
  },
  {
    name: 'windows-zip',
    system: 'windows',
    about: 'the folder, for Windows: portable',
    fileName: ({ version, suffix }) => `Framelatch-${version}${suffix}-win-x64-portable.zip`,
    obstacle: zipObstacle,
    make: makeZip,
  },
  {
    name: 'windows-setup',
    system: 'windows',
    about: 'the installer for Windows, for one user',
    fileName: ({ version, suffix }) => `Framelatch-${version}${suffix}-win-x64-setup.exe`,
    obstacle: installerObstacle,
    make: makeInstaller,
  },
];
