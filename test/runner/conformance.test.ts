import { describe, expect, it } from 'vitest';
import { CHECK_NAMES, checkFamily, type CheckStep } from '../../src/runner/conformance.js';
import { check, makeFamily, type Changes } from './fixtures/conformance/family.js';

const DETERMINISTIC_NOT: Changes = { deterministic: 'false' };

/**
 * Known answers that say nothing, so that what they would find too is found by the check that is about it. Their tolerance
 * would hold between engines too.
 */
const HARMLESS: Changes = { golden: goldenOf('a', 0.5, 10).slice(0, -1) + ', ' + goldenOf('b', 0.5, 10).slice(1) };

describe('the contract of a benchmark, on families inside the runner', () => {
  it('is kept by a sound family, and reports every check once and in order', async () => {
    const seen: CheckStep[] = [];
    const family = await makeFamily('node', 'sound');
    const steps = await checkFamily(family, { engine: 'inline', onStep: (step) => seen.push(step) });
    expect(steps.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(steps.map(({ name }) => name)).toEqual(CHECK_NAMES);
    expect(seen).toEqual(steps);
    const skipped = steps.filter(({ status }) => status === 'skipped');
    expect(skipped.every(({ message }) => message !== undefined && message !== '')).toBe(true);
  });

  it.each(['right-batch', 'reports', 'sometimes-fails'])('is kept by a family that %s', async (objective) => {
    const { failed, steps } = await check('node', objective);
    expect(failed, JSON.stringify(steps)).toEqual([]);
  });

  it('is kept by a family that has no error on any data, where a test value equals its objective', async () => {
    const { failed, steps } = await check('node', 'finds-no-error', { changes: HARMLESS });
    expect(failed, JSON.stringify(steps)).toEqual([]);
  });

  it('checks batches and progress where a family has them', async () => {
    const status = async (objective: string, name: string): Promise<string | undefined> =>
      (await check('node', objective)).steps.find((step) => step.name === name)?.status;
    expect(await status('right-batch', 'batch')).toBe('passed');
    expect(await status('reports', 'progress')).toBe('passed');
  });

  it.each([
    ['does-not-load', 'start', /no module named torch/],
    ['not-a-number', 'metrics', /"loss" is not a finite number: NaN: [ab] \{"x":.*finite number within its bounds/s],
    ['undeclared', 'metrics', /"accuracy" is not declared/],
    ['out-of-bounds', 'metrics', /"test_loss" is 10\d.*outside \[-1, 10\]/],
    ['mostly-fails', 'metrics', /\d+ of 32 evaluations of a failed, the first: RangeError: diverged/],
    ['free', 'cost', /the cost 0: seconds, above 0: .*"epochs":1.*costFloor/s],
    ['paid', 'cost', /the cost -1/],
    ['ignores-seed', 'same seed', /loss is [\d.]+ and then [\d.]+: .*made from the given seed/s],
    ['remembers', 'call order', /loss is [\d.]+ and, after other evaluations, [\d.]+: .*Keep nothing between/s],
    ['wrong-batch', 'batch', /loss is [\d.]+ alone and [\d.]+ at place 1 of a batch/],
    ['reports-backwards', 'progress', /levels must ascend, and 26 is reported after 27/],
    ['reports-nonsense', 'progress', /"accuracy" reported at level 1 is not declared/],
    ['reports-nonsense', 'progress', /"loss" reported at level 2 is NaN/],
    ['test-is-validation', 'test metrics', /a: test_loss equals loss in all of 32 evaluations/],
    ['ignores-fidelity', 'fidelity', /a: epochs changes neither the metrics nor the cost/],
    ['ignores-instance', 'instances', /b answers \d+ questions as a does/],
    ['differs-by-engine', 'engines', /loss is [\d.]+ on inline and on process [\d.]+: .*requirements\.lock/s],
  ])('a family that %s fails "%s" and nothing else', async (objective, name, message) => {
    const report = await check('node', objective, { changes: name === 'engines' ? {} : HARMLESS });
    expect(report.failed, JSON.stringify(report.steps)).toEqual([name]);
    expect(report.message(name)).toMatch(message);
  });

  it.each<[string, Changes, string, RegExp]>([
    [
      'has a wrong golden evaluation',
      { golden: goldenOf('a', 0.5) },
      'golden',
      /loss is 0\.34\d*, expected 0\.5: a .*"epochs":1.*seed 1/,
    ],
    [
      'has none for an instance',
      { golden: goldenOf('a', 0.34201670368266409) },
      'golden',
      /b has no golden evaluation/,
    ],
    ['names nobody', { source: 'TODO' }, 'provenance', /source: "TODO" names nobody/],
    ['has no licence', { licence: 'unknown' }, 'provenance', /licence: "unknown" is no SPDX expression/],
    [
      'has a licence in prose',
      { licence: 'MIT licence' },
      'provenance',
      /is no SPDX expression.*"CC-BY-4\.0 AND MIT"/s,
    ],
    ['has official data without citation', { level: 'official' }, 'provenance', /citation: data of level official/],
  ])('a family that %s fails one check', async (_, changes, name, message) => {
    const report = await check('node', 'sound', { changes });
    expect(report.failed).toEqual([name]);
    expect(report.message(name)).toMatch(message);
  });

  it('skips what builds on a check that failed, and says so', async () => {
    const report = await check('node', 'ignores-seed');
    expect(report.message('golden')).toBe('says nothing while "same seed" fails');
  });

  it('does not compare the answers of a family that says it is not deterministic', async () => {
    const report = await check('node', 'ignores-seed', { changes: { ...DETERMINISTIC_NOT, golden: loose() } });
    expect(report.failed).toEqual([]);
    expect(report.message('same seed')).toMatch(/not deterministic/);
  });

  it('stops when its signal aborts, with the reason', async () => {
    const controller = new AbortController();
    const family = await makeFamily('node', 'sound');
    const checking = checkFamily(family, {
      engine: 'inline',
      signal: controller.signal,
      onStep: () => controller.abort(new Error('enough')),
    });
    await expect(checking).rejects.toThrow('enough');
  });
});

function goldenOf(instance: string, loss: number, tolerance = 0): string {
  const question = `instance: ${instance}, configuration: { x: 0.85, kind: plain }, fidelity: { epochs: 1 }, seed: 1`;
  return `[{ ${question}, tolerance: ${tolerance}, metrics: { loss: ${loss} } }]`;
}

/** One an instance, whatever the noise. */
function loose(): string {
  const question = 'configuration: { x: 0.3, kind: plain }, fidelity: { epochs: 27 }, seed: 1, tolerance: 0.01';
  return `[{ instance: a, ${question}, metrics: { loss: 0 } }, { instance: b, ${question}, metrics: { loss: 1 } }]`;
}
