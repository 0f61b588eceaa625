import { useCallback, useEffect, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../../protocol/errors';
import { noUpdate, type UpdateChoice, type UpdateView } from '../../protocol/update';
import type { Shell } from '../shell/shell';

export interface UpdateControl {
  readonly view: UpdateView;
  readonly choose: (choice: UpdateChoice) => void;
}

/** What the shell tells of newer versions. */
export function useUpdate(shell: Shell, report: (error: ErrorInfo) => void): UpdateControl {
  const [view, setView] = useState<UpdateView>(noUpdate);
  useEffect(() => {
    let wasTold = false;
    const leave = shell.onUpdateChanged((told) => {
      wasTold = true;
      setView(told);
    });
    // A newer view may have been told before the answer comes; a server that is gone is told elsewhere.
    shell.readUpdate().then(
      (read) => wasTold || setView(read),
      () => {},
    );
    return leave;
  }, [shell]);
  const choose = useCallback(
    (choice: UpdateChoice) => {
      shell.chooseUpdate(choice).catch((thrown: unknown) => report(toErrorInfo(thrown, 'update', 'Framelatch')));
    },
    [shell, report],
  );
  return { view, choose };
}
