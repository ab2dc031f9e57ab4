import { infrastructureError, userError } from '../core/errors.js';
import type { Answer, Progress } from '../core/types.js';
import { EvaluationError, type EvaluateParams, InvalidResult } from '../protocol/benchmark.js';
import type { Family } from './families.js';
import { explainLoss, startCall } from './guest-call.js';
import { createJudge } from './outcome.js';
import { memoryLimit } from './pool-evaluator.js';
import type { Workers } from './recipe.js';
import { openWorkbench } from './workbench.js';

export interface EvaluateOnceOptions {
  readonly engine: string;
  /** Of the worker. */
  readonly size?: Workers;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly onNotice?: (line: string) => void;
}

/**
 * One evaluation by hand. The guest checks the configuration and the fidelity: a wrong one is an outcome with its message.
 * @throws SuiteError infrastructure when the guest was lost, with what it printed.
 */
export async function evaluateOnce(
  family: Family,
  params: Pick<EvaluateParams, 'instance' | 'configuration' | 'fidelity' | 'seed'>,
  options: EvaluateOnceOptions,
): Promise<Answer> {
  const { size, signal, onProgress, onNotice } = options;
  const descriptor = family.descriptors[params.instance];
  if (descriptor === undefined) throw userError(`${family.name} has no instance "${params.instance}"`);
  const instances = [params.instance];
  await using workbench = await openWorkbench(family, options.engine, { instances, size, signal, onNotice });
  const judge = createJudge(descriptor);
  const guest = await workbench.start(signal);
  const began = performance.now();
  const asked = { ...params, progress: onProgress !== undefined };
  const call = startCall({ guest, params: asked, signal, onProgress });
  try {
    return judge.completed(await call.answer);
  } catch (error) {
    signal?.throwIfAborted();
    const elapsed = (performance.now() - began) / 1000;
    if (error instanceof EvaluationError) return judge.failed(error, elapsed);
    if (error instanceof InvalidResult) return judge.invalid(error, elapsed);
    const exit = await guest.stop();
    if (exit?.outOfMemory === true) return judge.failed(memoryLimit(), elapsed);
    throw infrastructureError(explainLoss(error, exit), { cause: error });
  } finally {
    call.end();
  }
}
