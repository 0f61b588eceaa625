import { NamedMutex } from '../native/index';

/*
 * Windows replaces no file of a running program. So while the installer or the uninstaller is at work it keeps this mutex
 * (native/setup/windows/closing.h), and every process of the installed program ends by itself: attachments are undone, `serve` closes its
 * pages, objects are removed. Nobody is killed, and the name goes with whoever asked.
 */

export const setupMutexName = 'FramelatchSetup';
const lookMs = 250;

/**
 * Calls `end` once, when a setup program is there, and looks no more then. Keeps no process alive.
 * @param look whether it is there
 */
export function onSetup(end: () => void, look = () => NamedMutex.isKept(setupMutexName)): void {
  const timer = setInterval(() => {
    if (!look()) return;
    clearInterval(timer);
    end();
  }, lookMs);
  timer.unref();
}
