import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyFile } from '../../log/study.js';
import { spaceOf } from './configspace.js';
import type { Export, Exported, ExportOptions } from './export.js';
import { runHistory } from './parts/smac3-history.js';
import { notesOnMissing, runsByBenchmark, type BenchmarkRuns, type LoggedRun } from './parts/runs.js';
import { writeLines } from './parts/write-lines.js';

/**
 * A folder a run with the files of SMAC3 2.x (`runhistory.json`, `scenario.json`, `configspace.json`), as DeepCAVE 1.4 reads them;
 * conditions, several objectives, failures and budgets are all in them.
 *
 * SMAC minimises: a maximised objective is written with the other sign and a `-` before its name. `budget` is the level where there
 * is one fidelity, the relative cost (0 to 1) where there are several, null where there is none; DeepCAVE rounds it to two decimals. What
 * was stopped counts at the level where it was. Failures have their status and an infinite cost (`1e999`, JSON's only way to say
 * it), a cancelled evaluation counts as crashed. Evaluations under way are counted in `stats` and have no row. The metrics as they
 * were, and what is not SMAC's, are in `additional_info`. DeepCAVE takes every evaluation as started at 0: its time axes mean nothing.
 *
 * A run without an evaluation that has ended is left out, which is said.
 */
const smac3: Export = {
  name: 'smac3',
  summary: 'SMAC3 2.x run histories, which DeepCAVE reads (importance, Pareto fronts, budgets): a folder a run',
  write: writeHistories,
};
export default smac3;

async function writeHistories(study: StudyFile, folder: string, { into }: ExportOptions): Promise<Exported> {
  const groups = await runsByBenchmark(study, folder);
  const files: string[] = [];
  let hollow = 0;
  for (const group of groups) {
    const space = `${JSON.stringify(spaceOf(group.benchmark.space, group.name, folder), undefined, 2)}\n`;
    for (const run of group.runs) {
      const written = await writeHistory(run, { group, space, into: join(into, run.run) });
      files.push(...written.map((file) => `${run.run}/${file}`));
      if (written.length === 0) hollow++;
    }
  }
  const note = `runs left out because none of their evaluations has ended: ${hollow}`;
  return { files, notes: [...notesOnMissing(study, groups), ...(hollow > 0 ? [note] : [])] };
}

interface Place {
  readonly group: BenchmarkRuns;
  /** The text of configspace.json. */
  readonly space: string;
  readonly into: string;
}

async function writeHistory(
  { run, file, header }: LoggedRun,
  { group, space, into }: Place,
): Promise<readonly string[]> {
  const { benchmark } = group;
  const objectives = header.objectives.map((name) => ({
    name,
    sign: benchmark.metrics[name]?.direction === 'maximize' ? -1 : 1,
  }));
  let finished = 0;
  const rows = async function* (): AsyncGenerator<string> {
    finished = yield* runHistory(file, { benchmark, objectives });
  };
  await mkdir(into);
  await writeLines(join(into, 'runhistory.json'), rows());
  if (finished === 0) {
    await rm(into, { recursive: true });
    return [];
  }
  const names = objectives.map(({ name, sign }) => (sign < 0 ? `-${name}` : name));
  const scenario = { name: run, objectives: names, seed: header.seed, n_workers: header.workers, instances: null };
  await writeFile(join(into, 'scenario.json'), `${JSON.stringify(scenario, undefined, 2)}\n`);
  await writeFile(join(into, 'configspace.json'), space);
  return ['runhistory.json', 'scenario.json', 'configspace.json'];
}
