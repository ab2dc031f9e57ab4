import { describe, expect, it } from 'vitest';
import { loadFamily } from '../../../src/runner/families.js';
import { readRecipe } from '../../../src/runner/recipe.js';
import { mirror } from '../../mirror.js';
import { FAMILIES } from './families.js';
import { readSuite, V1, type SuiteEntry } from './official.js';

const data = mirror();

/** Whether a metric of a scenario, or one that an entry optimises, is flagged: see the errata of `yahpo-rbv2-*`. */
const isFlagged = (entry: string): boolean => /^rbv2_.* (?:memory|f1)(?: |$)/.test(entry);

describe.skipIf(data === undefined)("YAHPO's suites as recipes", () => {
  it('has the official single-objective suite, entry by entry', async () => {
    expect(await entriesOf('yahpo-single')).toEqual(sorted(readSuite(data ?? '', 'single')));
  });

  it('has the official multi-objective suite in three recipes, entry by entry', async () => {
    const recipes = ['yahpo-multi', 'yahpo-multi-rammodel', 'yahpo-multi-memory'];
    const entries = await Promise.all(recipes.map(entriesOf));
    expect(entries.flat().sort()).toEqual(sorted(readSuite(data ?? '', 'multi')));
  });

  it('optimises flagged metrics in one recipe only, and nothing else there', async () => {
    expect((await entriesOf('yahpo-multi-memory')).every((entry) => isFlagged(entry))).toBe(true);
    for (const recipe of ['yahpo-single', 'yahpo-multi', 'yahpo-multi-rammodel']) {
      expect((await entriesOf(recipe)).some((entry) => isFlagged(entry))).toBe(false);
    }
  });
});

describe('unsound predictions', () => {
  const noticed = async (recipe: string): Promise<readonly string[]> => {
    const { benchmarks } = await readRecipe(`recipes/${recipe}.yaml`);
    const found = await Promise.all(
      benchmarks.map(async ({ family, instances, objectives }) => {
        const { descriptors } = await loadFamily(family);
        return instances.flatMap((instance) =>
          objectives
            .filter((name) => descriptors[instance]?.metrics[name]?.notice !== undefined)
            .map((name) => `${family} ${instance} ${name}`),
        );
      }),
    );
    return found.flat();
  };

  it.each(['yahpo', 'yahpo-single', 'yahpo-multi', 'yahpo-multi-rammodel', 'tour', 'multi-fidelity'])(
    'are no objective of recipes/%s.yaml',
    async (recipe) => {
      expect((await noticed(recipe)).filter((name) => name.startsWith('yahpo-'))).toEqual([]);
    },
  );

  it('have a notice on the instances where LCDB says so, and are left out of the sound ones', async () => {
    const { descriptors } = await loadFamily('yahpo-rbv2-xgboost');
    expect(descriptors['41169']?.metrics['acc']?.notice).toMatch(/up to 1 .* 28 learners was measured at 0\.386/);
    expect(descriptors['181']?.metrics['auc']?.notice).toMatch(/near 0/);
    expect(descriptors['12']?.metrics['acc']).not.toHaveProperty('notice');
  });
});

describe('flagged metrics', () => {
  it.each(FAMILIES)('of $family are no default objectives, and say why', async ({ family, scenario }) => {
    const { descriptors } = await loadFamily(family);
    for (const { metrics } of Object.values(descriptors)) {
      for (const [name, { role, notice }] of Object.entries(metrics)) {
        if (!isFlagged(`${scenario} ${name}`)) continue;
        expect(role).toBe('info');
        expect(notice).toBeDefined();
      }
    }
  });
});

/** The benchmarks of a recipe in the form of the official list. */
async function entriesOf(recipe: string): Promise<readonly string[]> {
  const { benchmarks } = await readRecipe(`recipes/${recipe}.yaml`);
  const entries = benchmarks.flatMap(({ family, instances, objectives }) =>
    instances.map((instance) => ({ scenario: scenarioOf(family), instance, target: objectives })),
  );
  return sorted(entries);
}

function scenarioOf(family: string): string {
  return FAMILIES.find((each) => each.family === family && each.release === V1)?.scenario ?? family;
}

function sorted(entries: readonly SuiteEntry[]): readonly string[] {
  return entries.map(({ scenario, instance, target }) => `${scenario} ${instance} ${target.join(' ')}`).sort();
}
