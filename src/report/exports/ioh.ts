import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyFile } from '../../log/study.js';
import type { Export, Exported, ExportOptions } from './export.js';
import { iohRows, type IohRun, worseOf, worstOf } from './parts/ioh-rows.js';
import { notesOnMissing, runsByBenchmark, type BenchmarkRuns, type LoggedRun } from './parts/runs.js';
import { writeLines } from './parts/write-lines.js';

/**
 * A folder per optimizer in the layout of IOHprofiler (version 2 of its JSON, as IOHexperimenter 0.3 writes it), for IOHinspector and
 * IOHanalyzer. A function is a benchmark, its dimension the number of parameters that are no constants; a run is a seed, which is
 * an attribute of it, and the instance is always 1.
 *
 * There is a row per evaluation, in the order in which they were observed: `evaluations` counts all of them from 1, because readers
 * identify a run by its row 1 (one that begins at 2 they read as nothing, without a message). `raw_y` is the objective in the
 * benchmark's own sign, under `maximization`, and `F2` and so on are the other objectives. An evaluation that failed, or was below the
 * highest fidelity, has the worst value that any run of the study has at the highest fidelity of the benchmark: it never improves the
 * best so far, and it is finite, because IOHinspector's functions of a fixed target fail on infinite values. Two more columns are fairer axes for
 * multi-fidelity methods than the count: `seconds` on the run's clock, and `full_evaluations`, what was spent in evaluations at the
 * highest fidelity (readers cast `evaluations` to a whole number, other columns not). `fidelity` is the relative cost of a row's own.
 *
 * A run that has no evaluation at the highest fidelity has no best value and is left out, which is said.
 */
const ioh: Export = {
  name: 'ioh',
  summary: 'IOHprofiler version 2, for IOHinspector and IOHanalyzer: a folder per optimizer',
  write: writeProfiles,
};
export default ioh;

/** The version of the layout; readers want some text. */
const VERSION = '0.3.5';

async function writeProfiles(study: StudyFile, folder: string, { into }: ExportOptions): Promise<Exported> {
  const groups = await runsByBenchmark(study, folder);
  const ids = new Map(Object.keys(study.benchmarks).map((name, index) => [name, index + 1]));
  const files: string[] = [];
  let hollow = 0;
  for (const group of groups) {
    const { runs: full, worst } = await runsWithFull(group);
    hollow += group.runs.length - full.length;
    for (const [label, runs] of byOptimizer(full)) {
      const profile = { id: ids.get(group.name) ?? 0, label, group, runs, worst };
      files.push(...(await writeProfile(profile, { study: study.recipe.study, into })));
    }
  }
  const note = `runs left out because they have no evaluation at the highest fidelity: ${hollow}`;
  return { files, notes: [...notesOnMissing(study, groups), ...(hollow > 0 ? [note] : [])] };
}

function byOptimizer(runs: readonly LoggedRun[]): ReadonlyMap<string, readonly LoggedRun[]> {
  const groups = new Map<string, LoggedRun[]>();
  for (const run of runs) {
    const { label } = run.header.optimizer;
    groups.set(label, [...(groups.get(label) ?? []), run]);
  }
  return groups;
}

/** The runs that have a value at the highest fidelity, and for each objective the worst of their values there. */
async function runsWithFull({ runs, benchmark }: BenchmarkRuns): Promise<FullRuns> {
  const full: LoggedRun[] = [];
  let worst: number[] | undefined;
  for (const run of runs) {
    const own = await worstOf(run, benchmark);
    if (own === undefined) continue;
    full.push(run);
    worst = worst === undefined ? own : worseOf(worst, own, run.header.objectives, benchmark);
  }
  return { runs: full, worst: worst ?? [] };
}

interface FullRuns {
  readonly runs: readonly LoggedRun[];
  readonly worst: readonly number[];
}

interface Profile {
  readonly id: number;
  readonly label: string;
  readonly group: BenchmarkRuns;
  readonly runs: readonly LoggedRun[];
  readonly worst: readonly number[];
}

async function writeProfile(
  profile: Profile,
  place: { readonly study: string; readonly into: string },
): Promise<string[]> {
  const { id, label, group, runs, worst } = profile;
  const { name, benchmark } = group;
  const dimension = benchmark.space.parameters.filter(({ type }) => type !== 'constant').length;
  const path = `data_f${id}_${name}/IOHprofiler_f${id}_DIM${dimension}.dat`;
  await mkdir(join(place.into, label, `data_f${id}_${name}`), { recursive: true });
  const done: IohRun[] = [];
  const objectives = runs[0]?.header.objectives ?? [];
  const columns = ['evaluations', 'raw_y', ...objectives.slice(1).map((_, index) => `F${index + 2}`), ...AXES];
  await writeLines(join(place.into, label, path), rowsOf(columns, { runs, benchmark, worst, done }));
  const maximization = benchmark.metrics[objectives[0] ?? '']?.direction === 'maximize';
  const json = {
    ...{ version: VERSION, suite: place.study, function_id: id, function_name: name, maximization },
    ...{ algorithm: { name: label, info: runs[0]?.header.optimizer.name ?? label }, run_attributes: ['seed'] },
    ...{ attributes: columns, scenarios: [{ dimension, path, runs: done }] },
  };
  const index = `IOHprofiler_f${id}_${name}.json`;
  await writeFile(join(place.into, label, index), `${JSON.stringify(json, undefined, 2)}\n`);
  return [`${label}/${index}`, `${label}/${path}`];
}

const AXES = ['seconds', 'full_evaluations', 'fidelity'];

interface RowsOf {
  readonly runs: readonly LoggedRun[];
  readonly benchmark: BenchmarkRuns['benchmark'];
  readonly worst: readonly number[];
  /** What each run came to, filled in the order of the rows. */
  readonly done: IohRun[];
}

async function* rowsOf(columns: readonly string[], { runs, benchmark, worst, done }: RowsOf): AsyncGenerator<string> {
  yield `${columns.join(' ')}\n`;
  for (const run of runs) done.push(yield* iohRows(run, benchmark, worst));
}
