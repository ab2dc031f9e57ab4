import { existsSync } from 'node:fs';
import { createRng } from '../core/rng.js';
import { openJsonl } from '../log/jsonl.js';
import type { RunLog } from '../log/log.js';
import { runFile } from '../log/study.js';
import type { Optimizer, OptimizerDefinition } from '../optimizers/optimizer.js';
import { loadOptimizer, optimizerNames } from '../optimizers/registry.js';
import type { Backends } from './backends.js';
import { realClock } from './clocks/real.js';
import { virtualClock } from './clocks/virtual.js';
import { endOptimizer } from './end-optimizer.js';
import type { Family } from './families.js';
import { foldLog } from './fold.js';
import { asInfrastructure } from './infrastructure.js';
import type { RunPlan } from './plan.js';
import type { Recipe } from './recipe.js';
import { type Replayed, replayLog } from './replay.js';
import { driveRun, type RunEnd } from './run.js';
import { startedRecord } from './run-header.js';
import { createRunState, type RunRules, type RunState } from './run-state.js';
import type { StudyOptions } from './study.js';
import type { Clocks, RunProgress, RunResult } from './summary.js';
import { failureOf } from './tally.js';
import { threadedOptimizer } from './threaded-optimizer.js';

export interface RunContext {
  readonly run: RunPlan;
  readonly recipe: Recipe;
  readonly family: Family;
  /** Of the run's optimizer. */
  readonly definition: OptimizerDefinition;
  readonly backends: Backends;
  /** The study's. */
  readonly folder: string;
  readonly options: StudyOptions;
}

/** One run of a study, from wherever its log ends to its end. Never rejects: what stops a run is in its result. */
export async function runOne(context: RunContext): Promise<RunResult> {
  const { run, options } = context;
  const none: Clocks = { run: 0, optimizer: 0, benchmark: 0 };
  const nothing = { run, evaluations: 0, failures: 0, spent: 0, clock: 0, clocks: none };
  if (options.signal?.aborted === true) return { ...nothing, state: 'interrupted' };
  let result: RunResult = { ...nothing, state: 'running' };
  options.onProgress?.(result);
  try {
    result = await goOn(context);
  } catch (error) {
    result = { ...result, ...stoppedBy(error) };
  }
  options.onProgress?.(result);
  return result;
}

async function goOn(context: RunContext): Promise<RunResult> {
  const optimizer = await createOptimizer(context);
  try {
    return await goOnWith(optimizer, context);
  } finally {
    await endOptimizer(optimizer, context.run.id, context.options.onNotice);
  }
}

async function goOnWith(optimizer: Optimizer, context: RunContext): Promise<RunResult> {
  const { run, recipe, folder, family } = context;
  const file = runFile(folder, run.id);
  const rules = rulesOf(run, recipe);
  const header = startedRecord(recipe, run, family, rules);
  const state = createRunState(run, rules);
  const replayed = existsSync(file) ? await replayLog(file, header, optimizer, state) : undefined;
  if (replayed?.ended !== undefined) return await foldLog(file, run, replayed.ended);
  const after = replayed?.end ?? 0;
  const log = openJsonl(file, {
    eachRecord: rules.clock === 'real',
    ...(replayed === undefined ? undefined : { after }),
  });
  try {
    if (after === 0) log.append(header);
    return await live(context, { log, state, optimizer, replayed });
  } finally {
    log.close();
  }
}

interface LiveParts {
  readonly log: RunLog;
  readonly state: RunState;
  readonly optimizer: Optimizer;
  readonly replayed: Replayed | undefined;
}

/** How often a running run tells how it goes. */
const PROGRESS_MS = 200;

async function live({ run, backends, options }: RunContext, parts: LiveParts): Promise<RunResult> {
  const { log, state, optimizer, replayed } = parts;
  const { signal, onProgress } = options;
  const evaluator = await backends.evaluatorOf(run, signal);
  const now = replayed?.now ?? 0;
  const clock = state.rules.clock === 'virtual' ? virtualClock(now, signal) : realClock(now, signal);
  let told = 0;
  const onBreath = (): void => {
    if (onProgress === undefined || performance.now() - told < PROGRESS_MS) return;
    told = performance.now();
    onProgress(progressOf(state, clock.now(), 'running'));
  };
  const none: Clocks = { run: 0, optimizer: 0, benchmark: 0 };
  try {
    const end = await driveRun({
      optimizer,
      state,
      clock,
      evaluator,
      log,
      onBreath,
      ...(signal === undefined ? undefined : { signal }),
    });
    return resultOf(state, clock.now(), end);
  } catch (error) {
    const clocks = { ...none, run: clock.now() };
    return { ...progressOf(state, clock.now(), 'running'), clocks, ...stoppedBy(error) };
  }
}

/** What the infrastructure stops can go on where it stopped; any other error comes again. */
function stoppedBy(error: unknown): Pick<RunResult, 'state' | 'error'> {
  const trouble = asInfrastructure(error);
  if (trouble !== undefined) return { state: 'interrupted', error: trouble };
  return { state: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
}

function progressOf(state: RunState, now: number, stage: RunProgress['state']): RunProgress {
  const { run, tally, meter } = state;
  const incumbent = tally.incumbent();
  return {
    run,
    state: stage,
    evaluations: tally.evaluations(),
    failures: tally.failures(),
    spent: stage === 'completed' ? 1 : meter.spent(now),
    clock: now,
    ...(incumbent === undefined ? undefined : { incumbent }),
  };
}

function resultOf(state: RunState, now: number, end: RunEnd): RunResult {
  const clocks = { run: now, optimizer: end.optimizerSeconds, benchmark: end.benchmarkSeconds };
  if (end.reason === undefined) return { ...progressOf(state, now, 'interrupted'), clocks };
  const error = failureOf(state.tally);
  const idle = state.tally.idle(state.rules.workers, now);
  const result = { ...progressOf(state, now, 'completed'), clocks, idle, reason: end.reason };
  return error === undefined ? result : { ...result, state: 'failed', error };
}

function rulesOf({ descriptor }: RunPlan, recipe: Recipe): RunRules {
  const { workers, accounting, overhead, deadline } = recipe;
  return {
    workers: workers.count,
    clock: descriptor.clock === 'recorded' ? 'virtual' : 'real',
    accounting,
    overhead,
    ...(deadline === undefined ? undefined : { deadline }),
  };
}

/** The optimizer's random stream is a function of the run's seed only: a name or a label changes nothing. */
async function createOptimizer({ run, definition }: RunContext): Promise<Optimizer> {
  // Where time is real it must pass for others while one thinks; on the simulated clock nothing depends on it.
  if (run.descriptor.clock === 'measured' && (await isRegistered(definition))) return await threadedOptimizer(run);
  return definition.create(run.problem, run.options, createRng('optimizer', run.seed));
}

/** Whether a thread can find it: one that a program has made itself stays where it is. */
async function isRegistered(definition: OptimizerDefinition): Promise<boolean> {
  return optimizerNames().includes(definition.name) && (await loadOptimizer(definition.name)) === definition;
}
