import { beforeAll, describe, expect, it } from 'vitest';
import arlbench from '../../benchmarks/arlbench/table.js';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import { auditTable } from '../../src/runtimes/table/audit.js';
import { createLookUp } from '../../src/runtimes/table/look-up.js';
import { createSearchSpace } from '../../src/space/space.js';
import { mirror } from '../mirror.js';
import { openTables, type OpenTable } from './open-table.js';

const folder = mirror();

/** The tasks, the steps of the longest training, the hyperparameters, and the cells without a return. */
const TASKS = [
  ['atari_battle_zone_dqn', 10_000_000, 12, 0],
  ['atari_double_dunk_dqn', 10_000_000, 12, 0],
  ['atari_phoenix_dqn', 10_000_000, 12, 0],
  ['atari_qbert_dqn', 10_000_000, 12, 0],
  ['atari_this_game_dqn', 10_000_000, 12, 0],
  ['cc_acrobot_dqn', 100_000, 12, 0],
  ['cc_cartpole_dqn', 50_000, 12, 0],
  ['cc_mountain_car_dqn', 120_000, 12, 0],
  ['minigrid_door_key_dqn', 1_000_000, 12, 0],
  ['minigrid_empty_random_dqn', 100_000, 12, 0],
  ['minigrid_four_rooms_dqn', 1_000_000, 12, 0],
  ['cc_cartpole_ppo', 100_000, 9, 0],
  ['cc_mountain_car_ppo', 1_000_000, 9, 0],
  ['minigrid_door_key_ppo', 1_000_000, 9, 0],
  ['minigrid_empty_random_ppo', 100_000, 9, 0],
  ['minigrid_four_rooms_ppo', 1_000_000, 9, 0],
  ['brax_ant_sac', 5_000_000, 11, 0],
  ['brax_halfcheetah_sac', 5_000_000, 11, 103],
  ['brax_hopper_sac', 5_000_000, 11, 0],
  ['brax_humanoid_sac', 5_000_000, 11, 838],
  ['cc_continuous_mountain_car_sac', 50_000, 11, 3247],
] as const;

const configurationAt = ({ table, descriptor }: OpenTable, row: number) => {
  const space = createSearchSpace(descriptor.space);
  return space.decode(table.codes?.subarray(row * space.dimensions, (row + 1) * space.dimensions) ?? []);
};
const performanceOf = ({ table }: OpenTable) => table.columns['performance'] as Float64Array;
const ROWS = Array.from({ length: 256 }, (_, row) => row);

describe.runIf(folder !== undefined)('arlbench', () => {
  let open: (instance: string) => Promise<OpenTable>;
  beforeAll(async () => {
    open = await openTables(folder as string, 'arlbench', arlbench);
  });

  it.each(TASKS)('has 256 x 10 x 10 returns of %s, up to %d steps', async (task, steps, parameters, empty) => {
    const opened = await open(task);
    const { table, descriptor } = opened;
    expect([table.rows, table.replicates, descriptor.space.parameters.length]).toEqual([256, 10, parameters]);
    expect(table.levels).toEqual([Array.from({ length: 10 }, (_, at) => ((at + 1) * steps) / 10)]);
    const values = performanceOf(opened);
    const went = values.filter((_, cell) => table.failed?.[cell] !== 1);
    expect(went.length).toBe(25_600 - empty);
    const sorted = went.toSorted();
    expect([sorted[0], sorted.at(-1)]).toEqual(descriptor.metrics['performance']?.observed);
    const ends = values.filter((value, cell) => !Number.isNaN(value) && Math.floor(cell / 10) % 10 === 9);
    expect(ends.toSorted().at(-1)).toBe(descriptor.metrics['performance']?.optimum);
    const { audit = {} } = descriptor.table ?? {};
    const { failed, copies, ...others } = auditTable(table, descriptor);
    expect({ failed, copies }).toEqual({ failed: empty, copies: audit.copies ?? 0 });
    expect(Object.values(others).every((count) => count === 0)).toBe(true);
  });

  it.each(TASKS)('answers each configuration of %s with its own run', async (task) => {
    const opened = await open(task);
    expect(ROWS.map((row) => opened.find(configurationAt(opened, row)))).toEqual(ROWS);
  });

  it('has the same configurations in all environments of a kind, however they were rounded', async () => {
    const brax = await Promise.all(
      ['ant', 'halfcheetah', 'hopper', 'humanoid'].map((name) => open(`brax_${name}_sac`)),
    );
    const [first] = brax.map(({ table }) => table.codes ?? new Float64Array());
    for (const { table } of brax) {
      table.codes?.forEach((code, at) => {
        if (Number.isNaN(first?.[at])) expect(code).toBeNaN();
        else expect(code).toBeCloseTo(first?.[at] as number, 11);
      });
    }
  });

  it('leaves a parameter out that upstream left empty', async () => {
    const opened = await open('cc_acrobot_dqn');
    expect(configurationAt(opened, 0)).toEqual({
      buffer_batch_size: 128,
      buffer_prio_sampling: false,
      buffer_size: 72_738,
      initial_epsilon: expect.closeTo(0.7724415914984484, 12) as number,
      learning_rate: expect.closeTo(0.0001313028028065, 15) as number,
      learning_starts: 1323,
      target_epsilon: expect.closeTo(0.0880798550412758, 12) as number,
      use_target_network: false,
    });
  });

  it('answers with the nearest where no run is', async () => {
    const opened = await open('brax_ant_sac');
    const near = configurationAt(opened, 101);
    expect(opened.find({ ...near, learning_rate: (near['learning_rate'] as number) * 1.01 })).toBe(101);
  });

  it('answers a seed with the training of that seed', async () => {
    const opened = await open('cc_acrobot_dqn');
    const lookUp = createLookUp(opened.table, opened.descriptor, opened.find);
    const ask = (seed: number) => lookUp(configurationAt(opened, 0), { budget: 20_000 }, seed);
    // The line "0,20000,-93.328125,..,9" of the file, and that of the seed 0.
    expect(ask(9)).toMatchObject({ metrics: { performance: -93.328125 }, cost: 20_000 });
    expect(ask(19)).toEqual(ask(9));
    expect(ask(0)).not.toEqual(ask(9));
  });

  it('makes a failure of a return that is empty, which costs its steps, and of no other', async () => {
    const opened = await open('brax_halfcheetah_sac');
    const lookUp = createLookUp(opened.table, opened.descriptor, opened.find);
    const ask = (budget: number) => lookUp(configurationAt(opened, 54), { budget }, 4);
    // Of run 54 and seed 4 there is no return at the seventh budget; all others have one.
    expect(ask(3_000_000)).toMatchObject({ metrics: { performance: 1759.68 }, cost: 3_000_000 });
    expect(() => ask(3_500_000)).toThrow(new EvaluationError('objective-failed', 'the recorded run failed', 3_500_000));
    expect(ask(4_000_000)).toMatchObject({ metrics: { performance: -769.0538 }, cost: 4_000_000 });
    // A mean without that run would be another thing.
    const other = lookUp(configurationAt(opened, 54), { budget: 3_500_000 }, 5);
    expect(Object.keys(other.metrics)).toEqual(['performance']);
  });

  // Issue 11: the best single run of this task has 93.67, and no configuration is worth more than 9.24.
  it('is worth the mean over its ten seeds, not the best of them', async () => {
    const { descriptor, table } = await open('cc_continuous_mountain_car_sac');
    const means = ROWS.map((row) => table.columns['mean_performance']?.[row * 10 + 9] as number);
    expect(means.filter((value) => Number.isNaN(value))).toHaveLength(58);
    const { metrics } = descriptor;
    expect(Math.max(...means.filter((value) => !Number.isNaN(value)))).toBe(metrics['mean_performance']?.optimum);
    expect([metrics['mean_performance']?.optimum, metrics['performance']?.optimum]).toEqual([
      9.235291547152249, 93.67492819152775,
    ]);
  });
});
