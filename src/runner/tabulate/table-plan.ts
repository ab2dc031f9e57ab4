import { userError } from '../../core/errors.js';
import type { Configuration } from '../../core/types.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { TABLE_COLUMNS } from '../../runtimes/table/csv-rows.js';
import type { Family } from '../families.js';
import { designConfigurations, type Design } from './design.js';
import { tableLevels, type GivenLevels } from './levels.js';

/** What is to be measured for a table. */
export interface TablePlan {
  readonly family: Family;
  readonly design: Design;
  /** Of the evaluations: the replicates of the table. */
  readonly seeds: readonly number[];
  /** Seconds that a cell may cost, from scratch. */
  readonly deadline: number;
  readonly tables: readonly PlannedTable[];
}

/** The table of one instance. */
export interface PlannedTable {
  readonly instance: string;
  readonly descriptor: Descriptor;
  readonly configurations: readonly Configuration[];
  /** Of each fidelity in the descriptor's order, ascending. */
  readonly levels: readonly (readonly number[])[];
}

export interface TableRequest {
  readonly family: Family;
  readonly instances: readonly string[];
  readonly design: Design;
  readonly fidelities?: GivenLevels;
  /** How many, from 0 on. */
  readonly seeds: number;
  readonly deadline?: number;
}

/** The column that says why a cell failed; readers of tables leave it alone. */
export const REASON = 'reason';

/** @throws SuiteError of code 'user' where the family cannot be tabulated so */
export async function planTable(request: TableRequest): Promise<TablePlan> {
  const { family, instances, design, fidelities, seeds, deadline = Infinity } = request;
  if (family.runtime === 'table') {
    const mend = 'Tabulate a family that has code, such as mlp or counting-ones.';
    throw userError(`${family.name} is a table already`, { mend });
  }
  const tables = [...new Set(instances)].map(async (instance) => {
    const descriptor = family.descriptors[instance];
    if (descriptor === undefined) throw userError(`${family.name} has no instance "${instance}"`);
    refuseReserved(descriptor);
    const levels = tableLevels(descriptor.fidelities, fidelities);
    return { instance, descriptor, configurations: await designConfigurations(design, descriptor), levels };
  });
  return {
    family,
    design,
    seeds: Array.from({ length: seeds }, (_, seed) => seed),
    deadline,
    tables: await Promise.all(tables),
  };
}

/** A name can stand for one column only. */
function refuseReserved({ space, fidelities, metrics, family }: Descriptor): void {
  const names = [...space.parameters, ...fidelities].map(({ name }) => name).concat(Object.keys(metrics));
  const reserved = [...TABLE_COLUMNS, REASON];
  const taken = names.find((name, at) => reserved.includes(name) || names.indexOf(name) < at);
  if (taken === undefined) return;
  throw userError(`${family} cannot be a table: two columns would be called ${taken}`, {
    mend: `A table has columns for parameters, fidelities, metrics and ${reserved.join(', ')}: give ${taken} another name.`,
  });
}
