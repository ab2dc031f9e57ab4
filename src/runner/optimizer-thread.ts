import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { SuiteError } from '../core/errors.js';
import { createRng } from '../core/rng.js';
import { createFidelitySpace } from '../fidelity/space.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { loadOptimizer } from '../optimizers/registry.js';
import { createSearchSpace } from '../space/space.js';
import type { Question, Reply, ThreadStart, ThrownError } from './optimizer-messages.js';

/** The thread's side of `threadedOptimizer`: makes the optimizer, says that it is there, and answers one question after the other. */
function serve(port: MessagePort): void {
  const making = make();
  let turn = reply(port, async () => {
    await making;
  });
  port.on('message', (question: Question) => {
    turn = turn.then(() => reply(port, async () => await answer(await making, question)));
  });
}

async function make(): Promise<Optimizer> {
  const { optimizer, options, seed, spaces, problem } = workerData as ThreadStart;
  const definition = await loadOptimizer(optimizer);
  const space = createSearchSpace(spaces.space);
  const fidelities = createFidelitySpace(spaces.fidelities);
  return definition.create({ ...problem, space, fidelities }, options, createRng('optimizer', seed));
}

function answer(optimizer: Optimizer, question: Question): unknown {
  switch (question.kind) {
    case 'ask':
      return optimizer.ask(question.value);
    case 'tell':
      return optimizer.tell(question.value);
    case 'report':
      return optimizer.report?.(question.value);
    case 'dispose':
      return optimizer[Symbol.asyncDispose]?.();
  }
}

async function reply(port: MessagePort, act: () => Promise<unknown>): Promise<void> {
  let message: Reply;
  try {
    message = { value: await act() };
  } catch (error) {
    message = { error: partsOf(error) };
  }
  port.postMessage(message);
}

function partsOf(error: unknown): ThrownError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined };
  const { message, stack } = error;
  if (!(error instanceof SuiteError)) return { message, stack };
  // A cause may be anything, which does not get through; the stack says where it was.
  return { message, stack, code: error.code, details: { ...error.details, cause: undefined } };
}

if (parentPort !== null) serve(parentPort);
