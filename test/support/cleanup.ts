import type { TestContext } from 'node:test';

const stacks = new WeakMap<TestContext, (() => unknown)[]>();

/** Runs at the end of a test, last registered first: an app ends before the display that it is on. */
export function atEnd(context: TestContext, action: () => unknown): void {
  let stack = stacks.get(context);
  if (!stack) {
    const created: (() => unknown)[] = [];
    stack = created;
    stacks.set(context, created);
    context.after(async () => {
      for (const next of created.reverse()) await next();
    });
  }
  stack.push(action);
}
