import type { ComparedBenchmark, ComparedClock } from '../../../analysis/comparison.js';

/** Unit of a clock, behind a number. */
export const CLOCK_UNITS: Readonly<Record<ComparedClock, string>> = {
  seconds: 's',
  evaluations: 'evaluations',
  fullEvaluations: 'full evaluations',
};

/** Title of the axis of a clock, with its unit. */
export function clockTitle(clock: ComparedClock, { clock: kind }: Pick<ComparedBenchmark, 'clock'>): string {
  if (clock === 'evaluations') return 'evaluations';
  if (clock === 'fullEvaluations') return 'cost in full evaluations';
  return kind === 'recorded' ? 'simulated time (s)' : 'time (s)';
}
