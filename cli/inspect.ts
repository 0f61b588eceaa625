import type { Command } from 'commander';

import { createEngine, inspectHook, type HookFacts, type Inspection } from '../engine/index';
import { verdictOf } from '../engine/explain';
import { codingText, pictureRemarks } from '../engine/explain-picture';
import { dxgiFormatName } from '../protocol/dxgi';
import type { MutexState } from '../protocol/source';
import { seePicture, type SeenPicture } from './inspect-picture';
import { layoutOption, sourceArgument, withLayout } from './options';
import { escapeText, print, style, table } from './text';

export function addInspectCommand(program: Command): void {
  program
    .command('inspect')
    .description('Show every header field, both mutexes, the producer, and a plain verdict; acquires nothing')
    .argument('<name>', sourceArgument)
    .addOption(layoutOption())
    .option('--json', 'print one JSON object')
    .action(inspect);
}

async function inspect(typed: string, { json, layout }: { json?: true; layout?: string }): Promise<void> {
  const engine = createEngine();
  const { name, ...reading } = await engine.resolve(withLayout(typed, layout));
  try {
    const inspection = await engine.inspect({ name, ...reading });
    const seen = await seePicture(engine, inspection, reading);
    const hook = await inspectHook(inspection);
    const verdict = verdictOf(inspection, seen ? pictureRemarks(seen.picture) : []);
    const coding = seen?.coding ?? null;
    const picture = seen && { ...seen.picture, hash: seen.hash, suspect: seen.suspect, lock: seen.lock };
    if (json)
      print(JSON.stringify({ ...inspection, ...(hook ? { hook } : {}), picture, coding, verdict }, bigintAsText));
    else print(describe(inspection, hook, seen, verdict));
  } finally {
    engine.close();
  }
}

function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}

/** In place of a producer that is not seen. */
const nobody = {
  running: 'a process that cannot be seen from here',
  gone: 'no process writes it',
  unknown: 'unknown',
} as const;

function describe(inspection: Inspection, hook: HookFacts | null, seen: SeenPicture | null, verdict: string): string {
  const { name, layout, fields, mappingBytes, texture, mutexes, keepAlive, producer, liveness } = inspection;
  const rows: string[][] = Object.entries(fields).map(([field, value]) => [`  ${field}`, fieldText(field, value)]);
  const objects = [
    ...(keepAlive
      ? [['  texture', texture ? `${texture.name}, ${texture.mappingBytes} bytes` : 'could not be opened']]
      : []),
    ...(texture ? Object.entries(texture.header).map(([field, value]) => [`  ${field}`, String(value)]) : []),
    ...mutexes.map((mutex, index) => [`  mutex ${index + 1}`, mutexText(mutex)]),
    ...(keepAlive ? [['  keep-alive', keepAliveText(keepAlive, hook)]] : []),
    ...(hook ? [['  offsets', offsetsText(hook)]] : []),
    ...(seen ? [['  picture', pictureText(seen)]] : []),
    ['  producer', producer ? `${producer.name} (pid ${producer.pid})` : nobody[liveness]],
  ];
  const title = `${style(escapeText(name), 'bold')}  ${layout}, ${mappingBytes} bytes`;
  return [
    title,
    '',
    ...(rows.length ? [table([['  FIELD', 'VALUE'], ...rows]), ''] : []),
    table([['  OBJECT', 'STATE'], ...objects.map((cells) => cells.map(escapeText))]),
    '',
    escapeText(verdict),
  ].join('\n');
}

/** Seen beside its lock, and so marked. */
function pictureText({ picture, coding, hash, suspect }: SeenPicture): string {
  const seen = suspect ? 'written to meanwhile' : hash;
  const words = [seen, ...pictureRemarks(picture), ...(coding ? [codingText(coding)] : [])];
  return `${words.join(', ')} (seen without a lock)`;
}

function fieldText(field: string, value: number | bigint | boolean | string): string {
  return field === 'format' ? `${value} ${dxgiFormatName(Number(value))}` : String(value);
}

/** As `attach` names who has it; on Windows a mutex that is kept may be locked by nobody. */
function keepAliveText(keepAlive: MutexState, hook: HookFacts | null): string {
  const keeper = hook?.keeper;
  return keeper ? `held by ${keeper.name} (process ${keeper.pid})` : mutexText(keepAlive);
}

function offsetsText({ offsets, libraries }: HookFacts): string {
  const seen = libraries?.length ? ` (it has loaded ${libraries.join(', ')})` : '';
  return `${offsets === 'not-needed' ? 'not needed' : offsets}${seen}`;
}

function mutexText(mutex: MutexState): string {
  if (mutex.state !== 'held' && mutex.state !== 'abandoned') return mutex.state;
  return mutex.by === null ? mutex.state : `${mutex.state} by pid ${mutex.by}`;
}
