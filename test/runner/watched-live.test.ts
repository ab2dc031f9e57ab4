import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openJsonl } from '../../src/log/jsonl.js';
import type { RunLog } from '../../src/log/log.js';
import type { Started, StudyRecord } from '../../src/log/records.js';
import type { Optimizer } from '../../src/optimizers/optimizer.js';
import { type Benchmark, EvaluationError } from '../../src/protocol/benchmark.js';
import { realClock } from '../../src/runner/clocks/real.js';
import { createJudge } from '../../src/runner/outcome.js';
import { createPool } from '../../src/runner/pool.js';
import { poolEvaluator } from '../../src/runner/pool-evaluator.js';
import { replayLog } from '../../src/runner/replay.js';
import { createRunState } from '../../src/runner/run-state.js';
import { driveRun, type RunEnd } from '../../src/runner/run.js';
import { inMemoryKind, type InMemoryKind } from './in-memory-guest.js';
import { createWitness } from '../../src/runner/witness.js';
import { DESCRIPTOR, runPlan, TOP } from './watched-run.js';

const MEASURED = { ...DESCRIPTOR, clock: 'measured' } as const;
const place = mkdtempSync(join(tmpdir(), 'hport-test-watched-live-'));
afterAll(() => rmSync(place, { recursive: true, force: true }));

type Evaluate = Benchmark['evaluate'];

/** Trains epoch by epoch and says so. `deaf`: it does not listen to a cancellation. */
function training(levels: number[], { deaf = false, quiet = false } = {}): Evaluate {
  return async ({ configuration, fidelity }, options) => {
    for (let epoch = 1; epoch <= (fidelity['epoch'] as number); epoch++) {
      await sleep(1);
      if (!deaf && options?.signal?.aborted === true) throw new EvaluationError('cancelled', 'cancelled', 0.5);
      if (deaf && options?.signal?.aborted === true) return await new Promise(() => undefined);
      levels.push(epoch);
      if (!quiet) options?.onProgress?.({ level: epoch, metrics: { loss: configuration['trial'] as number } });
    }
    return { metrics: { loss: configuration['trial'] as number }, cost: 1 };
  };
}

function guests(evaluate: Evaluate, released: string[] = []): InMemoryKind {
  return inMemoryKind({
    benchmark: () => ({
      describe: () => Promise.reject(new Error('not asked for here')),
      evaluate,
      release: (checkpoints) => void released.push(...checkpoints),
    }),
  });
}

/** Has each of `trials` trials watched at 3 and 9, and stops those of odd numbers at 3. */
function watcher(trials: number, heard: number[] = []): Optimizer {
  let asked = 0;
  return {
    ask() {
      if (asked === trials) return { kind: 'done' };
      const configuration = { trial: asked };
      return {
        kind: 'suggest',
        suggestion: { trial: asked++, configuration, fidelity: { epoch: TOP }, watch: [3, 9] },
      };
    },
    report({ suggestion, level }) {
      heard.push(level);
      return suggestion.trial % 2 === 1 ? 'stop' : 'continue';
    },
    tell: () => [],
  };
}

interface Live {
  readonly kind: InMemoryKind;
  readonly optimizer: Optimizer;
  readonly trials: number;
  readonly log: RunLog;
  readonly signal?: AbortSignal;
  readonly state?: ReturnType<typeof stateOf>;
  readonly from?: number;
}

function stateOf(trials: number): ReturnType<typeof createRunState> {
  const world = { name: '', workers: 1, trials, failures: 0, stops: 0 };
  const rules = { workers: 1, clock: 'real', accounting: 'resume', overhead: 'zero' } as const;
  return createRunState({ ...runPlan(world), descriptor: MEASURED }, rules);
}

async function run({ kind, optimizer, trials, log, signal, state = stateOf(trials), from = 0 }: Live): Promise<RunEnd> {
  await using pool = createPool(1);
  const judge = createJudge(MEASURED);
  const witness = createWitness();
  const evaluator = poolEvaluator({ run: 'a', pool, kind, judge, witness, deadline: 60, clock: 'real', retries: 1 });
  const clock = realClock(from, signal);
  return await driveRun({ optimizer, state, clock, evaluator, log, ...(signal && { signal }) });
}

function kept(): { readonly log: RunLog; readonly records: StudyRecord[] } {
  const records: StudyRecord[] = [];
  return {
    records,
    log: { append: (record) => void records.push(record), flush: () => undefined, close: () => undefined },
  };
}

const shown = (records: readonly StudyRecord[]): unknown[] =>
  records.flatMap((record): unknown[] => {
    if (record.record === 'reported') return [[record.evaluation, record.level, record.decision]];
    if (record.record === 'observed') return [[record.evaluation, record.status, record.level ?? TOP]];
    return [];
  });

const DECIDED = [
  [0, 3, 'continue'],
  [0, 9, 'continue'],
  [0, 'completed', TOP],
  [1, 3, 'stop'],
  [1, 'stopped', 3],
  [2, 3, 'continue'],
  [2, 9, 'continue'],
  [2, 'completed', TOP],
];

describe('evaluations that are watched, on the real clock', () => {
  it('report at their watched levels, and end where they are stopped: the guest stays', async () => {
    const levels: number[] = [];
    const kind = guests(training(levels));
    const { log, records } = kept();
    const end = await run({ kind, optimizer: watcher(3), trials: 3, log });
    expect(end.reason).toBe('evaluations');
    expect(shown(records)).toEqual(DECIDED);
    expect(kind.started).toHaveLength(1);
    // What was not done: the second training ended near its third epoch.
    expect(levels.length).toBeLessThan(3 * TOP);
    const stopped = records.find((record) => record.record === 'observed' && record.status === 'stopped');
    // The guest measured what its part cost.
    expect(stopped).toMatchObject({ cost: expect.any(Number) as number, metrics: { loss: 1 } });
  });

  it('are stopped although their guest is deaf to it, which is replaced', async () => {
    const kind = guests(training([], { deaf: true }));
    const { log, records } = kept();
    await run({ kind, optimizer: watcher(3), trials: 3, log });
    expect(shown(records)).toEqual(DECIDED);
    expect(kind.started).toHaveLength(2);
  });

  it('are stopped even if the benchmark was faster, and the checkpoint that it left goes', async () => {
    const released: string[] = [];
    const kind = guests((_, options) => {
      for (const level of [3, 9]) options?.onProgress?.({ level, metrics: { loss: 1 } });
      return { metrics: { loss: 1 }, cost: 2, checkpoint: 'abc' };
    }, released);
    const { log, records } = kept();
    await run({ kind, optimizer: watcher(2), trials: 2, log });
    expect(shown(records)).toEqual(DECIDED.slice(0, 5));
    // The guest says 2 s, but was not at it for as long.
    const stopped = records.find((record) => record.record === 'observed' && record.status === 'stopped');
    expect(stopped?.record === 'observed' && stopped.cost).toBeLessThan(2);
    expect(released).toEqual(['abc']);
  });

  it('that complete without reports are a mistake of the user, who is told what to choose', async () => {
    const kind = guests(training([], { quiet: true }));
    const { log, records } = kept();
    await expect(run({ kind, optimizer: watcher(1), trials: 1, log })).rejects.toThrow(
      'watcher judges evaluations while they run, and curves.only reported no loss at level 3',
    );
    expect(shown(records)).toEqual([]);
  });

  it.each([
    ['goes on', 0, [3]],
    ['was stopped', 1, [3, 9, 3]],
  ])('interrupted at a report of one that %s are taken up there: nothing is reported twice', async (_, at, before) => {
    const file = join(place, `${at}.jsonl`);
    const header = {
      record: 'started',
      format: 1,
      suite: '0',
      study: 's',
      run: 'r',
      benchmark: {},
      optimizer: {},
      seed: 0,
    };
    const interruption = new AbortController();
    const first = openJsonl(file, { eachRecord: true });
    first.append(header as unknown as Started);
    const log: RunLog = {
      ...first,
      append: (record) => {
        first.append(record);
        if (record.record === 'reported' && record.evaluation === at && record.level === 3) interruption.abort();
      },
    };
    const kind = guests(training([]));
    const { signal } = interruption;
    expect((await run({ kind, optimizer: watcher(3), trials: 3, log, signal })).reason).toBeUndefined();
    first.close();

    const heard: number[] = [];
    const optimizer = watcher(3, heard);
    const state = stateOf(3);
    const { end, now } = await replayLog(file, header as unknown as Started, optimizer, state);
    expect(heard).toEqual(before);
    const second = openJsonl(file, { eachRecord: true, after: end });
    await run({ kind: guests(training([])), optimizer, trials: 3, log: second, state, from: now });
    second.close();
    const records = readFileSync(file, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as StudyRecord);
    expect(shown(records)).toEqual(DECIDED);
    expect(heard).toEqual([3, 9, 3, 3, 9]);
  });
});
