import { createRng, seedFrom } from '../../core/rng.js';
import type { Configuration } from '../../core/types.js';
import { familyCache } from '../../data/cache.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { tablesOf } from '../../runtimes/table/load.js';
import type { Table } from '../../runtimes/table/reader.js';
import { createSearchSpace, type SearchSpace } from '../../space/space.js';
import { familyCode } from '../engines/parts/family-code.js';
import type { Family } from '../families.js';
import type { Question } from './asker.js';
import { allConfigurations } from './all-configurations.js';

/** What is evaluated for the references of an instance. */
export interface Design {
  readonly median: 'all' | 'draws';
  readonly configurations: number;
  /** Each configuration with these. */
  readonly seeds: number;
  readonly questions: Iterable<Question>;
  /** All rows of a table whose space has more configurations than it has rows. */
  readonly rows?: Iterable<Question>;
}

/** Of all draws. */
export const SEED = 0;

/** More configurations than these are drawn from and not counted through. */
const MOST = 250_000;

/**
 * The whole space of a table, where its configurations can be counted through, or all of its rows, where no other configuration is
 * answered; otherwise uniform draws.
 */
export async function designOf(family: Family, descriptor: Descriptor, draws: number): Promise<Design> {
  const space = createSearchSpace(descriptor.space);
  const drawn: Design = {
    ...{ median: 'draws', configurations: draws, seeds: 1 },
    questions: drawnQuestions(space, family.name, descriptor.instance, draws),
  };
  if (family.runtime !== 'table') return drawn;
  const table = await tableOf(family, descriptor.instance);
  const seeds = descriptor.table?.replicates === 'mean' ? 1 : table.replicates;
  const rows = rowConfigurations(table, space);
  if (descriptor.table?.find === 'exact' || descriptor.table?.find === undefined) {
    return all(rows ?? [], seeds);
  }
  const whole = allConfigurations(space, MOST);
  if (whole !== undefined) return all(whole, seeds);
  return { ...drawn, ...(rows !== undefined && { rows: withSeeds(rows, seeds) }) };
}

async function tableOf(family: Family, instance: string): Promise<Table> {
  const { folder, descriptors, name } = family;
  const load = await tablesOf({ folder, code: familyCode(family), descriptors, data: familyCache(name) });
  return await load(instance);
}

/** Undefined where the table finds rows by another rule than codes. */
function rowConfigurations({ rows, codes }: Table, space: SearchSpace): readonly Configuration[] | undefined {
  if (codes === undefined) return undefined;
  const { dimensions } = space;
  return Array.from({ length: rows }, (_, row) => {
    return space.decode(codes.subarray(row * dimensions, (row + 1) * dimensions));
  });
}

function all(configurations: readonly Configuration[], seeds: number): Design {
  return {
    ...{ median: 'all', configurations: configurations.length, seeds },
    questions: withSeeds(configurations, seeds),
  };
}

/** Replicates are chosen by seed: as many small seeds as there are replicates choose each. */
function* withSeeds(configurations: Iterable<Configuration>, seeds: number): Generator<Question> {
  for (const configuration of configurations) {
    for (let seed = 0; seed < seeds; seed++) yield { configuration, seed };
  }
}

function drawnQuestions(space: SearchSpace, family: string, instance: string, draws: number): readonly Question[] {
  const rng = createRng('references', SEED, family, instance);
  return Array.from({ length: draws }, (_, draw) => ({
    configuration: space.sample(rng),
    seed: seedFrom('references', SEED, family, instance, draw),
  }));
}
