import { createFidelitySpace } from '../../../fidelity/space.js';
import type { Configuration, Fidelity } from '../../../core/types.js';
import type { Observed } from '../../../log/records.js';
import type { StudyBenchmark } from '../../../log/study.js';
import { evaluationsOf, type Evaluation } from './evaluations.js';

export interface HistoryOf {
  readonly benchmark: StudyBenchmark;
  /** `sign` is -1 for a maximised one. */
  readonly objectives: readonly { readonly name: string; readonly sign: number }[];
}

/**
 * The text of SMAC's `runhistory.json`, its rows as they are read; the configurations of the run follow and are in memory until
 * then. Rows are objects, which SMAC 2.4 wants and DeepCAVE takes; identifiers of configurations are trials, counted from 1.
 * @returns the number of rows.
 */
export async function* runHistory(file: string, { benchmark, objectives }: HistoryOf): AsyncGenerator<string, number> {
  const budgetOf = budgets(benchmark);
  const configurations = new Map<number, Configuration>();
  const origins = new Map<number, string>();
  let finished = 0;
  let running = 0;
  yield '{"data":[';
  for await (const evaluation of evaluationsOf(file, benchmark.fidelities)) {
    const { asked, configuration, observed } = evaluation;
    const id = asked.trial + 1;
    configurations.set(id, configuration);
    if (asked.origin !== undefined && !origins.has(id)) origins.set(id, JSON.stringify(asked.origin));
    if (observed === undefined) {
      running++;
      continue;
    }
    const costs = costText(observed, objectives);
    yield `${finished === 0 ? '' : ','}\n${row(evaluation, { observed, costs, budget: budgetOf(evaluation.fidelity) })}`;
    finished++;
  }
  const stats = { submitted: finished + running, finished, running };
  const rest = { stats, configs: Object.fromEntries(configurations), config_origins: Object.fromEntries(origins) };
  yield `\n],${JSON.stringify(rest).slice(1)}\n`;
  return finished;
}

interface RowOf {
  readonly observed: Observed;
  /** JSON of SMAC's cost: a number, or a list of several. */
  readonly costs: string;
  readonly budget: number | null;
}

function row({ asked, fidelity, seed }: Evaluation, { observed, costs, budget }: RowOf): string {
  const { at, status, cost, metrics, code, message } = observed;
  const { evaluation, worker, replicate } = asked;
  const key = JSON.stringify({ config_id: asked.trial + 1, instance: null, seed, budget });
  // SMAC's processor time is measured: ours is not.
  const value = JSON.stringify({
    ...{ time: cost, cpu_time: 0, status: STATUS[status], starttime: asked.at, endtime: at },
    additional_info: { evaluation, worker, replicate, fidelity, status, metrics, code, message },
  });
  return `${key.slice(0, -1)},"cost":${costs},${value.slice(1)}`;
}

/** `StatusType` of SMAC 2.x. */
const STATUS: Readonly<Record<Observed['status'], number>> = {
  completed: 1,
  stopped: 1,
  failed: 2,
  cancelled: 2,
  'timed-out': 3,
  'out-of-memory': 4,
};

function costText({ metrics }: Observed, objectives: HistoryOf['objectives']): string {
  const costs = objectives.map(({ name, sign }) => {
    const value = metrics?.[name];
    return value === undefined ? '1e999' : JSON.stringify(sign * value);
  });
  return costs.length === 1 ? (costs[0] as string) : `[${costs.join(',')}]`;
}

function budgets({ fidelities }: StudyBenchmark): (fidelity: Fidelity) => number | null {
  const [axis, second] = fidelities;
  if (axis === undefined) return () => null;
  if (second === undefined) return (fidelity) => fidelity[axis.name] as number;
  const space = createFidelitySpace(fidelities);
  return (fidelity) => space.relativeCost(fidelity);
}
