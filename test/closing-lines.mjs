import { writeSync } from 'node:fs';

/**
 * A vitest reporter whose only line is the last of the run: `N passed, N failed, N skipped`, counting tests. A file that
 * does not load and an error outside of all tests count as a failed test each, so that a red run never says "0 failed".
 */
export default class ClosingLine {
  line = '0 passed, 1 failed, 0 skipped';

  onInit() {
    // At the exit, since other reporters also write at the end of the run.
    process.once('exit', () => writeSync(1, `${this.line}\n`));
  }

  onTestRunEnd(modules, unhandledErrors) {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const before = count.failed;
      for (const test of module.children.allTests()) count[test.result().state]++;
      if (module.state() === 'failed' && count.failed === before) count.failed++;
    }
    this.line = `${count.passed} passed, ${count.failed} failed, ${count.skipped + count.pending} skipped`;
  }
}
