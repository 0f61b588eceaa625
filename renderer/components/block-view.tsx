import { useState, type ComponentProps } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';

import {
  textEncodings,
  type BlockReport,
  type ContentPicture,
  type ContentSettings,
  type TextEncoding,
} from '../../protocol/content';
import { pictureKind } from '../../protocol/content-kind';
import { hexDump } from '../hex-dump';
import { useContentBytes } from '../hooks/use-content-bytes';
import { useStrings } from '../strings/strings';
import { EncodedPicture } from './encoded-picture';
import { RawPicture } from './raw-picture';

interface BlockViewProps {
  readonly report: BlockReport;
  readonly onChoose: (settings: ContentSettings) => void;
  readonly readBytes: () => Promise<string | null>;
  readonly readPicture: (words: string) => Promise<ContentPicture>;
}

const guess = 'guess';

/** A checked block: what is to be known of it in one line, then its content as text, bytes or a picture. */
export function BlockView({ report, onChoose, readBytes, readPicture }: BlockViewProps) {
  const { content: strings } = useStrings();
  const [tab, setTab] = useState('text');
  // Here, so that they outlive a moment without bytes.
  const [words, setWords] = useState<string | null>(null);
  const bytes = useContentBytes(report, tab !== 'text', readBytes);
  const [encoding, setEncoding] = useState<TextEncoding | typeof guess>(guess);
  const choose = (value: string) => {
    const chosen = textEncodings.find((name) => name === value);
    setEncoding(chosen ?? guess);
    onChoose({ encoding: chosen ?? null });
  };
  return (
    <div className="content">
      <BlockFacts report={report} />
      <Tabs className="content-tabs" selectedKey={tab} onSelectionChange={(key) => setTab(String(key))}>
        <div className="content-bar">
          <TabList className="group" aria-label={strings.viewAs}>
            <Tab className="button small" id="text">
              {strings.text}
            </Tab>
            <Tab className="button small" id="hex">
              {strings.hex}
            </Tab>
            <Tab className="button small" id="picture">
              {strings.picture}
            </Tab>
          </TabList>
          <span className="spring" />
          <label className="choice">
            {strings.encoding}
            <select value={encoding} onChange={(event) => choose(event.target.value)} data-testid="encoding">
              <option value={guess}>
                {report.encodingGuessed ? strings.guessed(report.encoding) : strings.byItself(report.encoding)}
              </option>
              {textEncodings.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </div>
        <TabPanel id="text" className="content-panel">
          <TextOf report={report} />
        </TabPanel>
        <TabPanel id="hex" className="content-panel">
          <pre data-testid="content-hex">{bytes ? hexDump(bytes) : strings.noBytes}</pre>
        </TabPanel>
        <TabPanel id="picture" className="content-panel">
          {bytes ? <Picture bytes={bytes} raw={{ words, onWords: setWords, readPicture }} /> : <p>{strings.noBytes}</p>}
        </TabPanel>
      </Tabs>
    </div>
  );
}

function TextOf({ report }: { report: BlockReport }) {
  const { content: strings } = useStrings();
  const { kind, encoding, text, textBytes, contentSize } = report;
  if (encoding === null) return <p data-testid="content-kind">{strings.noText(kind)}</p>;
  return (
    <>
      {textBytes < contentSize && (
        <p className="facts warn" data-testid="text-end">
          {strings.textEnds(textBytes, contentSize)}
        </p>
      )}
      <pre data-testid="content-text">{text}</pre>
    </>
  );
}

function BlockFacts({ report }: { report: BlockReport }) {
  const { content: strings } = useStrings();
  const { contentSize, maximum, crcGood, cut, lock } = report;
  const isLocked = lock === 'held-by-writer';
  return (
    <p className="facts" data-testid="content-facts">
      <span>{strings.size(contentSize, maximum)}</span>
      {!isLocked && (
        <span className={crcGood ? 'tag good' : 'tag bad'}>{crcGood ? strings.crcGood : strings.crcBad}</span>
      )}
      <span className={isLocked ? 'tag warn' : 'tag'}>{strings.locks[lock]}</span>
      {cut && <span className="tag warn">{strings.cut}</span>}
    </p>
  );
}

interface PictureProps {
  readonly bytes: Uint8Array;
  readonly raw: Omit<ComponentProps<typeof RawPicture>, 'bytes'>;
}

/** Encoded content is decoded here; anything else is pixels, of which the user says the size and the format. */
function Picture({ bytes, raw }: PictureProps) {
  const type = pictureKind(bytes);
  const asPixels = <RawPicture bytes={bytes} {...raw} />;
  return type ? <EncodedPicture bytes={bytes} type={type} otherwise={asPixels} /> : asPixels;
}
