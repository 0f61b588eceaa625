/*
 * A reporter for `node --test`: a line of JSON for each test that has ended, which test-results.mjs reads. Runs in whatever
 * Node runs the tests, the Windows one included.
 */

/** What a failure says: assertions hold their difference in the message, everything else is told by its stack. */
function textOf(error) {
  const cause = error?.cause ?? error;
  return String(cause?.stack ?? cause?.message ?? cause);
}

function ended(status, { name, file, details }) {
  const result = { status, name, file, seconds: (details.duration_ms ?? 0) / 1000 };
  return status === 'failed' ? { ...result, error: textOf(details.error) } : result;
}

/** Of an event of the test runner; null for what nobody needs. Suites are counted by their tests. */
function lineOf(type, data) {
  if (type === 'test:diagnostic' && data.file) return { status: 'note', file: data.file, text: data.message };
  if (type === 'test:stderr') return { status: 'note', file: data.file, text: data.message.trimEnd() };
  if (type === 'test:fail') return ended('failed', data);
  if (type !== 'test:pass' || data.details.type === 'suite') return null;
  if (data.skip === undefined || data.skip === false) return ended('passed', data);
  return { ...ended('skipped', data), reason: data.skip === true ? 'it does not say why' : data.skip };
}

export default async function* report(events) {
  for await (const { type, data } of events) {
    const line = lineOf(type, data);
    if (line) yield `${JSON.stringify({ framelatchTest: line })}\n`;
  }
}
