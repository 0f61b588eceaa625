/** How this program runs one of its own commands: the words in front of it. */
export function ownCommand(): readonly string[] {
  const script = process.argv[1] ?? '';
  if (!process.versions['electron']) return [process.execPath, script];
  // The packaged app is its own executable; before that, Electron is told first which folder is the app.
  const isPackaged = Reflect.get(process, 'defaultApp') !== true;
  const app = isPackaged ? [] : process.argv.slice(1).filter((word) => !word.startsWith('-'));
  const switches = process.argv.filter((word) => word === '--no-sandbox');
  // An AppImage and a portable executable are there, unpacked, for as long as they run: the guard outlives us.
  const outer = isPackaged ? (process.env['APPIMAGE'] ?? process.env['PORTABLE_EXECUTABLE_FILE']) : undefined;
  return [outer ?? process.execPath, ...app.slice(0, 1), ...switches];
}
