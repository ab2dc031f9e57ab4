import { describe, expect, it } from 'vitest';
import { check, type Changes } from './fixtures/conformance/family.js';

/** Nothing to continue: leaves out the checks that take longest. */
const SHORT: Changes = {
  fidelities: '[{ name: epochs, type: integer, lower: 1, upper: 27, log: true, continuation: false, unit: epochs }]',
  continuationTolerance: undefined,
};

describe('the contract of a benchmark, on guests of their own', { timeout: 120_000 }, () => {
  it('is kept by a sound Python family, which leaves nothing to be skipped but other engines and references', async () => {
    const { failed, steps } = await check('python', 'sound');
    expect(failed, JSON.stringify(steps)).toEqual([]);
    const skipped = steps.filter(({ status }) => status === 'skipped').map(({ name }) => name);
    expect(skipped).toEqual(['table', 'engines', 'network', 'references']);
  });

  it('is kept by a family whose objective fails at higher levels, here and there', async () => {
    const { failed, steps } = await check('python', 'diverges-later');
    expect(failed, JSON.stringify(steps)).toEqual([]);
    expect(steps.find(({ name }) => name === 'continuation')?.status).toBe('passed');
  });

  it('is kept by a Node family in a process, which is compared with the same family inside the runner', async () => {
    const { failed, steps, message } = await check('node', 'sound', { engine: 'process' });
    expect(failed, JSON.stringify(steps)).toEqual([]);
    // One more or fewer by how many parameters are active in the cheapest evaluation.
    expect(message('refusals')).toMatch(/^1[45] illegal requests$/);
    expect(message('engines')).toBe('the same as on the engine inline');
  });

  it.each([['python'], ['node']] as const)(
    'is kept by a %s family that prints what looks like answers',
    async (runtime) => {
      const changes = runtime === 'python' ? SHORT : {};
      const { failed, steps } = await check(runtime, 'noisy', { changes, engine: 'process' });
      expect(failed, JSON.stringify(steps)).toEqual([]);
    },
  );

  it.each([
    [
      'describes-otherwise',
      'manifest',
      /a: the guest's version is "0\.9\.0", the manifest's "1\.0\.0".*hport build/s,
      SHORT,
    ],
    ['exits', 'metrics', /the guest exited with code 3\n {2}this is too much for me/, SHORT],
    [
      'forgets-seed-in-cache',
      'call order',
      /loss is [\d.]+ and, in a new guest, [\d.]+: .*all of configuration/s,
      SHORT,
    ],
    [
      'lenient',
      'refusals',
      /an unknown parameter is taken and should be refused with invalid-configuration \(1\)/,
      SHORT,
    ],
    ['lenient', 'refusals', /an inactive parameter is taken/, SHORT],
    ['lenient', 'refusals', /a forbidden configuration is taken/, SHORT],
    ['wrong-code', 'refusals', /with invalid-configuration and should be refused with invalid-fidelity \(2\)/, SHORT],
    ['broken-by-refusal', 'refusals', /after an unknown parameter a legal evaluation fails: .*is closed/, SHORT],
    ['deaf', 'cancel', /5 s after it was cancelled an evaluation still runs: .*context\.cancelled/s, {}],
    [
      'cancels-wrongly',
      'cancel',
      /should end with cancelled \(7\), and ended with objective-failed: Cancelled: after/,
      {},
    ],
    ['forgets-generator', 'continuation', /loss is [\d.]+ from scratch and, continued, [\d.]+ \(tolerance 1e-12\)/, {}],
    [
      'half-in-memory',
      'continuation',
      /from scratch and, continued in one step in a new guest, .*nothing in memory/s,
      {},
    ],
    ['state-in-memory', 'continuation cost', /costs [\d.]+ of .*, and about 0\.20 of the work is left/, {}],
    ['leaves-nothing', 'continuation', /no checkpoint was left: .*keep_in in Python/s, {}],
    ['trains-again', 'continuation cost', /costs [\d.]+ of .*, and about 0\.20 of the work is left/, {}],
    [
      'keeps-released',
      'checkpoints',
      /a checkpoint that was released gives a result and should be .*missing \(6\)/,
      {},
    ],
    ['makes-up-checkpoints', 'checkpoints', /a checkpoint that never was gives a result/, {}],
  ])('a family that %s fails "%s" and nothing else', async (objective, name, message, changes: Changes) => {
    const report = await check('python', objective, { changes });
    expect(report.failed, JSON.stringify(report.steps)).toEqual([name]);
    expect(report.message(name)).toMatch(message);
  });
});
