import { prepareStorm } from '../storm.mjs';
import { findProgram, run } from './run.mjs';

const shortKills = '150';
const longestMs = 600_000;

/** The kill storm in a short form; and a producer that takes no locks, in which it must find torn pictures. */
export async function runStorm(tally) {
  if (process.platform !== 'linux') return tally.skip('kill storm', 'its producers are written for Linux');
  if (!findProgram('Xvfb')) return tally.skip('kill storm', 'apt-get install xvfb');
  const [command, ...args] = await prepareStorm({ withWindow: true });
  const options = { quiet: true, timeoutMs: longestMs };
  const { code, output } = await run(command, [...args, '--kills', shortKills], options);
  tally.check('kill storm', code === 0, output);
  const withoutApp = args.slice(0, args.indexOf('--app'));
  const env = { ...process.env, STORM_WITHOUT_LOCKS: '1' };
  const wrong = await run(command, [...withoutApp, '--kills', '30'], { ...options, env });
  const isFound = wrong.code === 1 && /^tornUnmarked\s+[1-9]/m.test(wrong.output);
  return tally.check('kill storm: a producer without locks is found out', isFound, wrong.output);
}
