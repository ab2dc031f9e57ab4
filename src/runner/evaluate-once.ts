import { userError } from '../core/errors.js';
import type { Outcome, Progress } from '../core/types.js';
import { EvaluationError, type EvaluateParams, InvalidResult } from '../protocol/benchmark.js';
import type { Family } from './families.js';
import { createJudge } from './outcome.js';
import { openWorkbench } from './workbench.js';

export interface EvaluateOnceOptions {
  readonly engine: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  readonly onNotice?: (line: string) => void;
}

/** One evaluation by hand. The guest checks the configuration and the fidelity: a wrong one is an outcome with its message. */
export async function evaluateOnce(
  family: Family,
  params: Pick<EvaluateParams, 'instance' | 'configuration' | 'fidelity' | 'seed'>,
  options: EvaluateOnceOptions,
): Promise<Outcome> {
  const { signal, onProgress, onNotice } = options;
  await using workbench = await openWorkbench(family, options.engine, onNotice === undefined ? {} : { onNotice });
  const descriptor = family.descriptors[params.instance];
  if (descriptor === undefined) throw userError(`${family.name} has no instance "${params.instance}"`);
  const judge = createJudge(descriptor);
  const guest = await workbench.start(signal);
  const began = performance.now();
  try {
    const progress = onProgress !== undefined;
    const call = { ...(signal === undefined ? undefined : { signal }), ...(progress ? { onProgress } : undefined) };
    return judge.completed(await guest.benchmark.evaluate({ ...params, progress }, call));
  } catch (error) {
    const elapsed = (performance.now() - began) / 1000;
    if (error instanceof EvaluationError) return judge.failed(error, elapsed);
    if (error instanceof InvalidResult) return judge.invalid(error, elapsed);
    throw error;
  }
}
