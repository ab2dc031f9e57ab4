import { userError } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { Outcome, Suggestion } from '../core/types.js';
import { readJsonl } from '../log/read.js';
import type { Ended, Observed, Reported, Started, Suggested } from '../log/records.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Pending } from './clocks/clock.js';
import { begin, finish, free, release, type RunState } from './run-state.js';
import { enterReport, judge, nextLevel } from './watch.js';

export interface Replayed {
  /** Bytes of the log that are intact: writing goes on behind them. 0: not even the first line is there. */
  readonly end: number;
  /** Where the run's clock stands. */
  readonly now: number;
  /** The run had ended. */
  readonly ended?: Ended;
}

/**
 * Brings a fresh optimizer and a fresh state to where a log ends, by asking and telling it again what it was asked and told.
 * Evaluations that were suggested but not observed are left pending: the run starts them again.
 * @throws SuiteError of code 'user' when the log is damaged, was written for another run, or the optimizer answers differently.
 */
export async function replayLog(
  file: string,
  header: Started,
  optimizer: Optimizer,
  state: RunState,
): Promise<Replayed> {
  let end = 0;
  let line = 0;
  let now = 0;
  let ended: Ended | undefined;
  const here = (message: string): Error =>
    userError(message, {
      file,
      line,
      mend: 'Run the study again into another folder with the version that wrote this log.',
    });
  for await (const records of readJsonl(file)) {
    for (const placed of records) {
      line++;
      const { record } = placed;
      end = placed.end;
      if (ended !== undefined) throw here('there are records behind the end of the run');
      if ((line === 1) !== (record.record === 'started'))
        throw here('a log starts with the record of its start, and only with it');
      if (record.record === 'started') checkHeader(record, header, here);
      else if (record.record === 'suggested') {
        const wrong = await askAgain(record, state.rules.clock === 'virtual' ? now : record.at, optimizer, state);
        if (wrong !== undefined) throw here(`the replay diverges: ${wrong}`);
      } else if (record.record === 'reported') {
        const wrong = await reportAgain(record, optimizer, state);
        if (wrong !== undefined) throw here(wrong);
        now = record.at;
      } else if (record.record === 'observed') {
        const wrong = await tellAgain(record, optimizer, state);
        if (wrong !== undefined) throw here(wrong);
        now = record.at;
      } else ended = record;
      if (state.rules.clock === 'real' && record.record !== 'started') now = record.at;
    }
  }
  return ended === undefined ? { end, now } : { end, now, ended };
}

function checkHeader(found: Started, expected: Started, here: (message: string) => Error): void {
  const keys = Object.keys({ ...expected, ...found }) as (keyof Started)[];
  const other = keys.find((key) => textOf(found[key]) !== textOf(expected[key]));
  if (other === undefined) return;
  throw here(`the log is of another run: its ${other} is ${textOf(found[other])}, not ${textOf(expected[other])}`);
}

function textOf(value: unknown): string {
  return value === undefined ? 'absent' : canonical(value);
}

async function askAgain(
  record: Suggested,
  now: number,
  optimizer: Optimizer,
  state: RunState,
): Promise<string | undefined> {
  const ask = await optimizer.ask({ spent: state.meter.spent(now), free: free(state) });
  if (ask.kind !== 'suggest') return `the optimizer says '${ask.kind}' where it had suggested trial ${record.trial}`;
  const difference = differs(ask.suggestion, record, ask.suggestion.trial === state.trials);
  if (difference !== undefined) return difference;
  const pending = begin(state, ask.suggestion, now, record.overhead ?? 0);
  if (pending === undefined) return `evaluation ${record.evaluation} overdraws the budget`;
  const same = pending.evaluation === record.evaluation && pending.worker === record.worker;
  if (!same)
    return `evaluation ${pending.evaluation} on worker ${pending.worker}, not ${record.evaluation} on ${record.worker}`;
  if (state.rules.clock === 'virtual' && pending.start !== record.at)
    return `a start at ${pending.start}, not at ${record.at}`;
  return undefined;
}

function differs(suggestion: Suggestion, record: Suggested, fresh: boolean): string | undefined {
  const asked = { ...suggestion, ...(fresh ? undefined : { configuration: undefined }) };
  for (const key of ['trial', 'configuration', 'fidelity', 'continues', 'replicate', 'watch', 'origin'] as const) {
    const [now, then] = [textOf(asked[key]), textOf(record[key])];
    if (now !== then) return `${key} of evaluation ${record.evaluation} is ${now}, and was ${then}`;
  }
  return undefined;
}

async function reportAgain(record: Reported, optimizer: Optimizer, state: RunState): Promise<string | undefined> {
  const { evaluation, at, level, cost, restartCost, metrics } = record;
  const pending = pendingOf(evaluation, state);
  if (pending === undefined) return `evaluation ${evaluation} reports without being under way`;
  if (nextLevel(pending) !== level) return `evaluation ${evaluation} reports at ${level}, not at ${nextLevel(pending)}`;
  const decision = await judge(state, optimizer, pending, { level, metrics });
  if (decision !== record.decision) {
    return `the replay diverges: the optimizer says '${decision}' where it had said '${record.decision}'`;
  }
  enterReport(
    state,
    pending,
    { level, metrics, at, cost, ...(restartCost !== undefined && { restartCost }) },
    decision,
  );
  return undefined;
}

async function tellAgain(record: Observed, optimizer: Optimizer, state: RunState): Promise<string | undefined> {
  const pending = pendingOf(record.evaluation, state);
  if (pending === undefined) return `evaluation ${record.evaluation} is observed without being under way`;
  const observation = finish(state, pending, outcomeOf(record), record.at, record.restartCost);
  // Only the end of the budget cancels evaluations, and then nobody is told.
  if (record.status === 'cancelled') return undefined;
  release(state, await optimizer.tell(observation));
  return undefined;
}

function pendingOf(evaluation: number, { working }: RunState): Pending | undefined {
  return working.find((pending) => pending?.evaluation === evaluation);
}

/** The outcome that a record was made of. */
export function outcomeOf(record: Observed): Outcome {
  const { status, cost, metrics = {}, level = 0, curve, checkpoint, code = 'objective-failed', message = '' } = record;
  if (status === 'stopped') return { status, cost, level, metrics };
  if (status !== 'completed') return { status, cost, code, message };
  return {
    status,
    cost,
    metrics,
    ...(curve === undefined ? undefined : { curve }),
    ...(checkpoint === undefined ? undefined : { checkpoint }),
  };
}
