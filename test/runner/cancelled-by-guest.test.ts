import { truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { resumeStudy } from '../../src/runner/study.js';
import { knowFamilies, logsOf, study } from './study-fixture.js';

/** Some configurations "cancel" themselves; the others are as good as they look. */
const CODE = `export default { evaluate: ({ x, y }, { epoch }) => {
  if (x > 0.7) throw Object.assign(new Error('not today'), { name: 'EvaluationError', code: 'cancelled' });
  return { metrics: { loss: (x - 0.6) ** 2 + y / epoch }, cost: epoch };
} };\n`;

const OPTIMIZERS = [
  'aging-evolution',
  'bohb',
  'dehb',
  'differential-evolution',
  'hyperband',
  'local-search',
  'smashy',
  'successive-halving',
  'tpe',
] as const;

const RECIPE = [
  'study: cancelled',
  'benchmarks: [{ family: quitter, instance: a }]',
  `optimizers: [${OPTIMIZERS.map((name) => `{ name: ${name} }`).join(', ')}]`,
  'seeds: [1]',
  'budget: { evaluations: 60 }',
  'workers: { count: 3 }',
  'engine: inline',
];

beforeAll(async () => {
  const space =
    '{ parameters: [{ name: x, type: float, lower: 0, upper: 1 }, { name: y, type: float, lower: 0, upper: 1 }] }';
  const metrics = '{ loss: { direction: minimize, role: objective, lower: 0 } }';
  await knowFamilies({ name: 'quitter', code: CODE, manifest: { space, metrics, instances: '{ a: {} }' } });
});
afterAll(() => void vi.unstubAllEnvs());

describe('a benchmark that says of itself that it was cancelled', () => {
  it('has failed: it is counted, and the optimizer hears of it', async () => {
    const { folder, runs } = await study(RECIPE);
    expect(runs.filter(({ failures }) => failures === 0)).toEqual([]);
    for (const log of Object.values(logsOf(folder))) {
      expect(log).toContain('"status":"failed"');
      expect(log).toContain(
        '"code":"objective-failed","message":"the benchmark says that it was cancelled, and nobody',
      );
      expect(log).not.toContain('"status":"cancelled"');
    }
  });

  it('leaves a study that was cut anywhere resumable to the same bytes, by every optimizer', async () => {
    const { folder } = await study(RECIPE);
    const whole = logsOf(folder);
    const rng = createRng('cuts');
    for (let cut = 0; cut < 5; cut++) {
      for (const [name, text] of Object.entries(whole)) {
        truncateSync(join(folder, 'runs', name), rng.integer(Buffer.byteLength(text)));
      }
      const { runs } = await resumeStudy(folder);
      expect(runs.map(({ error }) => error?.message)).toEqual(OPTIMIZERS.map(() => undefined));
      expect(logsOf(folder)).toEqual(whole);
    }
  });
});
