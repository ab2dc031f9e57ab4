import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { bug, SuiteError } from '../core/errors.js';
import { packageRoot } from '../core/package.js';
import type { Ask, Decision, Optimizer } from '../optimizers/optimizer.js';
import { within } from './engines/parts/within.js';
import type { Question, Reply, ThreadStart, ThrownError } from './optimizer-messages.js';
import type { RunPlan } from './plan.js';

/** How long the optimizer may think on after its run, before its thread is ended in the middle of it. */
const LEAVE_MS = 2000;

/**
 * The optimizer of a run, in a thread of its own: however long it thinks, evaluations of this run and of others are started, heard
 * and stopped in time meanwhile. The same questions give the same answers as in the runner's own thread.
 * @returns when the thread has started, which is not the optimizer's time
 */
export async function threadedOptimizer(run: RunPlan): Promise<Optimizer> {
  // Compiled, also where the runner is not: Node reads no TypeScript in a thread.
  const file = join(packageRoot(), 'dist', 'src', 'runner', 'optimizer-thread.js');
  const worker = new Worker(file, { workerData: startOf(run) });
  const waiting: Waiter[] = [];
  let dead: Error | undefined;
  const settle = (reply: Reply): void => {
    const waiter = waiting.shift();
    // A thread that nothing is asked of must not keep a process that waits for nothing else from seeing that it would wait for ever.
    if (waiting.length === 0) worker.unref();
    if ('error' in reply) waiter?.reject(errorOf(reply.error));
    else waiter?.resolve(reply.value);
  };
  const end = (why: string): void => {
    dead ??= bug(`the thread of ${run.optimizer} ${why}`);
    for (const { reject } of waiting.splice(0)) reject(dead);
  };
  worker.on('message', settle);
  worker.on('error', (error) => end(`failed: ${error instanceof Error ? error.message : String(error)}`));
  worker.on('exit', () => end('has ended'));
  const answered = (): Promise<unknown> => new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  const post = (question: Question): Promise<unknown> => {
    if (dead !== undefined) return Promise.reject(dead);
    worker.ref();
    worker.postMessage(question);
    return answered();
  };
  await answered();
  return {
    ask: (value) => post({ kind: 'ask', value }) as Promise<Ask>,
    tell: (value) => post({ kind: 'tell', value }) as Promise<readonly number[]>,
    report: (value) => post({ kind: 'report', value }) as Promise<Decision>,
    [Symbol.asyncDispose]: async () => {
      await within(LEAVE_MS, post({ kind: 'dispose' }));
      worker.ref();
      await worker.terminate();
    },
  };
}

interface Waiter {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

function startOf({ optimizer, options, seed, descriptor, problem }: RunPlan): ThreadStart {
  const { objectives, features, constraints, budget, workers, observations } = problem;
  const rest = { objectives, features, constraints, budget, workers, ...(observations && { observations }) };
  const spaces = { space: descriptor.space, fidelities: descriptor.fidelities };
  return { optimizer, options, seed, spaces, problem: rest };
}

function errorOf({ message, stack, code, details }: ThrownError): Error {
  const error = code === undefined ? new Error(message) : new SuiteError(code, message, details);
  if (stack !== undefined) error.stack = stack;
  return error;
}
