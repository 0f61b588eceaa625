import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';

import type { FieldContent, StructReport } from '../../protocol/content';
import { forkServerSchema, parseSchema } from '../../protocol/schema-text';
import { useStrings } from '../strings/strings';
import { Sparkline } from './sparkline';

interface StructViewProps {
  /** `null` while there is no schema that fits. */
  readonly report: StructReport | null;
  readonly schema: string | undefined;
  /** What is wrong with the schema. */
  readonly problem: string | null;
  readonly onSchema: (text: string) => void;
}

const kept = 120;

/** A plain struct: a row for each member, and the schema that says what they are. */
export function StructView({ report, schema, problem, onSchema }: StructViewProps) {
  const { content: strings } = useStrings();
  const history = useHistory(report);
  const types = useMemo(() => typesOf(schema ?? forkServerSchema), [schema]);
  return (
    <div className="content struct">
      {report?.torn && <p className="facts warn">{strings.torn}</p>}
      {report && (
        <div className="content-panel">
          <table data-testid="struct-table">
            <thead>
              <tr>
                <th>{strings.member}</th>
                <th>{strings.type}</th>
                <th>{strings.value}</th>
                <th>{strings.lately}</th>
              </tr>
            </thead>
            <tbody>
              {Object.entries(report.fields).map(([name, value]) => (
                <Member key={name} name={name} type={types[name] ?? ''} value={value} past={history[name]} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <SchemaEditor schema={schema} problem={problem} isOpen={!report} onSchema={onSchema} />
    </div>
  );
}

interface MemberProps {
  readonly name: string;
  readonly type: string;
  readonly value: FieldContent;
  readonly past: Past | undefined;
}

function Member({ name, type, value, past }: MemberProps) {
  return (
    <tr className={past?.changed ? 'changed' : ''}>
      <th scope="row">{name}</th>
      <td className="quiet">{type}</td>
      <td>
        <code>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</code>
      </td>
      <td>{past && past.values.length > 1 && <Sparkline values={past.values} />}</td>
    </tr>
  );
}

interface Past {
  /** Of a number, the newest last. */
  readonly values: readonly number[];
  /** By the newest report. */
  readonly changed: boolean;
}

/** What each member was at the last reports. */
function useHistory(report: StructReport | null): Readonly<Record<string, Past>> {
  const [history, setHistory] = useState<Readonly<Record<string, Past>>>({});
  const before = useRef<StructReport | null>(null);
  useEffect(() => {
    if (!report) return;
    const last = before.current;
    before.current = report;
    setHistory((known) =>
      Object.fromEntries(
        Object.entries(report.fields).map(([name, value]) => {
          const values = typeof value === 'number' ? [...(known[name]?.values ?? []), value].slice(-kept) : [];
          const changed = last !== null && String(last.fields[name]) !== String(value);
          return [name, { values, changed }];
        }),
      ),
    );
  }, [report]);
  return history;
}

interface SchemaEditorProps {
  readonly schema: string | undefined;
  readonly problem: string | null;
  readonly isOpen: boolean;
  readonly onSchema: (text: string) => void;
}

function SchemaEditor({ schema, problem, isOpen, onSchema }: SchemaEditorProps) {
  const { content: strings } = useStrings();
  const [text, setText] = useState(schema ?? (isOpen ? '' : forkServerSchema));
  return (
    <details className="schema" open={isOpen}>
      <summary>{strings.schema}</summary>
      <p>{strings.schemaHint}</p>
      <textarea
        aria-label={strings.schema}
        spellCheck={false}
        rows={6}
        value={text}
        placeholder={strings.schemaExample}
        onChange={(event) => setText(event.target.value)}
        data-testid="schema"
      />
      <div className="schema-end">
        <Button className="button small" onPress={() => onSchema(text)} data-testid="use-schema">
          {strings.useSchema}
        </Button>
        {problem && (schema !== undefined || !isOpen) && (
          <span className="warn" role="alert" data-testid="schema-problem">
            {problem}
          </span>
        )}
      </div>
    </details>
  );
}

function typesOf(schema: string): Readonly<Record<string, string>> {
  try {
    return Object.fromEntries(parseSchema(schema).members.map(({ name, type }) => [name, type.name]));
  } catch {
    return {};
  }
}
