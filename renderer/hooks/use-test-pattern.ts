import { useCallback, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import type { AppInfo } from '../../protocol/ipc';
import type { Shell } from '../shell/shell';

/** A producer of the program's own, for whoever has none at hand. */
export interface TestPatternControl {
  /** Its mapping's name while it runs. */
  readonly name: string | null;
  readonly isStarting: boolean;
  /** Starts it and opens what it writes. */
  start(): void;
  /** Ends it, and closes it where it is the open source. */
  stop(): void;
}

interface Parts {
  readonly shell: Shell;
  readonly info: AppInfo | null;
  /** The open source's name. */
  readonly openName: string | null;
  readonly open: (name: string) => void;
  readonly close: () => void;
  readonly report: (error: ErrorInfo | null) => void;
}

export function useTestPattern({ shell, info, openName, open, close, report }: Parts): TestPatternControl {
  // Undefined until this page has started or stopped one: the shell may have one from before the page was loaded.
  const [own, setName] = useState<string | null>();
  const name = own === undefined ? (info?.testPattern ?? null) : own;
  const [isStarting, setStarting] = useState(false);
  const isBusy = useRef(false);
  const start = useCallback(() => {
    if (isBusy.current) return;
    isBusy.current = true;
    setStarting(true);
    const started = (mapping: string) => {
      setName(mapping);
      open(mapping);
    };
    shell
      .startTestPattern()
      .then(started, (thrown: unknown) => report(toErrorInfo(thrown, 'start', 'test pattern')))
      .finally(() => {
        isBusy.current = false;
        setStarting(false);
      });
  }, [shell, open, report]);
  const stop = useCallback(() => {
    if (name !== null && openName === name) close();
    setName(null);
    shell.stopTestPattern().catch((thrown: unknown) => report(toErrorInfo(thrown, 'stop', 'test pattern')));
  }, [shell, name, openName, close, report]);
  return { name, isStarting, start, stop };
}
