import type { ComparedRun, ComparedStudy } from './comparison.js';
import { ownSign } from './own-sign.js';
import type { RunTrace } from './run-trace.js';
import type { Study } from './studies.js';
import type { Traces } from './traces.js';
import { hasVerdict, verdictValue } from './verdict-scale.js';

/** How much of a study has been run. */
export function comparedStudy({ folder, file }: Study, runs: readonly RunTrace[]): ComparedStudy {
  const own = runs.filter((run) => run.folder === folder);
  return {
    folder,
    study: file.recipe.study,
    suite: file.suite,
    planned: file.runs.length,
    begun: own.length,
    ended: own.filter(({ ended }) => ended).length,
  };
}

/** What one run came to. */
export function comparedRun(trace: RunTrace, { benchmarks }: Pick<Traces, 'benchmarks'>): ComparedRun {
  const { folder, run, benchmark, optimizer, seed, ended, reason, evaluations, failures } = trace;
  const compared = benchmarks.find(({ name }) => name === benchmark);
  const objective = compared?.objectives[0];
  const direction = objective?.direction ?? 'minimize';
  const { full, test, observed } = trace.steps;
  const several = compared !== undefined && compared.objectives.length > 1 && hasVerdict(compared);
  return {
    folder,
    run,
    benchmark,
    optimizer,
    seed,
    state: !ended ? 'unfinished' : trace.completed === 0 && evaluations > 0 ? 'failed' : 'completed',
    reason,
    evaluations,
    failures,
    spent: trace.spent,
    overhead: trace.overhead,
    busy: trace.busy,
    incumbent: ownSign(full.value.at(-1), direction),
    observed: ownSign(observed.value.at(-1), direction),
    test: ownSign(test.value.at(-1), objective?.test?.direction ?? 'minimize'),
    hypervolume: several ? verdictValue(compared, trace.verdict.value.at(-1) ?? Infinity) : null,
  };
}
