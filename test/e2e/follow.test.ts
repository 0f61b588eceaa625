import assert from 'node:assert/strict';

import { uniqueId } from '../support/processes';
import { kill, Program, quit, uniqueProgram } from '../support/programs';
import { openByName, untilText } from './support/core-journeys';
import { startDisplay } from './support/display';
import { journey } from './support/journey';
import { waitForColor } from './support/screen';
import { openElectron, temporaryFolder } from './support/viewer';

/* A real hook's name carries its process's number: each start of the program has another one. */

journey(
  'a program that starts again under another number is offered, then followed, and found at the next start',
  'electron-ring',
  async (context) => {
    const name = uniqueProgram();
    const program = await Program.create(context, name);
    const [one, two, three, four] = [uniqueId(), uniqueId(), uniqueId(), uniqueId()];
    const first = await program.start(one);
    await first.ask('frame 0000c000');
    const start = { display: await startDisplay(context), userData: temporaryFolder(context) };
    const app = await openElectron(context, start);
    const { page } = app;
    await openByName(app, name);
    await waitForColor(page, [0xc0, 0, 0], 'follow-first');

    await kill(first);
    await page.locator('[data-testid=status-state].producer-gone').waitFor();
    const second = await program.start(two);
    await second.ask('frame 00c00000');
    await untilText(app, 'follow-bar', new RegExp(`${name} is back as ${two}`));
    await page.getByTestId(`follow-CaptureHook_HookInfo${two}`).click();
    await waitForColor(page, [0, 0xc0, 0], 'follow-offered');

    await page.getByTestId('follow').click();
    await quit(second);
    const third = await program.start(three);
    await third.ask('frame c0000000');
    await waitForColor(page, [0, 0, 0xc0], 'follow-by-itself');

    await app.close();
    await quit(third);
    const fourth = await program.start(four);
    await fourth.ask('frame c0c00000');
    const next = await openElectron(context, start);
    await waitForColor(next.page, [0, 0xc0, 0xc0], 'follow-next-start');
    assert.match(await next.page.getByTestId('open-source').innerText(), new RegExp(`${four}$`));
  },
);
