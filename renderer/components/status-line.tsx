import type { ReactNode } from 'react';

import { dxgiFormatName, dxgiFormats } from '../../protocol/dxgi';
import type { AppInfo } from '../../protocol/ipc';
import type { SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';

interface StatusLineProps {
  readonly update: SessionUpdate | null;
  readonly info: AppInfo | null;
}

/** One line of figures: what professionals keep an eye on. */
export function StatusLine({ update, info }: StatusLineProps) {
  const { status } = useStrings();
  return (
    <footer className="status" aria-label={status.label} data-testid="status">
      {update && <Figures update={update} />}
      <span className="spring" />
      {info?.sandboxed === false && (
        <Cell name="sandbox" tone="warn" hint={status.noSandboxHint}>
          {status.noSandbox}
        </Cell>
      )}
      <Cell name="version">{info?.version}</Cell>
    </footer>
  );
}

function Figures({ update }: { update: SessionUpdate }) {
  const { state, status } = useStrings();
  const { counters, shape, transport } = update;
  const mark = (count: number) => (count > 0 ? 'warn' : undefined);
  return (
    <>
      <Cell name="state" tone={update.state.kind}>
        {state.names[update.state.kind]}
      </Cell>
      <Figure name="source-fps" label={status.source} value={`${status.fps(update.sourceFps)} ${status.fpsUnit}`} />
      <Figure name="drawn-fps" label={status.drawn} value={`${status.fps(update.drawnFps)} ${status.fpsUnit}`} />
      {shape && (
        <Cell name="shape">
          {status.size(shape.width, shape.height)} {dxgiFormatName(shape.format)}
        </Cell>
      )}
      {shape && <ColorNote format={shape.format} />}
      <Figure name="latency" label={status.latency} value={status.ms(update.latencyMs)} />
      <Figure name="overtaken" label={status.overtaken} value={counters.overtaken} hint={status.overtakenHint} />
      <Figure name="contended" label={status.contended} value={counters.contended} hint={status.contendedHint} />
      <Figure
        name="suspect"
        label={status.suspect}
        value={counters.suspect}
        hint={status.suspectHint}
        tone={mark(counters.suspect)}
      />
      <Figure name="reopened" label={status.reopened} value={counters.reopened} hint={status.reopenedHint} />
      {transport && (
        <Cell name="transport" hint={transport.reason ?? status.transportHint[transport.name]}>
          {status.transport[transport.name]}
        </Cell>
      )}
    </>
  );
}

/** What is assumed or lost on the way to 8-bit sRGB is never silent. */
function ColorNote({ format }: { format: number }) {
  const { status } = useStrings();
  if (format === dxgiFormats.R10G10B10A2_UNORM.number) {
    return (
      <Cell name="color" tone="warn" hint={status.assumedSrgbHint}>
        {status.assumedSrgb}
      </Cell>
    );
  }
  const isFloat = format === dxgiFormats.R16G16B16A16_FLOAT.number || format === dxgiFormats.R32G32B32A32_FLOAT.number;
  if (!isFloat) return null;
  return (
    <Cell name="color" tone="warn" hint={status.clippedHint}>
      {status.clipped}
    </Cell>
  );
}

interface CellProps {
  readonly name: string;
  readonly hint?: string;
  readonly tone?: string | undefined;
  readonly children: ReactNode;
}

function Cell({ name, hint, tone, children }: CellProps) {
  return (
    <span className={`cell ${tone ?? ''}`} title={hint} data-testid={`status-${name}`}>
      {children}
    </span>
  );
}

function Figure({ label, value, ...cell }: Omit<CellProps, 'children'> & { label: string; value: string | number }) {
  return (
    <Cell {...cell}>
      <span className="label">{label}</span> <span className="value">{value}</span>
    </Cell>
  );
}
