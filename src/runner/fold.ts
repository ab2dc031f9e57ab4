import type { Configuration } from '../core/types.js';
import { readJsonl } from '../log/read.js';
import type { Ended, Suggested } from '../log/records.js';
import type { RunPlan } from './plan.js';
import { outcomeOf } from './replay.js';
import type { RunResult } from './summary.js';
import { createTally, failureOf } from './tally.js';

/** The result of a run that has ended, from its log alone; in memory only what is under way. */
export async function foldLog(file: string, run: RunPlan, ended: Ended): Promise<RunResult> {
  const tally = createTally(run);
  const pending = new Map<number, Suggested>();
  let benchmark = 0;
  for await (const records of readJsonl(file)) {
    for (const { record } of records) {
      if (record.record === 'suggested') pending.set(record.evaluation, record);
      if (record.record !== 'observed') continue;
      const { trial, fidelity, configuration = {}, at: start } = pending.get(record.evaluation) as Suggested;
      pending.delete(record.evaluation);
      benchmark += record.cost;
      const suggestion = { trial, fidelity, configuration };
      tally.observe({ evaluation: record.evaluation, suggestion, start }, outcomeOf(record), record.at);
    }
  }
  const { evaluations, failures, at: clock, reason } = ended;
  // How long the optimizer and the benchmark really took is not in the log of a simulated run: it would differ each time.
  const clocks = { run: clock, optimizer: 0, benchmark: run.descriptor.clock === 'measured' ? benchmark : 0 };
  const idle = tally.idle(run.problem.workers, clock);
  const result: RunResult = { run, state: 'completed', evaluations, failures, spent: 1, clock, clocks, idle, reason };
  const error = failureOf(tally);
  if (error !== undefined) return { ...result, state: 'failed', error };
  const incumbent = tally.incumbent();
  if (incumbent === undefined) return result;
  const configuration = await configurationOf(file, incumbent.trial);
  return { ...result, incumbent: { ...incumbent, configuration } };
}

/** A trial's configuration is in its first record only. */
async function configurationOf(file: string, trial: number): Promise<Configuration> {
  for await (const records of readJsonl(file)) {
    for (const { record } of records) {
      if (record.record === 'suggested' && record.trial === trial && record.configuration !== undefined)
        return record.configuration;
    }
  }
  return {};
}
