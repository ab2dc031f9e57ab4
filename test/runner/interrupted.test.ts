import { afterEach, describe, expect, it, vi } from 'vitest';
import { knowFamilies, study } from './study-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

const RECIPE = [
  'study: interrupted',
  'benchmarks: [{ family: deaf, instance: a }]',
  'optimizers: [{ name: random-search }]',
  'seeds: [1]',
  'budget: { evaluations: 5 }',
];

/** Interrupts a run some milliseconds after its start, and tells how long that took to be heard. */
async function interruptedAfter(lines: readonly string[], wait: number): Promise<{ state: string; seconds: number }> {
  const controller = new AbortController();
  let began: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const onProgress = (): void => {
    timer ??= setTimeout(() => {
      began = performance.now();
      controller.abort();
    }, wait);
  };
  const { runs } = await study([...RECIPE, ...lines], { signal: controller.signal, onProgress });
  return { state: runs[0]?.state ?? '', seconds: (performance.now() - (began ?? Infinity)) / 1000 };
}

describe('an interruption on the simulated clock', () => {
  it('is heard while a guest works', async () => {
    const code =
      'import time\ndef evaluate(configuration, fidelity, seed, instance, context):\n    while True: time.sleep(1)\n';
    await knowFamilies({ name: 'deaf', code, manifest: { runtime: 'python' } });
    const { state, seconds } = await interruptedAfter(['engine: process'], 2000);
    expect(state).toBe('interrupted');
    expect(seconds).toBeLessThan(10);
  });

  it('is heard while a guest starts', async () => {
    await knowFamilies({ name: 'deaf', code: 'import time\ntime.sleep(1000)\n', manifest: { runtime: 'python' } });
    const { state, seconds } = await interruptedAfter(['engine: process'], 2000);
    expect(state).toBe('interrupted');
    expect(seconds).toBeLessThan(10);
  });

  it('is heard while an objective inside the runner answers nothing', async () => {
    await knowFamilies({ name: 'deaf', code: 'export default { evaluate: () => new Promise(() => {}) };\n' });
    const { state, seconds } = await interruptedAfter(['engine: inline'], 500);
    expect(state).toBe('interrupted');
    expect(seconds).toBeLessThan(10);
  });
});
