import { ProgressBar } from 'react-aria-components';

import type { TaskReport } from '../../protocol/content';
import { useStrings } from '../strings/strings';

/** Work that one process gave another: how far it is, and whether both still live. */
export function TaskView({ report }: { report: TaskReport }) {
  const { task: strings } = useStrings();
  const { state, progress, owner, worker, requests, reason } = report;
  const isDeserted = (state === 'waiting' || state === 'running') && worker !== null && !worker.alive;
  const tone = isDeserted ? 'failed' : state;
  return (
    <div className="content">
      <div className="content-panel task">
        <ProgressBar className={`progress ${tone}`} value={progress * 100} aria-label={strings.progress}>
          {({ percentage = 0 }) => (
            <>
              <strong data-testid="task-state">{isDeserted ? strings.deserted : strings.states[state]}</strong>
              <span className="percent" data-testid="task-progress">
                {strings.percent(percentage)}
              </span>
              <progress aria-hidden="true" value={percentage} max={100} />
            </>
          )}
        </ProgressBar>
        {reason && (
          <p className="reason" data-testid="task-reason">
            {strings.reason(reason)}
          </p>
        )}
        <dl>
          <dt>{strings.owner}</dt>
          <dd>{strings.side(owner)}</dd>
          <dt>{strings.worker}</dt>
          <dd>{worker ? strings.side(worker) : strings.noWorker}</dd>
          <dt>{strings.requests}</dt>
          <dd>{strings.count(requests)}</dd>
        </dl>
      </div>
    </div>
  );
}
