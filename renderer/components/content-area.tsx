import type { ContentPicture, ContentReport, ContentSettings, ContentView, StructReport } from '../../protocol/content';
import type { ErrorInfo } from '../../protocol/errors';
import type { SessionUpdate } from '../../protocol/session';
import { useStrings } from '../strings/strings';
import { BlockView } from './block-view';
import { ErrorBar } from './error-bar';
import { StatePanel } from './panel';
import { StateStrip } from './state-strip';
import { StructView } from './struct-view';
import { TaskView } from './task-view';

interface ContentAreaProps {
  readonly update: SessionUpdate;
  readonly content: ContentView;
  /** A struct's members in words, as the user typed them. */
  readonly schema: string | undefined;
  /** What is wrong with the schema that was typed last: it is not used. */
  readonly problem: ErrorInfo | null;
  readonly onChoose: (settings: ContentSettings) => void;
  readonly readBytes: () => Promise<string | null>;
  /** The content as pixels, by a raw description in words. */
  readonly readPicture: (words: string) => Promise<ContentPicture>;
}

/** What another schema may mend. */
const schemaProblems: ReadonlySet<string> = new Set(['schema-invalid', 'mapping-too-small']);

/** No hook holds such content. */
const noProgram = { program: null, isFollowed: false } as const;

/** In the place of a picture: what a source holds that has none. */
export function ContentArea({ update, content, schema, problem, onChoose, readBytes, readPicture }: ContentAreaProps) {
  const { content: strings } = useStrings();
  const { state } = update;
  const { report, layout } = content;
  // Without a schema there is nothing to show, and that is no failure: it is asked for.
  const wantsSchema = state.kind === 'failed' && schemaProblems.has(state.error.code) && layout === 'struct';
  // That nobody has given one yet is no mistake of the user's.
  const isUnasked = wantsSchema && schema === undefined && state.error.code === 'schema-invalid';
  return (
    <section className="picture-area" data-testid="content-area" data-state={state.kind} aria-label={strings.label}>
      <StateStrip update={update} hasPicture={report !== null} followed={noProgram} />
      {state.kind === 'failed' && !wantsSchema && report && <ErrorBar error={state.error} testId="failed-bar" />}
      {!report && !wantsSchema && state.kind !== 'live' ? (
        <div className="surround">
          <StatePanel update={update} followed={noProgram} />
        </div>
      ) : layout === 'struct' ? (
        <StructView
          key={update.session}
          report={report as StructReport | null}
          types={content.types}
          schema={schema}
          problem={problem ?? (wantsSchema && !isUnasked ? state.error : null)}
          onSchema={(text) => onChoose({ schema: text })}
        />
      ) : (
        report && <Report report={report} {...{ onChoose, readBytes, readPicture }} />
      )}
    </section>
  );
}

interface ReportProps extends Pick<ContentAreaProps, 'onChoose' | 'readBytes' | 'readPicture'> {
  readonly report: ContentReport;
}

function Report({ report, ...means }: ReportProps) {
  if (report.layout === 'checked-block') return <BlockView report={report} {...means} />;
  return report.layout === 'task' ? <TaskView report={report} /> : null;
}
