/* Every text that the shell itself shows: menu, dialogs, what it writes to a terminal. Another language is another of these. */
const en = {
  appName: 'Framelatch',
  menu: {
    source: '&Source',
    open: 'Open…',
    closeSource: 'Close Source',
    saveSnapshot: 'Save Picture…',
    view: '&View',
    fit: 'Fit to Window',
    actualSize: 'Actual Size',
    pixelated: 'Pixelated',
  },
  pictures: 'PNG picture',
  failedTitle: 'Framelatch failed',
  failed: (details: string) => `Framelatch failed: ${details}\nPlease report this with the steps that led to it.`,
  pageKeepsFailing: (reason: string) =>
    `The viewer's page ended twice within seconds (${reason}). Start Framelatch again; --transport=port leaves the frame ring out.`,
  settingsUnreadable: (path: string, reason: string) =>
    `The settings in ${path} cannot be read (${reason}): defaults are used, and the file is kept as ${path}.bad.`,
  settingsUnwritable: (path: string, reason: string) =>
    `The settings cannot be kept in ${path} (${reason}): they end with this run.`,
  transportUnknown: (given: string) => `--transport=${given}: found '${given}', expected 'ring' or 'port'.`,
};

export const strings: typeof en = en;
