import { memo } from 'react';
import { Button, Toolbar } from 'react-aria-components';

import { dxgiFormatName } from '../../protocol/dxgi';
import type { ColorTheme, Settings } from '../../protocol/ipc';
import type { SessionUpdate, TransportStatus } from '../../protocol/session';
import type { ViewerState } from '../hooks/use-viewer';
import { useStrings } from '../strings/strings';
import { doubtOf } from './state-strip';
import { Hint, Note } from './hint';
import { ThemeIcon } from './icons';

/** One line of figures: what professionals keep an eye on. One tab stop; the arrow keys go from figure to figure. */
export function StatusLine({ viewer }: { viewer: ViewerState }) {
  const { status } = useStrings();
  const { update, info, settings, changeSettings } = viewer;
  return (
    <footer className="status" data-testid="status">
      <Toolbar className="figures" aria-label={status.label}>
        {update && <Figures update={update} />}
        <span className="spring" />
        {info?.sandboxed === false && (
          <Note className="cell warn" hint={status.noSandboxHint} testId="status-sandbox">
            {status.noSandbox}
          </Note>
        )}
        <span className="cell quiet version" data-testid="status-version">
          {info && status.version(info.version)}
        </span>
        <ThemeButton theme={settings.theme} onChange={changeSettings} />
      </Toolbar>
    </footer>
  );
}

function Figures({ update }: { update: SessionUpdate }) {
  const { state } = useStrings();
  return (
    <>
      <span className={`cell state ${update.state.kind} ${doubtOf(update)}`} data-testid="status-state">
        {state.names[update.state.kind]}
      </span>
      {!update.content && <PictureFigures update={update} />}
    </>
  );
}

/** What there is to count of pictures. */
function PictureFigures({ update }: { update: SessionUpdate }) {
  const { status } = useStrings();
  const { counters, shown, shape, transport } = update;
  const told = shown ?? shape;
  return (
    <>
      <Figure name="source-fps" label={status.source} hint={status.sourceHint}>
        {status.fps(update.sourceFps)}
      </Figure>
      <Figure name="drawn-fps" label={status.drawn} hint={status.drawnHint}>
        {status.fps(update.drawnFps)}
      </Figure>
      <Figure name="latency" label={status.latency} hint={status.latencyHint}>
        {status.ms(update.latencyMs)}
      </Figure>
      {told && (
        <span className="cell shape" data-testid="status-shape">
          {status.size(told.width, told.height)} {dxgiFormatName(told.format)}
        </span>
      )}
      <Count name="overtaken" value={counters.overtaken} />
      <Count name="contended" value={counters.contended} />
      <Count name="suspect" value={counters.suspect} isWarning />
      <Count name="reopened" value={counters.reopened} />
      {transport && <Transport name={transport.name} reason={transport.reason} />}
    </>
  );
}

type CountName = 'overtaken' | 'contended' | 'suspect' | 'reopened';

function Count({ name, value, isWarning = false }: { name: CountName; value: number; isWarning?: boolean }) {
  const { status } = useStrings();
  const tone = value === 0 ? 'zero' : isWarning ? 'warn' : '';
  return (
    <Figure name={name} label={status[name]} hint={status[`${name}Hint`]} tone={tone}>
      {status.count(value)}
    </Figure>
  );
}

function Transport({ name, reason }: TransportStatus) {
  const { status } = useStrings();
  const hint = status.transportHint[name];
  return (
    <Note
      className="cell"
      hint={reason === null ? hint : status.transportReason(hint, reason)}
      testId="status-transport"
    >
      {status.transport[name]}
    </Note>
  );
}

interface FigureProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly tone?: string;
  readonly children: string;
}

/** A figure with its tooltip: rendered when it changed, not whenever another did. */
const Figure = memo(function Figure({ name, label, hint, tone = '', children }: FigureProps) {
  return (
    <Note className={`cell ${tone}`} hint={hint} testId={`status-${name}`}>
      <span className="label">{label}</span> <span className={`value ${name}`}>{children}</span>
    </Note>
  );
});

const themes: readonly ColorTheme[] = ['system', 'dark', 'light'];

interface ThemeButtonProps {
  readonly theme: ColorTheme;
  readonly onChange: (change: Partial<Settings>) => void;
}

const ThemeButton = memo(function ThemeButton({ theme, onChange }: ThemeButtonProps) {
  const { theme: strings } = useStrings();
  const text = `${strings.label}: ${strings.names[theme]}`;
  const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'system';
  return (
    <Hint text={text}>
      <Button className="cell theme" aria-label={text} onPress={() => onChange({ theme: next })} data-testid="theme">
        <ThemeIcon />
      </Button>
    </Hint>
  );
});
