import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadEngine } from '../../src/runner/engines/registry.js';
import { loadFamily, type Family } from '../../src/runner/families.js';
import { findingsOf } from '../../src/runner/plan-engine.js';
import { resolveEngine } from '../../src/runner/recipe-engine.js';
import { resolveWorkers } from '../../src/runner/recipe-values.js';
import { complaintOf } from './recipe-fixture.js';
import { planRecipe } from '../../src/runner/plan.js';
import { knowFamilies, planOf, recipeFile } from './study-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

const CODE = 'export default { evaluate: () => ({ metrics: { loss: 0, test_loss: 0 } }) };\n';
const ONE = resolveWorkers({}, () => undefined);
const LINES = [
  'study: limits',
  'benchmarks: [{ family: timed, instance: a }]',
  'optimizers: [{ name: random-search }]',
  'seeds: [1]',
  'budget: { evaluations: 5 }',
];

async function refused(lines: readonly string[], clock = 'measured'): Promise<string> {
  await knowFamilies({ name: 'timed', code: CODE, manifest: { clock } });
  const file = recipeFile([...LINES, ...lines]);
  return await complaintOf(file, () => planRecipe(file));
}

async function warned(lines: readonly string[], clock = 'measured'): Promise<string> {
  await knowFamilies({ name: 'timed', code: CODE, manifest: { clock } });
  return (await planOf([...LINES, ...lines])).warnings.map(({ message }) => message).join('\n');
}

describe('a plan refuses what has no meaning', () => {
  it.each(['{ fixed: 100 }', 'measured'])('such as overhead: %s on a real clock', async (overhead) => {
    expect(await refused(['engine: inline', `overhead: ${overhead}`])).toMatch(
      /^recipe\.yaml:7: overhead: timed is on/,
    );
    expect(await refused(['engine: inline', `overhead: ${overhead}`], 'recorded')).toBe('not refused');
  });

  it('such as a deadline of what is measured inside the runner; a simulated one is kept', async () => {
    expect(await refused(['engine: inline', 'deadline: 1'])).toMatch(/^recipe\.yaml:7: deadline: the engine inline/);
    expect(await refused(['engine: inline', 'deadline: 1'], 'recorded')).toBe('not refused');
  });
});

describe('the engine that nobody names', () => {
  it('is the one inside the runner, unless something measured is to end at a deadline', async () => {
    const family = await loadFamily('counting-ones');
    const measuring = Object.entries(family.descriptors).map(([name, each]) => [name, { ...each, clock: 'measured' }]);
    const measured = { ...family, descriptors: Object.fromEntries(measuring) as Family['descriptors'] };
    const engineOf = async (of: Family, deadline?: number): Promise<string> => {
      const choice = { asked: undefined, written: undefined, families: [of], workers: ONE, deadline };
      return await resolveEngine(choice, () => undefined);
    };
    expect(await engineOf(family)).toBe('inline');
    expect(await engineOf(family, 1)).toBe('inline');
    expect(await engineOf(measured)).toBe('inline');
    expect(await engineOf(measured, 1)).toBe('process');
  });

  it('is docker for a family that is not of the suite, whatever its clock', async () => {
    for (const clock of ['recorded', 'measured']) {
      await knowFamilies({ name: 'timed', code: CODE, manifest: { clock } });
      expect((await planOf(LINES)).recipe.engine).toBe('docker');
    }
  });
});

describe('a plan warns', () => {
  it('of limits that the engine does not keep', async () => {
    const workers = 'workers: { memory: 64MiB, pids: 32 }';
    expect(await warned(['engine: inline', workers], 'recorded')).toBe(
      'the engine inline does not hold its workers to memory, pids; docker does',
    );
    expect(await warned(['engine: docker', workers], 'recorded')).toBe('');
  });

  it('of a real clock without a deadline, on which a hang is waited for without end', async () => {
    expect(await warned(['engine: process'])).toMatch('an evaluation of timed that hangs is waited for without end');
    expect(await warned(['engine: process', 'deadline: 5'])).not.toMatch('hangs');
    expect(await warned(['engine: process'], 'recorded')).toBe('');
  });
});

describe('the machine', () => {
  const machine = { cores: 2, memory: 4 * 1024 ** 3 };
  const findings = async (lines: readonly string[], engine = 'docker'): Promise<ReturnType<typeof findingsOf>> => {
    await knowFamilies({ name: 'timed', code: CODE, manifest: { clock: 'measured' } });
    // Planned for the engine that knows no limits, and judged for the one that does.
    const { recipe, families } = await planOf([...LINES, 'engine: process', ...lines]);
    return findingsOf({ ...recipe, engine }, await loadEngine(engine), Object.values(families), machine);
  };

  it('refuses a worker that is larger than it, in an engine that gives it that much', async () => {
    const { mistakes } = await findings(['workers: { cpus: 64, memory: 8GiB }']);
    expect(mistakes.map(({ message }) => message)).toEqual([
      'a worker of 64 CPUs can never start: this machine has 2',
      'a worker of 8192 MiB can never start: this machine has 4096 MiB',
    ]);
    expect((await findings(['workers: { cpus: 64 }'], 'process')).mistakes).toEqual([]);
  });

  it('has room for so many workers, and more of them measure each other', async () => {
    const { mistakes, warnings } = await findings(['deadline: 9', 'workers: { count: 3, memory: 2GiB }']);
    expect(mistakes).toEqual([]);
    expect(warnings).toEqual([
      '3 workers of 1 CPU on 2 cores: what is measured is their contention, too',
      "3 workers of 2048 MiB may need more than the machine's 4096 MiB",
    ]);
    const small = await findings(['deadline: 9', 'workers: { memory: 16MiB }']);
    expect(small.warnings).toEqual(['16 MiB may be too little for a worker to start: it then does not connect']);
  });
});
