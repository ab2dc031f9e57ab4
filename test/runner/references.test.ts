import { appendFile, cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Metrics } from '../../src/core/types.js';
import { packageRoot } from '../../src/core/package.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { evaluateOnce } from '../../src/runner/evaluate-once.js';
import { listFamilies, loadFamily, type Family } from '../../src/runner/families.js';
import { checkFamily } from '../../src/runner/conformance.js';
import { planRecipe } from '../../src/runner/plan.js';
import { referenceState, scaledMetrics } from '../../src/runner/references/scaled-metrics.js';
import { medianLoss } from '../../src/runner/references/sample.js';
import { updateReferences } from '../../src/runner/references/update-references.js';
import { studyFileOf } from '../../src/runner/study-file.js';
import { writeFolder } from './manifest-fixture.js';
import { complaintOf, recipeText, write } from './recipe-fixture.js';

afterEach(() => void vi.unstubAllEnvs());

/** Six configurations at two levels with two seeds each: errors by row, level and seed. The fifth failed with its second seed. */
const ERRORS = [
  [0.9, 0.9, 0.5, 0.3],
  [0.8, 0.8, 0.45, 0.2],
  [0.9, 0.7, 0.6, 0.6],
  [0.5, 0.9, 0.1, 0.7],
  [0.6, 0.9, 0.65, NaN],
  [0.1, 0.1, 0.8, 0.9],
];
const MANIFEST = `
family: small-table
version: 1.0.0
runtime: table
instances: { only: {} }
space: { parameters: [{ name: a, type: categorical, choices: [x, y, z] }, { name: b, type: integer, lower: 1, upper: 2 }] }
fidelities: [{ name: epoch, type: integer, lower: 1, upper: 9, levels: [1, 9], continuation: false, unit: epochs }]
metrics:
  error: { direction: minimize, role: objective, lower: 0, upper: 1 }
  size: { direction: maximize, role: info }
clock: recorded
level: synthetic
source: A table for tests
licence: CC0-1.0
table: { file: rows.csv, find: grid, replicates: seed, audit: { failed: true } }
`;

async function smallTable(manifest = MANIFEST): Promise<{ readonly folder: string; readonly family: Family }> {
  const lines = ERRORS.flatMap((errors, row) =>
    errors.map((error, at) => {
      const failed = Number.isNaN(error) ? 1 : 0;
      const place = `${'xyz'[Math.floor(row / 2)]},${(row % 2) + 1},${at < 2 ? 1 : 9},${at % 2}`;
      return `${place},${failed === 1 ? '' : error},${row},1,${failed}`;
    }),
  );
  const rows = ['a,b,epoch,replicate,error,size,cost,failed', ...lines].join('\n');
  const root = await writeFolder({ 'small-table/benchmark.yaml': manifest, 'small-table/rows.csv': `${rows}\n` });
  vi.stubEnv('HPORT_BENCHMARKS', root);
  return { folder: join(root, 'small-table'), family: await loadFamily('small-table') };
}

const OPTIONS = { engine: 'inline', draws: 50, instances: ['only'], again: false };

describe('the references of a table', () => {
  it('are its best value and the median of all its rows and replicates at the highest fidelity, failures as the worst', async () => {
    const { family } = await smallTable();
    await updateReferences(family, OPTIONS);
    const { references } = await loadFamily('small-table');
    const top = ERRORS.flatMap(([, , first = NaN, second = NaN]) => [first, second]);
    const sorted = top.map((error) => (Number.isNaN(error) ? 0.9 : error)).sort((a, b) => a - b);
    const median = ((sorted[5] ?? NaN) + (sorted[6] ?? NaN)) / 2;
    expect(references?.instances['only']).toMatchObject({
      ...{ median: 'all', configurations: 6, seeds: 2, failed: 1 },
      metrics: { error: { best: 0.1, exact: true, median }, size: { best: 5, exact: true } },
    });
  });

  it('are of what they were computed from: other rows or another manifest make them stale, and a remark does not', async () => {
    const { folder, family } = await smallTable();
    await updateReferences(family, OPTIONS);
    const state = async (): Promise<string> => referenceState(await loadFamily('small-table'), 'only');
    const source = family.source;
    expect((await loadFamily('small-table')).source).toBe(source);
    expect(await state()).toBe('current');
    await writeFile(join(folder, 'errata.md'), 'Nothing.');
    await writeFile(join(folder, 'benchmark.yaml'), `# A remark\n${MANIFEST}`);
    expect(await state()).toBe('current');
    expect(scaledMetrics(await loadFamily('small-table'), 'only')['error']?.scale?.how).toBe(
      'median of all 6 configurations with 2 seeds each; best: the optimum',
    );
    await writeFile(join(folder, 'benchmark.yaml'), MANIFEST.replace('replicates: seed', 'replicates: mean'));
    expect(await state()).toBe('stale');
    await writeFile(join(folder, 'benchmark.yaml'), MANIFEST);
    await appendFile(join(folder, 'rows.csv'), '\n');
    expect(await state()).toBe('stale');
    const changed = await loadFamily('small-table');
    // A study has no scale of something else.
    expect(scaledMetrics(changed, 'only')['error']).not.toHaveProperty('scale');
    const steps = await checkFamily(changed, { engine: 'inline' });
    expect(steps.find(({ name }) => name === 'references')).toMatchObject({
      status: 'failed',
      message: expect.stringMatching(/^only: .*hport references small-table/s) as string,
    });
  });

  it('refuse a declared optimum that is none', async () => {
    const { family } = await smallTable(MANIFEST.replace('upper: 1 }', 'upper: 1, optimum: 0.2 }'));
    expect(await complaintOf('', () => updateReferences(family, OPTIONS))).toMatch(
      /the optimum of error is declared as 0\.2, and the best of the table is 0\.1/,
    );
  });

  it('have no unknown keys', async () => {
    const { folder, family } = await smallTable();
    await updateReferences(family, OPTIONS);
    const file = join(folder, 'references.json');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"exact":true', '"exact":true,"worst":1'));
    expect(await complaintOf(file, () => loadFamily('small-table'))).toMatch(
      /references\.json.*metrics\.error.*unknown key "worst"/s,
    );
  });
});

describe('the references of a function', () => {
  it('are drawn and searched for, the same each time, and travel in study.json', async () => {
    const root = await mkdtemp(join(tmpdir(), 'hport-references-'));
    const folder = join(root, 'own-function');
    await cp(join(packageRoot(), 'benchmarks', 'mf-synthetic'), folder, { recursive: true });
    await cp(join(packageRoot(), 'dist', 'benchmarks', 'mf-synthetic'), folder, { recursive: true });
    const code = await readFile(join(folder, 'objective.js'), 'utf8');
    await writeFile(join(folder, 'objective.js'), code.replaceAll("'../../src/", `'${packageRoot()}/dist/src/`));
    const manifest = await readFile(join(folder, 'benchmark.yaml'), 'utf8');
    const without = manifest
      .replace('family: mf-synthetic', 'family: own-function')
      .replace(/, optimum: [-\d.e]+/g, '');
    await writeFile(join(folder, 'benchmark.yaml'), without.replace(/value: \{ optimum: [-\d.e]+ \}, /g, ''));
    vi.stubEnv('HPORT_BENCHMARKS', root);
    const options = { engine: 'inline', draws: 200, instances: ['branin-exact'], again: true };
    await updateReferences(await loadFamily('own-function'), options);
    const text = await readFile(join(folder, 'references.json'), 'utf8');
    await updateReferences(await loadFamily('own-function'), options);
    expect(await readFile(join(folder, 'references.json'), 'utf8')).toBe(text);
    const family = await loadFamily('own-function');
    const found = family.references?.instances['branin-exact'];
    expect(found).toMatchObject({ median: 'draws', configurations: 200, searched: 1000 });
    // Branin's optimum, which the manifest no longer knows.
    expect(found?.metrics['true_value']).toMatchObject({ exact: false });
    expect(found?.metrics['true_value']?.best).toBeCloseTo(0.39788735772973816, 2);
    const benchmarks = '[{ family: own-function, instances: [branin-exact, branin] }]';
    const study = studyFileOf(await planRecipe(await write(recipeText({ benchmarks }))), new Map());
    expect(study.benchmarks['own-function.branin-exact']?.metrics['true_value']?.scale).toEqual({
      ...found?.metrics['true_value'],
      how: 'median of 200 uniform draws; best: the best of these and of a search of 1000 evaluations',
    });
    expect(study.benchmarks['own-function.branin']?.metrics['true_value']).not.toHaveProperty('scale');
  });
});

describe('the median of losses', () => {
  it('takes what failed for the worst that did not, and is none where all failed', () => {
    expect(medianLoss([3, 1, 2])).toBe(2);
    expect(medianLoss([4, 1, 2, 3])).toBe(2.5);
    expect(medianLoss([1, Infinity, Infinity])).toBe(1);
    expect(medianLoss([1, 5, Infinity, Infinity, Infinity])).toBe(5);
    expect(medianLoss([Infinity])).toBeUndefined();
  });
});

describe('the references of the families of the suite', async () => {
  const families = await Promise.all((await listFamilies()).map(loadFamily));
  const scaled = families.filter(({ references }) => references !== undefined);

  it('are there for all families whose costs are recorded and whose files can be had', () => {
    const expected = families.filter(
      ({ unpinned, descriptors }) =>
        Object.keys(unpinned).length === 0 && Object.values(descriptors).every(({ clock }) => clock === 'recorded'),
    );
    expect(scaled.map(({ name }) => name)).toEqual(expect.arrayContaining(expected.map(({ name }) => name)));
  });

  it.each(scaled.map((family) => [family.name, family] as const))('of %s are up to date', (_, family) => {
    const stale = Object.keys(family.descriptors).filter((instance) => referenceState(family, instance) !== 'current');
    expect(stale, `hport references ${family.name}`).toEqual([]);
  });

  it('of counting-ones are what its formula says: half of the bits, and half of the means', () => {
    const family = families.find(({ name }) => name === 'counting-ones') as Family;
    for (const [instance, ones] of [['d8', 4] as const, ['d32', 16] as const]) {
      const { best, exact, median } = family.references?.instances[instance]?.metrics['true_loss'] ?? {};
      expect([best, exact]).toEqual([-2 * ones, true]);
      expect(Math.abs((median ?? 0) + ones)).toBeLessThan(0.15);
    }
  });

  it('are on the right side of each other', () => {
    for (const { name, references, descriptors } of scaled) {
      for (const [instance, { metrics }] of Object.entries(references?.instances ?? {})) {
        for (const [metric, { best, median }] of Object.entries(metrics)) {
          const { direction } = (descriptors[instance] as Descriptor).metrics[metric] ?? {};
          const gap = direction === 'maximize' ? best - median : median - best;
          expect(gap, `${name}.${instance} ${metric}`).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('are those of an evaluation by hand: half of new random configurations of branin are worse than the median', async () => {
    const family = families.find(({ name }) => name === 'mf-synthetic') as Family;
    const { createSearchSpace } = await import('../../src/space/space.js');
    const { createRng } = await import('../../src/core/rng.js');
    const space = createSearchSpace((family.descriptors['branin-exact'] as Descriptor).space);
    const rng = createRng('other draws');
    const { median = NaN } = family.references?.instances['branin-exact']?.metrics['true_value'] ?? {};
    const worse: boolean[] = [];
    for (let i = 0; i < 200; i++) {
      const configuration = space.sample(rng);
      const asked = { instance: 'branin-exact', configuration, fidelity: { z: 81 }, seed: 0 };
      const answer = await evaluateOnce(family, asked, { engine: 'inline' });
      const metrics: Metrics = answer.status === 'completed' ? answer.metrics : {};
      worse.push((metrics['true_value'] ?? NaN) > median);
    }
    // Four standard deviations.
    expect(Math.abs(worse.filter(Boolean).length - 100)).toBeLessThan(28);
  });
});
