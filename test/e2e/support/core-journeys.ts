import assert from 'node:assert/strict';

import { startPythonProducer, uniqueId } from '../../support/processes';
import { journey } from './journey';
import { waitForColor } from './screen';
import { openViewer, transportOf, type ShellName, type Viewer } from './viewer';

/** Pictures, figures and events come their own ways: what is told may follow what is drawn. */
export async function untilText({ page }: Pick<Viewer, 'page'>, testId: string, wanted: RegExp): Promise<void> {
  const deadline = Date.now() + 20_000;
  const look = () => page.getByTestId(testId).innerText();
  let text = await look();
  while (!wanted.test(text) && Date.now() < deadline) text = await look();
  assert.match(text, wanted);
}

/** Opens a mapping by its name as a user types it, and looks at it at 1:1. */
export async function openByName({ page }: Pick<Viewer, 'page'>, name: string): Promise<void> {
  await page.getByTestId('name-box').fill(name);
  await page.getByTestId('name-box').press('Enter');
  await page.getByTestId('actual-size').click();
}

/** The four that every shell must pass. Stored BGRA; what the screen shows is RGB. */
export function coreJourneys(shell: ShellName): void {
  journey('picks a mapping and shows its pixels, exactly', shell, async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id, '--width', '320', '--height', '200', '--pad', '16');
    await producer.ask('frame 10c82000');
    const viewer = await openViewer(context, shell);
    await viewer.page.getByTestId(`source-CaptureHook_HookInfo${id}`).click();
    await viewer.page.getByTestId('actual-size').click();
    const picture = await waitForColor(viewer.page, [0x20, 0xc8, 0x10], `${shell}-pixels`);
    assert.deepEqual([picture.width, picture.height], [320, 200]);
    await producer.ask('frame ff000000');
    await waitForColor(viewer.page, [0, 0, 255], `${shell}-next`);
    await untilText(viewer, 'status', new RegExp(transportOf[shell]));
    await untilText(viewer, 'status', /320 × 200\s+B8G8R8A8_UNORM/);
  });

  journey('a restarted producer comes back by itself', shell, async (context) => {
    const id = uniqueId();
    const first = await startPythonProducer(context, id);
    await first.ask('frame 00404000');
    const viewer = await openViewer(context, shell);
    await openByName(viewer, String(id));
    await waitForColor(viewer.page, [0x40, 0x40, 0], `${shell}-opened`);
    // The age of a frame that was there before is not known.
    await first.ask('frame 0000ff00');
    await waitForColor(viewer.page, [255, 0, 0], `${shell}-before`);
    first.child.stdin?.end();
    await first.ended();
    await viewer.page.locator('[data-testid=status-state].producer-gone').waitFor();
    // The last picture stays, marked with its age.
    await waitForColor(viewer.page, [255, 0, 0], `${shell}-kept`);
    await untilText(viewer, 'age', /\d/);
    const second = await startPythonProducer(context, id);
    await second.ask('frame 00ff0000');
    await waitForColor(viewer.page, [0, 255, 0], `${shell}-after`);
    await untilText(viewer, 'events', /restarted/i);
  });

  journey('follows a resize', shell, async (context) => {
    const id = uniqueId();
    const producer = await startPythonProducer(context, id);
    await producer.ask('frame 40404000');
    const viewer = await openViewer(context, shell);
    await openByName(viewer, String(id));
    await waitForColor(viewer.page, [0x40, 0x40, 0x40], `${shell}-small`);
    await producer.ask('resize 500 300');
    await producer.ask('frame 20406000');
    await viewer.page.locator('[data-testid=canvas][data-size="500x300"]').waitFor();
    const picture = await waitForColor(viewer.page, [0x60, 0x40, 0x20], `${shell}-large`);
    assert.deepEqual([picture.width, picture.height], [500, 300]);
  });

  journey('says what is wrong with a name', shell, async (context) => {
    const viewer = await openViewer(context, shell);
    await openByName(viewer, 'a\\b');
    await viewer.page.getByTestId('error-code').waitFor();
    assert.equal(await viewer.page.getByTestId('error-code').innerText(), 'name-invalid');
    await openByName(viewer, `CaptureHook_HookInfo${uniqueId()}`);
    await viewer.page.locator('[data-testid=status-state].searching').waitFor();
  });
}
