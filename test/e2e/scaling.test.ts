import assert from 'node:assert/strict';

import { startSend, uniqueId } from '../support/processes';
import { journey } from './support/journey';
import { canvasOnScreen } from './support/screen';
import { openViewer, type Viewer } from './support/viewer';

/** Smoothing puts many colours between those of the picture; a canvas that is not there yet has none. */
async function colorsOnScreen({ page }: Viewer): Promise<number> {
  const seen = await canvasOnScreen(page, 'scaling');
  const colors = new Set<string>();
  if (!seen) return 0;
  for (let y = 0; y < seen.height; y++) {
    for (let x = 0; x < seen.width; x += 3) colors.add(String(seen.at(x, y)));
  }
  return colors.size;
}

async function untilColors(viewer: Viewer, isWanted: (count: number) => boolean): Promise<void> {
  const deadline = Date.now() + 45_000;
  let count = await colorsOnScreen(viewer);
  while (!isWanted(count) && Date.now() < deadline) count = await colorsOnScreen(viewer);
  assert.ok(isWanted(count), `${count} colours`);
}

journey('the open source’s pixels are shown as they are, and smoothed again', 'electron-ring', async (context) => {
  const id = uniqueId();
  await startSend(context, id, '--size', '64x48', '--fps', '10');
  const viewer = await openViewer(context, 'electron-ring');
  await viewer.page.getByTestId('name-box').fill(String(id));
  await viewer.page.getByTestId('name-box').press('Enter');
  await untilColors(viewer, (count) => count > 60);
  await viewer.page.getByTestId('pixelated').click();
  await untilColors(viewer, (count) => count > 1 && count < 30);
  await viewer.page.getByTestId('pixelated').click();
  await untilColors(viewer, (count) => count > 60);
});
