import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from 'react-aria-components';

import type { FieldContent, StructReport } from '../../protocol/content';
import type { ErrorInfo } from '../../protocol/errors';
import { fieldRows } from '../../protocol/field-rows';
import { forkServerSchema, parseSchema } from '../../protocol/schema-text';
import { useStrings } from '../strings/strings';
import { Sparkline } from './sparkline';

interface StructViewProps {
  /** `null` while there is no schema that fits. */
  readonly report: StructReport | null;
  /** By the members' paths, of the struct that the report was read as. */
  readonly types: Readonly<Record<string, string>> | undefined;
  readonly schema: string | undefined;
  /** What is wrong with the schema. */
  readonly problem: ErrorInfo | null;
  readonly onSchema: (text: string) => void;
}

const kept = 120;
const bounds = { rows: 1000, elements: 64, more: (count: number) => `${count} more` };

/** A plain struct: a row for each member, and the schema that says what they are. */
export function StructView({ report, types: told, schema, problem, onSchema }: StructViewProps) {
  const { content: strings } = useStrings();
  const rows = useMemo(() => fieldRows(report?.fields ?? {}, bounds), [report]);
  const history = useHistory(rows);
  const types = useMemo(() => told ?? typesOf(schema ?? forkServerSchema), [told, schema]);
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
              {rows.map(([name, value]) => (
                <Member key={name} name={name} type={typeOf(types, name)} value={value} past={history.get(name)} />
              ))}
            </tbody>
          </table>
          {report.leftOut !== undefined && <p className="facts warn">{strings.leftOut(report.leftOut)}</p>}
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
        <code>{String(value)}</code>
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

type Rows = readonly (readonly [name: string, value: FieldContent])[];

/** What each member was at the last reports. */
function useHistory(rows: Rows): ReadonlyMap<string, Past> {
  const [history, setHistory] = useState<ReadonlyMap<string, Past>>(new Map());
  const before = useRef<ReadonlyMap<string, FieldContent> | null>(null);
  useEffect(() => {
    if (!rows.length) return;
    const last = before.current;
    before.current = new Map(rows);
    setHistory((known) => {
      const pasts = rows.map(([name, value]): [string, Past] => {
        const values = typeof value === 'number' ? [...(known.get(name)?.values ?? []), value].slice(-kept) : [];
        return [name, { values, changed: last?.has(name) === true && last.get(name) !== value }];
      });
      return new Map(pasts);
    });
  }, [rows]);
  return history;
}

/** @param name a path, whose indexes no type has */
function typeOf(types: Readonly<Record<string, string>>, name: string): string {
  const path = name.replaceAll(/\[\d+\]/g, '');
  return Object.hasOwn(types, path) ? (types[path] ?? '') : '';
}

interface SchemaEditorProps {
  readonly schema: string | undefined;
  readonly problem: ErrorInfo | null;
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
        {problem && (
          <span className="warn" role="alert" data-testid="schema-problem">
            {strings.problem(problem)}
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
