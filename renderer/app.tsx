import { useCallback, useEffect, useRef, useState } from 'react';

import { toErrorInfo, type ErrorInfo } from '../protocol/errors';
import type { ContentSettings, ContentView } from '../protocol/content';
import { formatSourceText } from '../protocol/reading';
import { parseSchema } from '../protocol/schema-text';
import type { SessionUpdate } from '../protocol/session';
import { ContentArea } from './components/content-area';
import { ErrorBar } from './components/error-bar';
import { EventLog } from './components/event-log';
import { FollowBar } from './components/follow-bar';
import { HookLog } from './components/hook-log';
import { ErrorPanel, NoSourcePanel } from './components/panel';
import { PictureArea } from './components/picture-area';
import { SourcePane } from './components/source-pane';
import { StatusLine } from './components/status-line';
import { Toolbar } from './components/toolbar';
import { UpdateBar } from './components/update-bar';
import { useAttach, type AttachControl } from './hooks/use-attach';
import { useCommands } from './hooks/use-commands';
import { useFollow, type Following } from './hooks/use-follow';
import { useNotice } from './hooks/use-notice';
import { stageFocus } from './hooks/use-picture-focus';
import { useViewer, type ViewerState } from './hooks/use-viewer';
import { useScaling } from './hooks/use-scaling';
import { useUpdate } from './hooks/use-update';
import type { Shell } from './shell/shell';
import { useStrings } from './strings/strings';
import type { FrameReport } from './worker/messages';

export function App({ shell }: { shell: Shell }) {
  const viewer = useViewer(shell);
  const box = useRef<HTMLInputElement>(null);
  const { notice, show } = useNotice();
  const [drawn, setDrawn] = useState<{ session: number; frame: FrameReport } | null>(null);
  const [scale, setScale] = useState(1);
  const save = useSnapshot(shell, viewer, show);
  const { following, attach } = useProgramRestarts(shell, viewer);
  useCommands(shell, viewer, save, box);
  useWindowTitle(viewer);
  const update = useUpdate(shell, viewer.report);
  // A frame of the session before is not one of this.
  const frame = drawn && drawn.session === viewer.session ? drawn.frame : null;
  return (
    <div className="app">
      <SourcePane shell={shell} viewer={viewer} frame={frame} following={following} attach={attach} box={box} />
      <main className="stage" {...stageFocus}>
        <Toolbar
          name={viewer.update?.name ?? null}
          isIdle={viewer.session === null}
          hasPicture={!viewer.update?.content}
          settings={viewer.settings}
          scale={frame && scale}
          notice={notice}
          onChange={viewer.changeSettings}
          onSnapshot={save}
          onClose={viewer.close}
        />
        <UpdateBar {...update} />
        <Stage
          shell={shell}
          viewer={viewer}
          following={following}
          frame={frame}
          onDrawn={setDrawn}
          onScale={setScale}
        />
        {viewer.update?.attach && <HookLog lines={viewer.update.attach.log} />}
        {viewer.session !== null && <EventLog update={viewer.update} />}
      </main>
      <StatusLine viewer={viewer} />
    </div>
  );
}

interface StageProps {
  readonly shell: Shell;
  readonly viewer: ViewerState;
  readonly following: Following;
  readonly frame: FrameReport | null;
  readonly onDrawn: (drawn: { session: number; frame: FrameReport }) => void;
  readonly onScale: (scale: number) => void;
}

/** The open source's picture; or what to do while none is open. */
function Stage({ shell, viewer, following, frame, onDrawn, onScale }: StageProps) {
  const { error: strings } = useStrings();
  const { session, update, error, settings, info, sources, report, open } = viewer;
  // As it was opened: a region without a header is nothing without its reading.
  const source = update ? formatSourceText(update.name, update.reading) : null;
  const onFrame = useCallback(
    (newest: FrameReport) => session !== null && onDrawn({ session, frame: newest }),
    [session, onDrawn],
  );
  const reopen = useCallback(() => source !== null && open(source), [source, open]);
  useEffect(() => shell.onSessionLost((lost) => lost === session && reopen()), [shell, session, reopen]);
  const { goOn } = following;
  const restart = useCallback(() => source !== null && goOn(source), [source, goOn]);
  useScaling(update && !update.content ? session : null, settings.pixelated, restart);
  const dismiss = () => report(null);
  if (session === null) {
    return (
      <div className="surround">
        {error ? (
          <ErrorPanel error={error} onDismiss={dismiss} />
        ) : (
          <NoSourcePanel isEmpty={sources?.length === 0} pattern={viewer.testPattern} />
        )}
      </div>
    );
  }
  return (
    <>
      {error && (
        <ErrorBar
          error={error}
          title={strings.titles[error.code] ?? strings.title(error)}
          testId="error-bar"
          onDismiss={dismiss}
        />
      )}
      <FollowBar {...following} />
      {update?.content ? (
        <Content shell={shell} viewer={viewer} update={update} content={update.content} />
      ) : (
        <PictureArea
          {...{ shell, session, update, settings, frame, onFrame, onScale }}
          followed={following}
          measure={info?.measure === true}
          onLost={reopen}
          onFailed={report}
        />
      )}
    </>
  );
}

interface ContentProps {
  readonly shell: Shell;
  readonly viewer: ViewerState;
  readonly update: SessionUpdate;
  readonly content: ContentView;
}

/** What a source without a picture holds; a schema that the user gave is kept for its name. */
function Content({ shell, viewer, update, content }: ContentProps) {
  const { settings, changeSettings, report } = viewer;
  const { session, name } = update;
  const schema = Object.hasOwn(settings.schemas, name) ? settings.schemas[name] : undefined;
  const [problem, setProblem] = useState<ErrorInfo | null>(null);
  const choose = useCallback(
    (choice: ContentSettings) => {
      const answered = (wrong: ErrorInfo | null) => {
        setProblem(wrong);
        // Only what fits is kept for the next time.
        if (!wrong && choice.schema !== undefined)
          changeSettings({ schemas: { ...settings.schemas, [name]: choice.schema } });
      };
      const wrong = problemOf(choice);
      if (wrong) return answered(wrong);
      shell
        .configureSession(session, choice)
        .then(answered, (thrown: unknown) => report(toErrorInfo(thrown, 'configure', name)));
    },
    [shell, session, name, settings.schemas, changeSettings, report],
  );
  const readPicture = useCallback((words: string) => shell.pictureOf(session, words), [shell, session]);
  const readBytes = useCallback(() => shell.contentOf(session), [shell, session]);
  const isStruct = content.layout === 'struct';
  useEffect(() => {
    if (isStruct && schema !== undefined) shell.configureSession(session, { schema }).then(setProblem, () => {});
  }, [shell, session, schema, isStruct]);
  return <ContentArea {...{ update, content, schema, problem, readBytes, readPicture }} onChoose={choose} />;
}

/** What is wrong with a schema, before anybody is asked to use it. */
function problemOf({ schema }: ContentSettings): ErrorInfo | null {
  if (schema === undefined) return null;
  try {
    parseSchema(schema);
    return null;
  } catch (thrown) {
    return toErrorInfo(thrown, 'read', 'schema');
  }
}

function useSnapshot(shell: Shell, viewer: ViewerState, show: (text: string) => void): () => void {
  const { toolbar } = useStrings();
  const { session, report } = viewer;
  return useCallback(() => {
    if (session === null) return;
    shell.saveSnapshot(session).then(
      (saved) => saved && show(saved.suspect ? toolbar.savedSuspect(saved.path) : toolbar.saved(saved.path)),
      (thrown: unknown) => report(toErrorInfo(thrown, 'save', 'picture')),
    );
  }, [shell, session, report, show, toolbar]);
}

/** The next start of the open source's program, and the switch that is kept on over it. */
function useProgramRestarts(shell: Shell, viewer: ViewerState): { following: Following; attach: AttachControl } {
  const { open } = viewer;
  const keep = useRef(() => {});
  const openNext = useCallback(
    (name: string) => {
      keep.current();
      open(name);
    },
    [open],
  );
  const following = useFollow(viewer, openNext);
  const control = useAttach(shell, viewer, following.isFollowed);
  useEffect(() => {
    keep.current = control.keep;
  }, [control.keep]);
  return { following, attach: control };
}

/** Seen in the browser's tab and the task bar. */
function useWindowTitle({ update }: ViewerState): void {
  const { appName, windowTitle, state, sources } = useStrings();
  const title = update ? windowTitle(sources.name(update.name), state.names[update.state.kind]) : appName;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
