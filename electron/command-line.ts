import { resolve } from 'node:path';

import { app } from 'electron';

import { formatSourceText, parseSourceText } from '../protocol/reading';
import type { TransportName } from '../protocol/session';
import { strings } from './strings';

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

/** Null, after saying what is wrong, when the switches make no sense. */
export function readCommandLine(): CommandLine | null {
  const { commandLine } = app;
  const transport = commandLine.getSwitchValue('transport');
  if (transport !== '' && transport !== 'port' && transport !== 'ring') {
    process.stderr.write(`${strings.transportUnknown(transport)}\n`);
    return null;
  }
  return {
    forcedTransport: transport || null,
    measure: commandLine.hasSwitch('measure'),
    initialSource: commandLine.getSwitchValue('source') || null,
    sandboxed: !commandLine.hasSwitch('no-sandbox'),
  };
}

/** A source for another process: a relative path means this one's folder. */
export function absoluteSource(text: string): string {
  try {
    const { name, reading } = parseSourceText(text);
    return name.includes('/') ? formatSourceText(resolve(name), reading) : text;
  } catch {
    // Words that mean nothing: whoever opens it says so.
    return text;
  }
}
