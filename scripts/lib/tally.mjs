/** Counts over all runners; one line at the end, which is also what a machine reads. */
export class Tally {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  #failures = [];
  #skips = [];

  add({ passed = 0, failed = 0, skipped = 0 }) {
    this.#passed += passed;
    this.#failed += failed;
    this.#skipped += skipped;
  }

  check(name, isGood, output = '') {
    if (isGood) {
      this.#passed += 1;
      process.stdout.write(`ok    ${name}\n`);
      return;
    }
    this.fail(name, output);
  }

  fail(name, output = '') {
    this.#failed += 1;
    this.#failures.push(name);
    process.stdout.write(`FAIL  ${name}\n${output.trim()}\n`);
  }

  /** By name, with what would bring it; with CI=true a failure. */
  skip(name, reason) {
    if (process.env.CI === 'true') return this.fail(name, `with CI=true nothing is skipped: ${reason}`);
    this.#skipped += 1;
    this.#skips.push(`${name}: ${reason}`);
    process.stdout.write(`skip  ${name}: ${reason}\n`);
  }

  finish() {
    const list = (title, lines) =>
      lines.length && process.stdout.write(`\n${title}\n${lines.map((line) => `  ${line}`).join('\n')}\n`);
    list('Skipped:', this.#skips);
    list('Failed:', this.#failures);
    process.stdout.write(`\n${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped\n`);
    return this.#failed ? 1 : 0;
  }
}
