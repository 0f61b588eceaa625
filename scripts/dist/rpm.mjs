import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { findProgram, Refusal } from '../lib/run.mjs';
import { description, homepage, summary } from './about.mjs';
import { needsObstacle, rpmRequires, systemLibraries } from './linux-needs.mjs';
import { appFolder, filesBelow, runPacker, setUpFiles, withLinuxTree } from './linux-tree.mjs';

export const rpmObstacle = () => (findProgram('rpmbuild') ? needsObstacle() : 'apt-get install rpm');

const licence = 'usr/share/licenses/framelatch/LICENSE';

const repeated = (field, values) => values.map((value) => `${field}: ${value}\n`).join('');

/** One file that says all of a package; what is in it has been laid out before. */
function spec(app, needs, tree, rpms) {
  // The app's folder belongs to it, the others to the system.
  const besides = filesBelow(tree).filter((file) => !file.startsWith(`${appFolder}/`) && file !== licence);
  return `# A release has the format that every rpm reads; packages for tests are packed quickly. Nothing is stripped or rewritten.
%define _binary_payload ${app.suffix ? 'w1.gzdio' : 'w6.xzdio'}
%define __os_install_post %{nil}
%define debug_package %{nil}
%define _build_id_links none
%define _buildhost framelatch.example
%define _rpmdir ${rpms}
%define _rpmfilename framelatch.rpm
Name: framelatch
Version: ${app.version.replace('-', '~')}
Release: 1
Summary: ${summary}
License: MIT
URL: ${homepage}
AutoReqProv: no
${repeated('Requires', ['/bin/sh', ...rpmRequires(needs)])}Requires(post): util-linux
${repeated('Recommends', ['libEGL.so.1()(64bit)', 'libGL.so.1()(64bit)'])}
%description
${description.join('\n')}

%install
cp -a --link '${tree}/.' '%{buildroot}'

%post
/usr/lib/framelatch/sandbox install

%preun
if [ "$1" = 0 ]; then /usr/lib/framelatch/sandbox remove; fi

%files
%defattr(-,root,root)
/${appFolder}
/usr/bin/framelatch
%license /${licence}
${besides.map((file) => `/${file}`).join('\n')}
`;
}

/** A package for Fedora, openSUSE and their kin. */
export async function makeRpm(app, file) {
  const needs = await systemLibraries(app.folder);
  await withLinuxTree(app, [...setUpFiles, ['LICENSE', licence]], async (tree, scratch) => {
    if (/[\s%]/.test(scratch)) throw new Refusal(`rpmbuild takes no blank and no % in a path: ${scratch}`);
    const rpms = join(scratch, 'rpms');
    mkdirSync(rpms);
    const specFile = join(scratch, 'framelatch.spec');
    writeFileSync(specFile, spec(app, needs, tree, rpms));
    const folders = ['--define', `_topdir ${join(scratch, 'build')}`, '--buildroot', join(scratch, 'root')];
    await runPacker('rpmbuild', ['-bb', '--target', 'x86_64-linux', ...folders, specFile]);
    renameSync(join(rpms, 'framelatch.rpm'), file);
  });
}
