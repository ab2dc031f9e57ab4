import { describe, expect, it } from 'vitest';
import type { FidelityParameter } from '../../../src/fidelity/space.js';
import { loadFamily } from '../../../src/runner/families.js';
import { cellsOf } from '../../../src/runner/tabulate/cells.js';
import { chainsOf } from '../../../src/runner/tabulate/chains.js';
import { designConfigurations, parseDesign } from '../../../src/runner/tabulate/design.js';
import { tableLevels } from '../../../src/runner/tabulate/levels.js';
import { originOf } from '../../../src/runner/tabulate/provenance.js';
import { planTable } from '../../../src/runner/tabulate/table-plan.js';
import type { Descriptor } from '../../../src/protocol/descriptor.js';

const iter: FidelityParameter = {
  ...{ name: 'iter', type: 'integer', lower: 3, upper: 243, log: true },
  ...{ continuation: true, unit: 'epochs' },
} as const;
const subsample: FidelityParameter = {
  ...{ name: 'subsample', type: 'float', lower: 0.1, upper: 1 },
  ...{ continuation: false, unit: 'fraction' },
} as const;

describe('levels of a table', () => {
  it('are the rungs of eta 3 for the fidelity that continues, and the highest of the others', () => {
    expect(tableLevels([subsample, iter])).toEqual([[1], [3, 9, 27, 81, 243]]);
    expect(tableLevels([subsample])).toEqual([[1 / 9, 1 / 3, 1]]);
    expect(tableLevels([])).toEqual([]);
  });

  it('are rounded to those that are admissible', () => {
    expect(tableLevels([{ ...iter, lower: 1, upper: 100, levels: [1, 10, 40, 100] }])).toEqual([[1, 10, 40, 100]]);
  });

  it('are those that are given, ascending and once', () => {
    expect(tableLevels([iter, subsample], { iter: [9, 3, 9], subsample: [0.5, 1] })).toEqual([
      [3, 9],
      [0.5, 1],
    ]);
  });

  it.each([
    [{ iters: [3] }, 'fidelities', /no fidelity "iters" \(did you mean "iter"\?\)/],
    [{ iter: [2] }, 'fidelities.iter', /2 is below the lowest level, 3/],
    [{ iter: [] }, 'fidelities.iter', /expected a list of levels, found \[\]/],
    [{ iter: 9 }, 'fidelities.iter', /expected a list of levels, found 9/],
    [{ iter: ['9'] }, 'fidelities.iter', /expected a number, found 9/],
  ])('are refused with the place: %j', (given, key, message) => {
    expect(() => tableLevels([iter, subsample], given)).toThrow(
      expect.objectContaining({
        code: 'user',
        message: expect.stringMatching(message) as string,
        details: expect.objectContaining({ key }) as object,
      }),
    );
  });
});

describe('a design', () => {
  it.each([
    ['grid', { kind: 'grid' }],
    ['grid:4', { kind: 'grid', resolution: 4 }],
    ['sobol:128', { kind: 'sobol', size: 128 }],
  ])('is read from %s', (text, design) => {
    expect(parseDesign(text)).toEqual(design);
  });

  it.each([
    'sobol',
    'sobol:',
    'sobol:0',
    'sobol:1.5',
    'sobol:1e3',
    'grid:',
    'grid:-1',
    'random:4',
    'sobol:4:2',
    'sobol:100001',
  ])('is refused as %s', (text) => {
    expect(() => parseDesign(text)).toThrow(/is no design/);
  });

  const descriptor = async (family: string, instance: string): Promise<Descriptor> =>
    (await loadFamily(family)).descriptors[instance] as Descriptor;

  it('of a sequence has as many different configurations as it says, and the smaller one begins the larger', async () => {
    const branin = await descriptor('mf-synthetic', 'branin');
    const four = await designConfigurations({ kind: 'sobol', size: 4 }, branin);
    const eight = await designConfigurations({ kind: 'sobol', size: 8 }, branin);
    expect(new Set(eight.map((each) => JSON.stringify(each))).size).toBe(8);
    expect(eight.slice(0, 4)).toEqual(four);
  });

  it('of a sequence is refused where the space has not so many', async () => {
    const { space, ...rest } = await descriptor('counting-ones', 'd8');
    const [bit] = space.parameters;
    const small = { ...rest, space: { parameters: bit === undefined ? [] : [bit] } };
    await expect(designConfigurations({ kind: 'sobol', size: 3 }, small)).rejects.toThrow(
      /not 3 configurations .* but 2/,
    );
  });

  it('of a grid is refused where it is too large', async () => {
    await expect(designConfigurations({ kind: 'grid' }, await descriptor('counting-ones', 'd8'))).rejects.toThrow(
      /more than 100000 configurations/,
    );
  });
});

describe('a plan', () => {
  it('has cells as a table numbers them, and chains of those that continue', async () => {
    const family = await loadFamily('mlp');
    const fidelities = { iter: [3, 9], subsample: [0.5, 1] };
    const design = { kind: 'sobol', size: 2 } as const;
    const plan = await planTable({ family, instances: ['wine', 'digits'], design, fidelities, seeds: 2 });
    const cells = cellsOf(plan);
    expect(cells).toHaveLength(2 * 2 * 4 * 2);
    expect(cells.map(({ number }) => number)).toEqual(cells.map((_, index) => index));
    expect(cells.slice(0, 4).map(({ fidelity, seed }) => [fidelity['iter'], fidelity['subsample'], seed])).toEqual([
      [3, 0.5, 0],
      [3, 0.5, 1],
      [3, 1, 0],
      [3, 1, 1],
    ]);
    const chains = chainsOf(plan, cells);
    expect(chains).toHaveLength(cells.length / 2);
    for (const [low, high] of chains) {
      expect(high).toEqual({ ...low, number: (low?.number ?? 0) + 4, fidelity: { ...low?.fidelity, iter: 9 } });
    }
  });

  it('has no chains on a recorded clock, whose costs are from scratch', async () => {
    const family = await loadFamily('counting-ones');
    const plan = await planTable({ family, instances: ['d8'], design: { kind: 'sobol', size: 2 }, seeds: 1 });
    const cells = cellsOf(plan);
    expect(chainsOf(plan, cells)).toEqual(cells.map((cell) => [cell]));
  });

  it('knows the sums of the data that its instances need', async () => {
    const family = await loadFamily('mlp');
    const request = { family, instances: ['car', 'wine'], design: { kind: 'sobol', size: 1 }, seeds: 1 } as const;
    const { data } = originOf(await planTable(request)).family;
    const files = (family.data['car'] ?? []).map(({ name, sha256 }) => [name, sha256] as const);
    expect(files.length).toBeGreaterThan(0);
    expect(data).toEqual({ car: Object.fromEntries(files) });
  });

  it('is refused for what is a table already, and for names that a table has for itself', async () => {
    const design = { kind: 'grid' } as const;
    const table = await loadFamily('tabrepo');
    await expect(planTable({ family: table, instances: ['2073'], design, seeds: 1 })).rejects.toThrow(
      /tabrepo is a table already/,
    );
    const svm = await loadFamily('yahpo-rbv2-svm');
    const instances = Object.keys(svm.descriptors).slice(0, 1);
    await expect(planTable({ family: svm, instances, design, seeds: 1 })).rejects.toThrow(
      /two columns would be called cost/,
    );
  });
});
