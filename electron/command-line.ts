import { app } from 'electron';

import type { TransportName } from '../protocol/session';

/** What the app was started with, beyond Chromium's own switches. */
export interface CommandLine {
  /** `--transport=port|ring` */
  readonly forcedTransport: TransportName | null;
  /** `--measure`: the viewer reads the producer's stamps back after drawing. */
  readonly measure: boolean;
  /** `--source=NAME`: opened at the start. */
  readonly initialSource: string | null;
  readonly sandboxed: boolean;
}

export function readCommandLine(): CommandLine {
  const { commandLine } = app;
  const transport = commandLine.getSwitchValue('transport');
  return {
    forcedTransport: transport === 'port' || transport === 'ring' ? transport : null,
    measure: commandLine.hasSwitch('measure'),
    initialSource: commandLine.getSwitchValue('source') || null,
    sandboxed: !commandLine.hasSwitch('no-sandbox'),
  };
}
