import { suiteVersion } from '../core/package.js';
import { areasUnderRegret } from './areas.js';
import { attainmentCurves } from './attainment.js';
import { createBootstrap } from './bootstrap.js';
import type { ComparedRun, ComparedStudy, Comparison, ComparisonSettings } from './comparison.js';
import { incumbentCurves } from './curves.js';
import { friedmanTests } from './friedman-tests.js';
import { createInsights } from './insights.js';
import { notesOf } from './notes.js';
import { ownSign } from './own-sign.js';
import { comparedPairs } from './pairs.js';
import { researchQuestions } from './questions.js';
import { rankCurves } from './ranks.js';
import { readRuns } from './read-runs.js';
import { performanceProfiles, runLengths } from './run-lengths.js';
import type { RunTrace } from './run-trace.js';
import { scoresAt } from './scores.js';
import { speedUps } from './speed-up.js';
import { regretCurves } from './regret-curves.js';
import { readStudies, type Study } from './studies.js';
import { comparedBenchmarks, comparedOptimizers, notesOnDifferences } from './subjects.js';
import { createTraces, type Traces } from './traces.js';
import { withinBenchmarks } from './within-benchmarks.js';

export const DEFAULT_SETTINGS: ComparisonSettings = {
  seed: 0,
  draws: 1000,
  rankDraws: 5000,
  confidence: 0.95,
  shares: [0.01, 0.1, 1],
};

/**
 * Reads the logs of one or more studies, one run after the other, and compares what they found. Runs that have not begun or not
 * ended are no error: what is missing is said in `notes`.
 * @throws SuiteError of code 'user' where a folder is no study, a log is damaged, or the studies have nothing to compare
 */
export async function analyse(
  folders: readonly string[],
  options: Partial<ComparisonSettings> = {},
): Promise<Comparison> {
  const settings = { ...DEFAULT_SETTINGS, ...options };
  const studies = readStudies(folders);
  const benchmarks = comparedBenchmarks(studies);
  const bootstrap = createBootstrap(settings);
  // Where studies differ the first is right.
  const definitions = new Map([...studies].reverse().flatMap(({ file }) => Object.entries(file.benchmarks)));
  const insights = createInsights({ seed: settings.seed, bootstrap, benchmarks, definitions });
  const runs: RunTrace[] = [];
  for await (const { history, trace } of readRuns(studies)) {
    insights.add(history, trace);
    runs.push(trace);
  }
  const traces = createTraces(benchmarks, comparedOptimizers(studies), runs);
  const lengths = runLengths(traces);
  return {
    format: 1,
    suite: suiteVersion(),
    settings,
    studies: studies.map((study) => comparedStudy(study, runs)),
    optimizers: traces.optimizers,
    benchmarks: traces.benchmarks,
    runs: runs.map((run) => comparedRun(run, traces)),
    curves: incumbentCurves(traces, bootstrap),
    scores: scoresAt(settings.shares, traces, bootstrap),
    areas: areasUnderRegret(traces, bootstrap),
    regrets: regretCurves(traces, bootstrap),
    speedUps: speedUps(traces),
    ranks: rankCurves(traces, settings),
    pairs: comparedPairs(settings.shares, traces),
    withinBenchmarks: withinBenchmarks(traces),
    questions: researchQuestions(settings.shares, traces),
    friedman: friedmanTests(settings.shares, traces),
    attainment: attainmentCurves(traces),
    runLengths: lengths,
    profiles: performanceProfiles(
      lengths,
      traces.optimizers.map(({ label }) => label),
    ),
    ...insights.result(),
    notes: [...notesOnDifferences(studies), ...notesOf(studies, traces)],
  };
}

function comparedStudy({ folder, file }: Study, runs: readonly RunTrace[]): ComparedStudy {
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

function comparedRun(trace: RunTrace, { benchmarks }: Traces): ComparedRun {
  const { folder, run, benchmark, optimizer, seed, ended, reason, evaluations, failures } = trace;
  const objective = benchmarks.find(({ name }) => name === benchmark)?.objectives[0];
  const { full, test } = trace.steps;
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
    incumbent: ownSign(full.value.at(-1), objective?.direction ?? 'minimize'),
    test: ownSign(test.value.at(-1), objective?.test?.direction ?? 'minimize'),
  };
}
