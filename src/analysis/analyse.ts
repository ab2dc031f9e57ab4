import { suiteVersion } from '../core/package.js';
import { areasUnderRegret } from './areas.js';
import { attainmentCurves } from './attainment.js';
import { createBootstrap } from './bootstrap.js';
import type { Comparison, ComparisonSettings } from './comparison.js';
import { incumbentCurves } from './curves.js';
import { friedmanTests } from './friedman-tests.js';
import { hypervolumes } from './hypervolumes.js';
import { createInsights } from './insights.js';
import { leadAtEnd } from './lead.js';
import { loadTraces } from './load-traces.js';
import { notesOf } from './notes.js';
import { comparedPairs } from './pairs.js';
import { researchQuestions } from './questions.js';
import { rankCurves } from './ranks.js';
import { regretCurves } from './regret-curves.js';
import { performanceProfiles, runLengths } from './run-lengths.js';
import { scoresAt } from './scores.js';
import { speedUps } from './speed-up.js';
import { comparedRun, comparedStudy } from './studied.js';
import { readStudies } from './studies.js';
import { comparedBenchmarks, notesOnDifferences } from './subjects.js';
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
  const bootstrap = createBootstrap(settings);
  const studies = readStudies(folders);
  const benchmarks = comparedBenchmarks(studies);
  // Where studies differ the first is right.
  const definitions = new Map([...studies].reverse().flatMap(({ file }) => Object.entries(file.benchmarks)));
  const insights = createInsights({ seed: settings.seed, benchmarks, definitions });
  const traces = await loadTraces(studies, benchmarks, (history, trace) => insights.add(history, trace));
  const lengths = runLengths(traces);
  const ranks = rankCurves(traces, settings);
  return {
    format: 2,
    suite: suiteVersion(),
    settings,
    studies: studies.map((study) => comparedStudy(study, traces.all)),
    optimizers: traces.optimizers,
    benchmarks: traces.benchmarks,
    runs: traces.all.map((run) => comparedRun(run, traces)),
    curves: incumbentCurves(traces, bootstrap),
    scores: scoresAt(settings.shares, traces, bootstrap),
    areas: areasUnderRegret(traces, bootstrap),
    regrets: regretCurves(traces, bootstrap),
    speedUps: speedUps(traces),
    ranks,
    lead: leadAtEnd(ranks, traces),
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
    hypervolumes: hypervolumes(traces, bootstrap),
    ...insights.result(),
    notes: [...notesOnDifferences(studies), ...notesOf(studies, traces)],
  };
}
