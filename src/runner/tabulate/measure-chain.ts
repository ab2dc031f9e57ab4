import type { Answer } from '../../core/types.js';
import { timedOut } from '../charge.js';
import type { Evaluator } from '../evaluator.js';
import type { Chain } from './chains.js';
import type { FailedCell, MeasuredCell } from './measured-cell.js';

export interface ChainOptions {
  readonly evaluator: Evaluator;
  /** The cost of an answer is of what was done now; otherwise it is from scratch. */
  readonly measured: boolean;
  /** Seconds that a cell may cost, from scratch. */
  readonly deadline: number;
  readonly signal: AbortSignal;
  /** What is known of a cell already. */
  readonly known: (cell: number) => MeasuredCell | undefined;
  readonly record: (cell: number, measured: MeasuredCell) => void;
}

/**
 * Measures the cells of a chain that are not known yet. Each continues from the last that went well, and its cost is the sum of
 * what the chain took until then: what it would have taken from scratch. Without a checkpoint it is measured from scratch. Once
 * a cell is over the deadline, so are those above it, which would have to pass through it.
 * @throws the signal's reason, when that aborts
 */
export async function measureChain(chain: Chain, options: ChainOptions): Promise<void> {
  const { evaluator, deadline, signal, known, record } = options;
  let before: Before = { cost: 0 };
  let late = false;
  for (const [at, { number, instance, configuration, fidelity, seed }] of chain.entries()) {
    const found = known(number);
    late ||= found?.status === 'timed-out';
    if (found !== undefined) continue;
    if (late) {
      record(number, failedCell(timedOut(deadline)));
      continue;
    }
    const { checkpoint } = before;
    const keep = at + 1 < chain.length;
    const params = { instance, configuration, fidelity, seed };
    const task = { ...params, ...(keep && { keep }), ...(checkpoint !== undefined && { checkpoint }) };
    const answer = await evaluator.evaluate(task, signal);
    signal.throwIfAborted();
    const cost = fromScratch(answer, before, options);
    const measured = judged(answer, cost, deadline);
    record(number, measured);
    late = measured.status === 'timed-out';
    const next = answer.status === 'completed' ? answer.checkpoint : undefined;
    if (next === undefined) continue;
    if (checkpoint !== undefined) evaluator.release([checkpoint]);
    before = { cost, checkpoint: next };
  }
  if (before.checkpoint !== undefined) evaluator.release([before.checkpoint]);
}

/** The last cell that left a checkpoint: where the next one begins. */
interface Before {
  /** Seconds until there, from scratch. */
  readonly cost: number;
  readonly checkpoint?: string;
}

/** A guest that lost the checkpoint did all of the work again. */
function fromScratch(answer: Answer, { cost, checkpoint }: Before, { measured }: ChainOptions): number {
  const restarted = answer.status === 'completed' && answer.restarted === true;
  return measured && checkpoint !== undefined && !restarted ? cost + answer.cost : answer.cost;
}

function judged(answer: Answer, cost: number, deadline: number): MeasuredCell {
  if (answer.status === 'timed-out' || cost > deadline) return failedCell(timedOut(deadline));
  if (answer.status === 'completed') return { status: 'completed', cost, metrics: answer.metrics };
  return failedCell({ ...answer, cost });
}

function failedCell({ status, cost, message }: { status: string; cost: number; message: string }): FailedCell {
  const known = status === 'timed-out' || status === 'out-of-memory' ? status : 'failed';
  return { status: known, cost, message };
}
