import type { ReactNode } from 'react';

import { dxgiFormatName } from '../../protocol/dxgi';
import type { Producer } from '../../protocol/source';
import type { SessionState, SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import type { FrameReport } from '../worker/messages';

/** What the open source's header says, and where its newest frame came from. */
export function SourceDetails({ update, frame }: { update: SessionUpdate; frame: FrameReport | null }) {
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
        <Row label={details.pitch}>{details.bytes(shape.pitch)}</Row>
        <Row label={details.flip}>{shape.flip ? details.yes : details.no}</Row>
        <Row label={details.mapId}>{shape.mapId}</Row>
        <Row label={details.buffer}>{frame ? details.bufferNumber(frame.buffer) : details.unknown}</Row>
        <Row label={details.sequence}>{frame ? details.number(frame.sequence) : details.unknown}</Row>
        <Row label={details.lockHeld}>{frame ? details.microseconds(frame.lockHeldNs) : details.unknown}</Row>
      </dl>
    </section>
  );
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
