import type { ReactNode } from 'react';

import { dxgiFormatName, otherFormats } from '../../protocol/dxgi';
import { defaultYuv, formatSourceText, type YuvCoding } from '../../protocol/reading';
import type { Producer } from '../../protocol/source';
import type { SessionState, SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import type { FrameReport } from '../worker/messages';

interface SourceDetailsProps {
  readonly update: SessionUpdate;
  readonly frame: FrameReport | null;
  /** Opens it anew, read another way. */
  readonly onOpen: (source: string) => void;
}

/** What the open source's header says, and where its newest frame came from. */
export function SourceDetails({ update, frame, onOpen }: SourceDetailsProps) {
  const { details, status } = useStrings();
  const { shape } = update;
  if (!shape) return null;
  return (
    <section className="details" aria-label={details.title} data-testid="details">
      <dl>
        <Row label={details.producer}>{details.producerOf(producerOf(update.state))}</Row>
        <Row label={details.layout}>{details.layouts[shape.layout]}</Row>
        <Row label={details.size}>{status.size(shape.width, shape.height)}</Row>
        <Row label={details.format}>{dxgiFormatName(shape.format)}</Row>
        {shape.format === otherFormats.NV12 && (
          <Row label={details.yuv}>
            <YuvChoice update={update} onOpen={onOpen} />
          </Row>
        )}
        {shape.layout === 'pipe' && (
          <Row label={details.frames}>
            <PaceChoice update={update} onOpen={onOpen} />
          </Row>
        )}
        <Row label={details.pitch}>{details.bytes(shape.pitch)}</Row>
        <Row label={details.flip}>{shape.flip ? details.bottomUp : details.topDown}</Row>
        <Row label={details.mapId}>{shape.mapId}</Row>
        <Row label={details.buffer}>{frame ? details.bufferNumber(frame.buffer) : details.unknown}</Row>
        <Row label={details.sequence}>{frame ? details.number(frame.sequence) : details.unknown}</Row>
        {frame?.lockHeldNs !== null && (
          <Row label={details.lockHeld}>{frame ? details.microseconds(frame.lockHeldNs) : details.unknown}</Row>
        )}
      </dl>
    </section>
  );
}

/** The header of a camera does not say how its colours are coded. */
function YuvChoice({ update, onOpen }: Omit<SourceDetailsProps, 'frame'>) {
  const { details } = useStrings();
  const { name, reading, shape } = update;
  const chosen = reading.yuv ?? defaultYuv;
  const choose = (value: string) => {
    const yuv = yuvCodings.find((coding) => keyOf(coding) === value) ?? defaultYuv;
    const layout = reading.layout ?? shape?.layout;
    onOpen(formatSourceText(name, { ...reading, yuv, ...(layout ? { layout } : {}) }));
  };
  return (
    <select
      className="inline"
      aria-label={details.yuv}
      value={keyOf(chosen)}
      onChange={(event) => choose(event.target.value)}
      data-testid="yuv"
    >
      {yuvCodings.map((coding) => (
        <option key={keyOf(coding)} value={keyOf(coding)}>
          {details.yuvCoding(coding)}
        </option>
      ))}
    </select>
  );
}

/** Of a pipe: every frame, at this viewer's pace; or the newest alone, at the producer's. */
function PaceChoice({ update, onOpen }: Omit<SourceDetailsProps, 'frame'>) {
  const { details } = useStrings();
  const { name, reading } = update;
  const choose = (value: string) =>
    onOpen(formatSourceText(name, { layout: 'pipe', ...(value === 'latest' ? { latest: true } : {}) }));
  return (
    <select
      className="inline"
      aria-label={details.frames}
      value={reading.latest ? 'latest' : 'every'}
      onChange={(event) => choose(event.target.value)}
      data-testid="pace"
    >
      <option value="every">{details.pace.every}</option>
      <option value="latest">{details.pace.latest}</option>
    </select>
  );
}

const yuvCodings: readonly YuvCoding[] = (['bt709', 'bt601'] as const).flatMap((matrix) =>
  (['limited', 'full'] as const).map((range) => ({ matrix, range })),
);

function keyOf({ matrix, range }: YuvCoding): string {
  return `${matrix} ${range}`;
}

function producerOf(state: SessionState): Producer | null {
  return state.kind === 'failed' || state.kind === 'searching' ? null : state.producer;
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}
