import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { listFamilies } from '../families.js';
import { lockFolder } from '../lock.js';
import { cellsOf } from './cells.js';
import { chainsOf } from './chains.js';
import { openJournal } from './journal.js';
import { measureMissing, type Measuring, type TabulateOptions } from './measure-missing.js';
import type { MeasuredCell } from './measured-cell.js';
import { originOf, readProvenance, refuseOther, writeProvenance, type Provenance } from './provenance.js';
import type { Row } from './rows.js';
import type { TablePlan } from './table-plan.js';
import { createTableTally, type TableProgress } from './table-tally.js';
import { writeTable } from './write-table.js';

export type { TabulateOptions };

/**
 * Measures the cells of a plan that the folder does not have yet, and then makes the folder a family of the runtime `table`.
 * @throws SuiteError of code 'user' where something else is in the folder; infrastructure; the signal's reason
 */
export async function tabulate(plan: TablePlan, out: string, options: TabulateOptions): Promise<TableProgress> {
  const folder = resolve(out);
  await refuseName(folder);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    return await inFolder(plan, folder, options);
  } finally {
    unlock();
  }
}

const JOURNAL = '.measured.jsonl';

async function inFolder(plan: TablePlan, folder: string, options: TabulateOptions): Promise<TableProgress> {
  const found = readProvenance(folder);
  const origin = originOf(plan);
  const fresh: Provenance = { format: 1, ...origin, sessions: [] };
  if (found === undefined) {
    refuseForeign(folder);
    // Before anything else is: by it the folder is known for ours.
    writeProvenance(folder, fresh);
  }
  if (found?.measured !== undefined) {
    refuseOther(folder, found, origin);
    const { cells, failed } = found.measured;
    return { cells, done: cells, failed, share: 1 };
  }
  const journal = openJournal(join(folder, JOURNAL));
  try {
    const begun = journal.cells.size > 0 ? found : undefined;
    if (begun === undefined) writeProvenance(folder, fresh);
    else refuseOther(folder, begun, origin);
    const provenance = begun ?? fresh;
    return await measured({ plan, folder, journal, provenance }, options);
  } finally {
    journal.close();
  }
}

async function measured(measuring: Measuring, options: TabulateOptions): Promise<TableProgress> {
  const { plan, folder, journal, provenance } = measuring;
  const { onProgress } = options;
  const cells = cellsOf(plan);
  const chains = chainsOf(plan, cells);
  const tally = createTableTally(plan, chains, journal.cells);
  const record = (cell: number, result: MeasuredCell): void => {
    journal.append(cell, result);
    tally.add(cell, result);
    onProgress?.(tally.progress());
  };
  const complete = journal.cells.size === cells.length;
  const sessions = complete ? provenance.sessions : await measureMissing(measuring, { chains, tally, record }, options);
  const rows = cells.map((cell) => ({ cell, measured: journal.cells.get(cell.number) as MeasuredCell }));
  await writeTable(plan, folder, rows);
  for (const { instance } of plan.tables) noticeMostlyFailed(instance, rows, options.onNotice);
  const { failed } = tally.progress();
  const finished = new Date().toISOString();
  writeProvenance(folder, { ...provenance, sessions, measured: { cells: cells.length, failed, finished } });
  rmSync(join(folder, JOURNAL));
  return tally.progress();
}

/** Such a table is written all the same: what it is good for, its owner knows. */
function noticeMostlyFailed(instance: string, rows: readonly Row[], onNotice: TabulateOptions['onNotice']): void {
  const own = rows.filter(({ cell }) => cell.instance === instance);
  const failed = own.filter(({ measured: { status } }) => status !== 'completed').length;
  if (failed * 2 <= own.length) return;
  onNotice?.(
    `${failed} of ${own.length} evaluations of ${instance} failed: with more than half, hport check refuses the family`,
  );
}

/** Names that a manifest would be refused with, or that another family has, before anything is measured. */
async function refuseName(folder: string): Promise<void> {
  const name = basename(folder);
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw userError(`the folder's name "${name}" cannot name a family`, {
      key: '--out',
      mend: 'Use small letters and digits, joined by -.',
    });
  }
  if (existsSync(join(folder, 'benchmark.yaml')) || !(await listFamilies()).includes(name)) return;
  throw userError(`there is a family "${name}" already`, { key: '--out', mend: 'Give the folder another name.' });
}

/** A lock of ours may be there already. */
function refuseForeign(folder: string): void {
  const foreign = readdirSync(folder).find((name) => !name.startsWith('lock'));
  if (foreign === undefined) return;
  throw userError(`there is something else in this folder: ${foreign}`, {
    file: folder,
    mend: 'Take another folder (--out), or remove this one.',
  });
}
