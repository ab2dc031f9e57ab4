import { canonical } from '../../core/json.js';
import { openBackends } from '../backends.js';
import type { ImageIdentity } from '../engines/engine.js';
import { loadEngine } from '../engines/registry.js';
import type { Evaluator } from '../evaluator.js';
import { provideData } from '../provide-data.js';
import type { Workers } from '../recipe.js';
import type { Chain } from './chains.js';
import type { Journal } from './journal.js';
import { machineHere } from './machine.js';
import { measureAll } from './measure-all.js';
import { measureChain } from './measure-chain.js';
import type { MeasuredCell } from './measured-cell.js';
import { writeProvenance, type MeasuringSession, type Provenance } from './provenance.js';
import type { TablePlan } from './table-plan.js';
import type { TableProgress, TableTally } from './table-tally.js';

export interface TabulateOptions {
  readonly engine: string;
  readonly workers: Workers;
  readonly signal: AbortSignal;
  /** Told at the start and after each cell. */
  readonly onProgress?: (progress: TableProgress) => void;
  readonly onNotice?: (line: string) => void;
}

/** A table under way. */
export interface Measuring {
  readonly plan: TablePlan;
  readonly folder: string;
  readonly journal: Journal;
  readonly provenance: Provenance;
}

export interface Missing {
  /** All of them: cells that are known are passed over. */
  readonly chains: readonly Chain[];
  readonly tally: TableTally;
  readonly record: (cell: number, result: MeasuredCell) => void;
}

/**
 * Measures what is missing of a table.
 * @returns the sessions with this one, which is written before it begins
 */
export async function measureMissing(
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
  const onLoss = (_run: string, words: string): void => onNotice?.(words);
  const rules = { study, workers, concurrency: 1, deadline, retries: RETRIES, onLoss };
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

/** How often a guest that was lost is replaced before the cell has failed. */
const RETRIES = 2;

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
