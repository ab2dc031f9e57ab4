import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import PQueue from 'p-queue';
import { readStudy, type StudyFile } from '../log/study.js';
import type { OptimizerDefinition } from '../optimizers/optimizer.js';
import { type Backends, openBackends } from './backends.js';
import { boundedLog } from './engines/parts/bounded-log.js';
import { loadEngine } from './engines/registry.js';
import type { Family } from './families.js';
import { asInfrastructure } from './infrastructure.js';
import { lockFolder } from './lock.js';
import { type Plan, planStudy } from './plan.js';
import { provideData, type Use } from './provide-data.js';
import type { Recipe } from './recipe.js';
import { runOne } from './run-one.js';
import { checkSameStudy, checkUnused, studyFileOf, writeStudyFile } from './study-file.js';
import type { RunProgress, RunResult, StudyResult } from './summary.js';

export interface StudyOptions {
  /** Interrupts the study: what is observed is kept, and `resumeStudy` goes on from there. */
  readonly signal?: AbortSignal;
  /** Called now and then for each run, and at each change of its state. */
  readonly onProgress?: (progress: RunProgress) => void;
  /** One line on what takes time before the first evaluation: fetching data, building an image, starting containers. */
  readonly onNotice?: (line: string) => void;
}

/**
 * Runs a plan into a new folder.
 * @throws SuiteError of code 'user' when the folder is already in use.
 */
export async function runStudy(plan: Plan, folder: string, options: StudyOptions = {}): Promise<StudyResult> {
  mkdirSync(join(folder, 'runs'), { recursive: true });
  return await inFolder(plan, folder, options, undefined);
}

/** Goes on with an interrupted study to the same bytes as if it had never been interrupted. */
export async function resumeStudy(folder: string, options: StudyOptions = {}): Promise<StudyResult> {
  const found = readStudy(folder);
  const plan = await planStudy(found.recipe as unknown as Recipe);
  return await inFolder(plan, folder, options, found);
}

async function inFolder(
  plan: Plan,
  folder: string,
  options: StudyOptions,
  found: StudyFile | undefined,
): Promise<StudyResult> {
  const unlock = lockFolder(folder);
  try {
    if (found === undefined) checkUnused(folder);
    else checkSameStudy(folder, found, studyFileOf(plan, new Map()));
    return { folder, runs: await withBackends(plan, folder, options, found) };
  } finally {
    unlock();
  }
}

async function withBackends(
  plan: Plan,
  folder: string,
  options: StudyOptions,
  found?: StudyFile,
): Promise<readonly RunResult[]> {
  const { recipe } = plan;
  const { onNotice } = options;
  const engine = await loadEngine(recipe.engine);
  await provideData(usesOf(plan), options);
  const logs = engine.embedded ? undefined : join(folder, 'logs');
  if (logs !== undefined) mkdirSync(logs, { recursive: true });
  await using session = leniently(
    await engine.open({
      study: recipe.study,
      ...(logs === undefined ? undefined : { logs }),
      ...(onNotice === undefined ? undefined : { onNotice }),
    }),
    onNotice,
  );
  const rules = logs === undefined ? recipe : { ...recipe, onLoss: lossLog(logs) };
  await using backends = leniently(
    await openBackends(engine, session.inner, Object.values(plan.families), rules),
    onNotice,
  );
  const study = studyFileOf(plan, backends.inner.images);
  if (found === undefined) writeStudyFile(folder, study);
  else noticeOtherImages(found, study, onNotice);
  return await runAll(plan, backends.inner, folder, options);
}

/** An engine that is gone cannot be tidied up, and that is no reason to lose what its study found: it is said. */
function leniently<T extends AsyncDisposable>(
  inner: T,
  onNotice: StudyOptions['onNotice'],
): AsyncDisposable & { readonly inner: T } {
  const dispose = async (): Promise<void> => {
    try {
      await inner[Symbol.asyncDispose]();
    } catch (error) {
      const trouble = asInfrastructure(error);
      if (trouble === undefined) throw error;
      onNotice?.(`not tidied up: ${trouble.message}; \`hport doctor --clean\` does it later`);
    }
  };
  return { inner, [Symbol.asyncDispose]: dispose };
}

/** How guests were lost: not in the logs of runs, since it differs between engines and from time to time. */
function lossLog(logs: string): (run: string, words: string) => void {
  const log = boundedLog(join(logs, 'lost-workers.log'));
  return (run, words) => log.write(Buffer.from(`${run}: ${words}\n`));
}

/** The instances that the plan's runs are on. */
function usesOf({ families, runs }: Plan): readonly Use[] {
  return Object.values(families).map((family) => {
    const own = runs.filter((run) => run.family === family.name);
    return { family, instances: [...new Set(own.map(({ instance }) => instance))] };
  });
}

/** An image that was built again has another digest even from the same sources, so it is said and not refused. */
function noticeOtherImages(found: StudyFile, now: StudyFile, onNotice: StudyOptions['onNotice']): void {
  for (const [name, { image }] of Object.entries(now.families)) {
    const then = found.families[name]?.image?.digest;
    if (image?.digest !== then)
      onNotice?.(`the image of ${name} is ${image?.digest}; the study was begun with ${then}`);
  }
}

/** Runs side by side, as many as the recipe says. One that fails does not stop the others. */
async function runAll(
  plan: Plan,
  backends: Backends,
  folder: string,
  options: StudyOptions,
): Promise<readonly RunResult[]> {
  const queue = new PQueue({ concurrency: plan.recipe.concurrency });
  return await Promise.all(
    plan.runs.map((run) =>
      queue.add(
        () =>
          runOne({
            run,
            recipe: plan.recipe,
            family: plan.families[run.family] as Family,
            definition: plan.optimizers[run.optimizer] as OptimizerDefinition,
            backends,
            folder,
            options,
          }),
        {},
      ),
    ),
  );
}
