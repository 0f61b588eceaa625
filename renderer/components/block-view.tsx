import { useEffect, useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components';

import {
  textEncodings,
  type BlockReport,
  type ContentPicture,
  type ContentSettings,
  type TextEncoding,
} from '../../protocol/content';
import { hexDump } from '../hex-dump';
import { useStrings } from '../strings/strings';
import { EncodedPicture, pictureType } from './encoded-picture';
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
  const bytes = useBytes(report, readBytes);
  const [encoding, setEncoding] = useState<TextEncoding | typeof guess>(guess);
  const choose = (value: string) => {
    const chosen = textEncodings.find((name) => name === value);
    setEncoding(chosen ?? guess);
    onChoose({ encoding: chosen ?? null });
  };
  return (
    <div className="content">
      <BlockFacts report={report} />
      <Tabs className="content-tabs">
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
              <option value={guess}>{strings.guessed(report.encoding)}</option>
              {textEncodings.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        </div>
        <TabPanel id="text" className="content-panel">
          <pre data-testid="content-text">{report.text}</pre>
        </TabPanel>
        <TabPanel id="hex" className="content-panel">
          <pre data-testid="content-hex">{bytes ? hexDump(bytes) : strings.noBytes}</pre>
        </TabPanel>
        <TabPanel id="picture" className="content-panel">
          {bytes ? <Picture bytes={bytes} readPicture={readPicture} /> : <p>{strings.noBytes}</p>}
        </TabPanel>
      </Tabs>
    </div>
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

/** The content's bytes, asked for whenever they changed. */
function useBytes(report: BlockReport, readBytes: () => Promise<string | null>): Uint8Array | null {
  const [bytes, setBytes] = useState<Uint8Array | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const show = (found: Uint8Array | null) => isCurrent && setBytes(found);
    if (report.contentSize === 0) return undefined;
    readBytes().then(
      (text) => show(text === null ? null : Uint8Array.from(atob(text), (character) => character.charCodeAt(0))),
      () => show(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [report, readBytes]);
  return report.contentSize === 0 ? null : bytes;
}

/** Encoded content is decoded here; anything else is pixels, of which the user says the size and the format. */
function Picture({ bytes, readPicture }: { bytes: Uint8Array } & Pick<BlockViewProps, 'readPicture'>) {
  const type = pictureType(bytes);
  return type ? <EncodedPicture bytes={bytes} type={type} /> : <RawPicture bytes={bytes} readPicture={readPicture} />;
}
