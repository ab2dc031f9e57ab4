import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { planRecipe } from '../../src/runner/plan.js';
import { runStudy } from '../../src/runner/study.js';
import { engineHere } from '../images/engine-here.js';
import { mirror } from '../mirror.js';
import { writeFolder } from '../runner/manifest-fixture.js';

const data = mirror();

/** Two families, one of them with two instances of one model; 4 simulated workers. */
const RECIPE = `
study: surrogates
benchmarks:
  - { family: yahpo-iaml-glmnet, instances: ['1489', '40981'] }
  - { family: yahpo-lcbench, instance: '167168' }
optimizers: [{ name: random-search }, { name: hyperband }]
seeds: [0]
budget: { fullEvaluations: 6 }
workers: { count: 4, memory: 512MiB }
`;

describe.skipIf(data === undefined)('a study of surrogates', () => {
  const engines = ['process', ...(engineHere ? ['docker'] : [])];
  let recipe = '';
  let inline: ReadonlyMap<string, string>;
  beforeAll(async () => {
    vi.stubEnv('HPORT_DATA_MIRROR', data);
    vi.stubEnv('HPORT_CACHE', await mkdtemp(join(tmpdir(), 'hport-cache-')));
    recipe = join(await writeFolder({ 'recipe.yaml': RECIPE }), 'recipe.yaml');
    inline = await logsOf('inline');
    return () => vi.unstubAllEnvs();
  });

  it.each(engines)(
    'leaves the same bytes on the engine %s as inside the runner',
    { timeout: 240_000 },
    async (engine) => {
      expect(inline.size).toBe(6);
      expect(await logsOf(engine)).toEqual(inline);
    },
  );

  async function logsOf(engine: string): Promise<ReadonlyMap<string, string>> {
    const folder = await mkdtemp(join(tmpdir(), 'hport-study-'));
    const { runs } = await runStudy(await planRecipe(recipe, { engine }), folder);
    expect(runs.map(({ state }) => state)).toEqual(runs.map(() => 'completed'));
    const names = (await readdir(join(folder, 'runs'))).sort();
    const texts = names.map(async (name) => [name, await readFile(join(folder, 'runs', name), 'utf8')] as const);
    return new Map(await Promise.all(texts));
  }
});
