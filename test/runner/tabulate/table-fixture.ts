import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadFamily, type Family } from '../../../src/runner/families.js';
import { planTable, type TableRequest } from '../../../src/runner/tabulate/table-plan.js';
import { tabulate, type TabulateOptions } from '../../../src/runner/tabulate/tabulate.js';
import type { TableProgress } from '../../../src/runner/tabulate/table-tally.js';
import { resolveWorkers } from '../../../src/runner/recipe-values.js';
import { readCsv, type Csv } from '../../../src/data/csv.js';

export type Wish = Omit<TableRequest, 'seeds'> & Partial<Pick<TableRequest, 'seeds'>>;

/** Measures a table, one evaluation after another inside the runner unless told otherwise. */
export async function measure(
  wish: Wish,
  folder: string,
  options: Partial<TabulateOptions> & { readonly count?: number } = {},
): Promise<TableProgress> {
  const { count = 1, ...rest } = options;
  const plan = await planTable({ seeds: 1, ...wish });
  const workers = resolveWorkers({ count }, () => undefined);
  return await tabulate(plan, folder, { engine: 'inline', workers, signal: new AbortController().signal, ...rest });
}

export function rowsOf(folder: string): Csv {
  return readCsv(join(folder, 'rows.csv'));
}

/** Loads the family in a folder of that name in `root`, which nothing else looks into afterwards. */
export async function loadFrom(root: string, name: string): Promise<Family> {
  const before = process.env['HPORT_BENCHMARKS'];
  process.env['HPORT_BENCHMARKS'] = root;
  try {
    return await loadFamily(name);
  } finally {
    if (before === undefined) delete process.env['HPORT_BENCHMARKS'];
    else process.env['HPORT_BENCHMARKS'] = before;
  }
}

export interface ProvenanceRead {
  readonly sessions: readonly Readonly<Record<string, unknown>>[];
  readonly measured?: { readonly cells: number; readonly failed: number };
  readonly [key: string]: unknown;
}

export function provenanceOf(folder: string): ProvenanceRead {
  return JSON.parse(readFileSync(join(folder, 'provenance.json'), 'utf8')) as ProvenanceRead;
}
