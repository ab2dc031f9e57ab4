import { join } from 'node:path';
import type { StudyFile } from '../../log/study.js';
import type { Export, Exported, ExportOptions } from './export.js';
import { evaluationsOf } from './parts/evaluations.js';
import { frozenTrial, type TrialEvaluations, type TrialRules } from './parts/optuna-trial.js';
import { trialRules } from './parts/optuna-rules.js';
import { notesOnMissing, runsByBenchmark, type BenchmarkRuns, type LoggedRun } from './parts/runs.js';
import { writeLines } from './parts/write-lines.js';

/**
 * `<family>.<instance>.log`, a journal a benchmark for `JournalStorage` and the dashboard of Optuna (written for 5.0, which was
 * tested); each run is an Optuna study. Of the kinds of lines that a journal can have, those that create a study (0), set its
 * attributes (2, 3) and create a trial (4) are enough.
 *
 * A trial of Optuna is a trial of ours, with all its evaluations in the user attribute `evaluations`. Its value is the one at the
 * highest fidelity and of no other (the mean over replicates), in the benchmark's own sign under the study's direction. It is COMPLETE
 * with such a value; FAIL when its last evaluation failed or timed out; RUNNING while it has nothing but evaluations under way; and
 * PRUNED when it stayed below the highest fidelity. With one objective and one fidelity the values at its levels are intermediate
 * values (Optuna prunes with no more than one objective). Simulated seconds are counted from the year 2000.
 *
 * A run's trials are in memory until its end: a trial may be promoted late.
 */
const optunaJournal: Export = {
  name: 'optuna-journal',
  summary: 'journals for Optuna and its dashboard: a file a benchmark, an Optuna study a run',
  write: writeJournals,
};
export default optunaJournal;

async function writeJournals(study: StudyFile, folder: string, { into }: ExportOptions): Promise<Exported> {
  const groups = await runsByBenchmark(study, folder);
  const files: string[] = [];
  for (const group of groups) {
    const file = `${group.name}.log`;
    await writeLines(join(into, file), journal(group));
    files.push(file);
  }
  return { files, notes: notesOnMissing(study, groups) };
}

async function* journal(group: BenchmarkRuns): AsyncGenerator<string> {
  for (const [study, run] of group.runs.entries()) {
    const rules = trialRules(group.benchmark, run.header.objectives);
    yield* studyLines(study, { group, run, rules });
    for (const trial of await trialsOf(run.file, group)) {
      yield line(CREATE_TRIAL, { study_id: study, ...frozenTrial(trial, rules) });
    }
  }
}

const [CREATE_STUDY, USER_ATTRIBUTE, SYSTEM_ATTRIBUTE, CREATE_TRIAL] = [0, 2, 3, 4];

interface StudyOf {
  readonly group: BenchmarkRuns;
  readonly run: LoggedRun;
  readonly rules: TrialRules;
}

function* studyLines(study: number, { group, run: { run, header }, rules }: StudyOf): Generator<string> {
  yield line(CREATE_STUDY, { study_name: run, directions: rules.directions });
  yield line(SYSTEM_ATTRIBUTE, {
    study_id: study,
    system_attr: { 'study:metric_names': header.objectives },
  });
  const { optimizer, seed, budget, workers, clock, suite } = header;
  const attributes = { benchmark: group.name, optimizer, seed, budget, workers, clock, suite, step: rules.stepUnit };
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) yield line(USER_ATTRIBUTE, { study_id: study, user_attr: { [name]: value } });
  }
}

function line(operation: number, fields: object): string {
  return `${JSON.stringify({ op_code: operation, worker_id: 'hport', ...fields })}\n`;
}

/** In the order of their first evaluation. */
async function trialsOf(file: string, { benchmark }: BenchmarkRuns): Promise<readonly TrialEvaluations[]> {
  const trials: TrialEvaluations[] = [];
  for await (const evaluation of evaluationsOf(file, benchmark.fidelities))
    (trials[evaluation.asked.trial] ??= []).push(evaluation);
  return trials.filter((trial) => trial.length > 0);
}
