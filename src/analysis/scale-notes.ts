import type { ComparedBenchmark, ComparedObjective, Note } from './comparison.js';
import { ownSign } from './own-sign.js';
import { normalisedRegretOf, regretOf } from './regret.js';
import type { Traces } from './traces.js';

/** Benchmarks that a note names before it counts. */
const NAMED = 6;

/** What of the scales of normalised regret a reader must know: where there is none, and what lies outside of 0 to 1. */
export function notesOnScales(traces: Traces): Note[] {
  return [
    ...withoutScale(traces.benchmarks),
    ...traces.benchmarks.flatMap((benchmark) => betterThanBest(benchmark, traces)),
    ...worseThanMedian(traces),
  ];
}

function withoutScale(benchmarks: readonly ComparedBenchmark[]): Note[] {
  const names = benchmarks.flatMap(({ name, objectives }) =>
    objectives
      .filter(({ normaliser }) => normaliser?.reference == null)
      .map((objective) => (objectives.length === 1 ? name : `${objective.name} of ${name}`)),
  );
  if (names.length === 0) return [];
  return [
    general(
      `No scale is declared of ${listed(names)}, or half of all configurations are as good as the best: values are shown and ` +
        `ranked, and no regret is normalised.`,
    ),
  ];
}

function betterThanBest(benchmark: ComparedBenchmark, traces: Traces): Note[] {
  const [objective] = benchmark.objectives;
  if (objective?.normaliser == null) return [];
  const { best, bestFrom } = objective.normaliser;
  const values = incumbentsOn(benchmark, objective, traces);
  const better = values.filter((value) => (regretOf(objective, value) ?? 0) < 0);
  if (better.length === 0) return [];
  const found = objective.direction === 'minimize' ? Math.min(...better) : Math.max(...better);
  const which =
    bestFrom === 'known'
      ? `the best known value of ${objective.name}, ${best}`
      : `the optimum of ${objective.name} without noise, ${best}`;
  const message = `${better.length} of ${values.length} runs found better than ${which} (up to ${found}): their regret is below 0.`;
  return [{ benchmark: benchmark.name, optimizer: null, message }];
}

function worseThanMedian(traces: Traces): Note[] {
  const worse = traces.benchmarks.filter((benchmark) => {
    const [objective] = benchmark.objectives;
    if (objective === undefined) return false;
    return incumbentsOn(benchmark, objective, traces).some((value) => (normalisedRegretOf(objective, value) ?? 0) > 1);
  });
  if (worse.length === 0) return [];
  return [
    general(
      `Some runs on ${listed(worse.map(({ name }) => name))} ended worse than the median random configuration: in means and areas ` +
        `their regret counts as 1.`,
    ),
  ];
}

/** Last ones at full fidelity, of the runs that have any, in the benchmark's own sign. */
function incumbentsOn({ name }: ComparedBenchmark, { direction }: ComparedObjective, traces: Traces): number[] {
  return traces.optimizers.flatMap(({ label }) =>
    traces.of(name, label).flatMap(({ steps }) => ownSign(steps.full.value.at(-1), direction) ?? []),
  );
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMED;
  return more <= 0 ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${more} more`;
}

function general(message: string): Note {
  return { benchmark: null, optimizer: null, message };
}
