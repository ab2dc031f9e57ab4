import { createBootstrap } from './bootstrap.js';
import { DEFAULT_SETTINGS } from './analyse.js';
import type { Comparison } from './comparison.js';
import { friedmanTests } from './friedman-tests.js';
import { hypervolumes } from './hypervolumes.js';
import { leadAtEnd } from './lead.js';
import { loadTraces } from './load-traces.js';
import { notesOf } from './notes.js';
import { rankCurves } from './ranks.js';
import { scoresAt } from './scores.js';
import { comparedRun, comparedStudy } from './studied.js';
import { readStudies } from './studies.js';
import { comparedBenchmarks } from './subjects.js';
import { workerUse } from './worker-use.js';

/** The part of a comparison that says where a study came to. */
export type EndOfStudy = Pick<
  Comparison,
  | 'studies'
  | 'optimizers'
  | 'benchmarks'
  | 'runs'
  | 'scores'
  | 'hypervolumes'
  | 'lead'
  | 'friedman'
  | 'workers'
  | 'settings'
  | 'notes'
>;

/**
 * The same numbers as those of `analyse` at the end of the budget, without all that takes long: curves, forests, ranks over time.
 * @throws SuiteError of code 'user' where the folder is no study or a log is damaged
 */
export async function analyseEnd(folder: string): Promise<EndOfStudy> {
  const settings = { ...DEFAULT_SETTINGS, shares: [1] };
  const studies = readStudies([folder]);
  const benchmarks = comparedBenchmarks(studies);
  const workers = workerUse();
  const traces = await loadTraces(studies, benchmarks, (history, trace) => workers.add(history, trace));
  const bootstrap = createBootstrap(settings);
  return {
    studies: studies.map((study) => comparedStudy(study, traces.all)),
    optimizers: traces.optimizers,
    benchmarks,
    runs: traces.all.map((run) => comparedRun(run, traces)),
    scores: scoresAt(settings.shares, traces, bootstrap),
    hypervolumes: hypervolumes(traces, bootstrap),
    lead: leadAtEnd(rankCurves(traces, settings, settings.shares), traces),
    friedman: friedmanTests(settings.shares, traces),
    workers: workers.result(),
    settings,
    notes: notesOf(studies, traces),
  };
}
