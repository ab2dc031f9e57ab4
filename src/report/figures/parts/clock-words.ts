import type { ComparedBenchmark, ComparedClock } from '../../../analysis/comparison.js';

/** Title of the axis of a clock, with its unit. */
export function clockTitle(clock: ComparedClock, { clock: kind }: Pick<ComparedBenchmark, 'clock'>): string {
  if (clock === 'evaluations') return 'evaluations';
  if (clock === 'fullEvaluations') return 'cost in full evaluations';
  return kind === 'recorded' ? 'simulated time (s)' : 'time (s)';
}
