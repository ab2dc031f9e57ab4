import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { userError } from '../../core/errors.js';
import { canonical } from '../../core/json.js';
import { openBackends } from '../backends.js';
import type { ImageIdentity } from '../engines/engine.js';
import { loadEngine } from '../engines/registry.js';
import type { Evaluator } from '../evaluator.js';
import { lockFolder } from '../lock.js';
import { provideData } from '../provide-data.js';
import type { Workers } from '../recipe.js';
import { cellsOf } from './cells.js';
import { chainsOf, type Chain } from './chains.js';
import { openJournal, type Journal } from './journal.js';
import { machineHere } from './machine.js';
import { measureAll } from './measure-all.js';
import { measureChain } from './measure-chain.js';
import type { MeasuredCell } from './measured-cell.js';
import {
  originOf,
  readProvenance,
  refuseOther,
  writeProvenance,
  type MeasuringSession,
  type Provenance,
} from './provenance.js';
import type { TablePlan } from './table-plan.js';
import { createTableTally, type TableProgress, type TableTally } from './table-tally.js';
import { writeTable } from './write-table.js';

export interface TabulateOptions {
  readonly engine: string;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  /** Told at the start and after each cell. */
  readonly onProgress?: (progress: TableProgress) => void;
  readonly onNotice?: (line: string) => void;
}

/**
 * Measures the cells of a plan that the folder does not have yet, and then makes the folder a family of the runtime `table`.
 * @throws SuiteError of code 'user' where something else is in the folder; infrastructure; the signal's reason
 */
export async function tabulate(plan: TablePlan, out: string, options: TabulateOptions): Promise<TableProgress> {
  const folder = resolve(out);
  refuseName(basename(folder));
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    return await inFolder(plan, folder, options);
  } finally {
    unlock();
  }
}

const JOURNAL = '.measured.jsonl';
/** How often a guest that was lost is replaced before the cell has failed. */
const RETRIES = 2;

async function inFolder(plan: TablePlan, folder: string, options: TabulateOptions): Promise<TableProgress> {
  const found = readProvenance(folder);
  const origin = originOf(plan);
  if (found !== undefined) refuseOther(folder, found, origin);
  else refuseForeign(folder);
  if (found?.measured !== undefined) {
    const { cells, failed } = found.measured;
    return { cells, done: cells, failed, share: 1 };
  }
  const provenance = found ?? { format: 1, ...origin, sessions: [] };
  const journal = openJournal(join(folder, JOURNAL));
  try {
    return await measured({ plan, folder, journal, provenance }, options);
  } finally {
    journal.close();
  }
}

interface Measuring {
  readonly plan: TablePlan;
  readonly folder: string;
  readonly journal: Journal;
  readonly provenance: Provenance;
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
  await writeTable(
    plan,
    folder,
    cells.map((cell) => ({ cell, measured: journal.cells.get(cell.number) as MeasuredCell })),
  );
  const { failed } = tally.progress();
  const finished = new Date().toISOString();
  writeProvenance(folder, { ...provenance, sessions, measured: { cells: cells.length, failed, finished } });
  rmSync(join(folder, JOURNAL));
  return tally.progress();
}

interface Missing {
  /** All of them: cells that are known are passed over. */
  readonly chains: readonly Chain[];
  readonly tally: TableTally;
  readonly record: (cell: number, result: MeasuredCell) => void;
}

/** @returns the sessions with this one, which is written before it begins */
async function measureMissing(
  { plan, folder, journal, provenance }: Measuring,
  { chains, tally, record }: Missing,
  options: TabulateOptions,
): Promise<readonly MeasuringSession[]> {
  const { family, tables, deadline } = plan;
  const { workers, signal, onNotice } = options;
  const engine = await loadEngine(options.engine);
  await provideData([{ family, instances: tables.map(({ instance }) => instance) }], { signal, onNotice });
  const study = `tabulate-${family.name}`;
  await using session = await engine.open({ study, ...(onNotice !== undefined && { onNotice }) });
  const rules = { study, workers, concurrency: 1, deadline, retries: RETRIES };
  await using backends = await openBackends(engine, session, [family], rules);
  const now = sessionOf(engine.name, workers, backends.images.get(family.name));
  const sessions = [...provenance.sessions, now];
  noticeOther(provenance.sessions.at(-1), now, onNotice);
  writeProvenance(folder, { ...provenance, sessions });
  const evaluators = new Map<string, Evaluator>();
  for (const { instance, descriptor } of tables) {
    const run = { id: `${study}.${instance}`, family: family.name, descriptor };
    evaluators.set(instance, await backends.evaluatorOf(run, signal));
  }
  const known = (cell: number): MeasuredCell | undefined => journal.cells.get(cell);
  const measure = async (chain: Chain, either: AbortSignal): Promise<void> => {
    const instance = chain[0]?.instance ?? '';
    const evaluator = evaluators.get(instance) as Evaluator;
    const isMeasured = family.descriptors[instance]?.clock === 'measured';
    await measureChain(chain, { evaluator, measured: isMeasured, deadline, known, record, signal: either });
  };
  // Not before the guests are warm: what is left is estimated from now on.
  options.onProgress?.(tally.progress());
  await measureAll(chains, workers.count, measure, signal);
  return sessions;
}

function sessionOf(engine: string, workers: Workers, image: ImageIdentity | undefined): MeasuringSession {
  const { reference, digest } = image ?? {};
  return {
    began: new Date().toISOString(),
    engine,
    workers: workers.count,
    ...(reference !== undefined && digest !== undefined && { image: { reference, digest } }),
    machine: machineHere(),
  };
}

/** Seconds of two machines in one table are not alike; whose table it is decides what to do about it. */
function noticeOther(
  then: MeasuringSession | undefined,
  now: MeasuringSession,
  onNotice: TabulateOptions['onNotice'],
): void {
  if (then === undefined) return;
  for (const key of ['engine', 'workers', 'image', 'machine'] as const) {
    const [before, here] = [canonical(then[key] ?? null), canonical(now[key] ?? null)];
    if (before !== here) onNotice?.(`other ${key} than in the session before: ${here}, then ${before}`);
  }
}

/** Names that a manifest would be refused with, before anything is measured. */
function refuseName(name: string): void {
  if (/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) return;
  throw userError(`the folder's name "${name}" cannot name a family`, {
    key: '--out',
    mend: 'Use small letters and digits, joined by -.',
  });
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
