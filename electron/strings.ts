/* Every text that the shell itself shows: menu, dialogs, what it writes to a terminal. Another language is another of these. */
const en = {
  appName: 'Framelatch',
  menu: {
    source: '&Source',
    open: 'Open…',
    openFile: 'Open File…',
    testPattern: 'Test Pattern',
    closeSource: 'Close Source',
    saveSnapshot: 'Save Picture…',
    view: '&View',
    fit: 'Fit to Window',
    actualSize: 'Actual Size',
    pixelated: 'Pixelated',
    checkForUpdates: 'Check for Updates…',
    checkDaily: 'Check at Start and Daily',
  },
  fileQuestion: {
    title: 'Open this file?',
    why: 'The viewer shows what it holds. Only files that you choose are opened.',
    open: 'Open',
    leave: 'Do Not Open',
    choose: 'Open File',
  },
  pictures: 'PNG picture',
  failedTitle: 'Framelatch failed',
  failed: (details: string) => `Framelatch failed: ${details}\nPlease report this with the steps that led to it.`,
  pageFailed: (reason: string, count: number) =>
    `The viewer's page ended (${reason}), ${count === 1 ? 'once' : `${count} times`} within a minute. --transport=port leaves the frame ring out.`,
  userDataUnwritable: (path: string, reason: string) =>
    `Nothing can be written in ${path} (${reason}): this run's settings end with it.`,
  updatesWrong: (reason: string) =>
    `This package was made with a feed for updates that cannot be used (${reason}): there are none.`,
  transportUnknown: (given: string) => `--transport=${given}: found '${given}', expected 'ring' or 'port'.`,
};

export const strings: typeof en = en;
