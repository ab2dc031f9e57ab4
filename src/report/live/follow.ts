import { existsSync } from 'node:fs';
import { createEstimate, type Estimate } from '../../core/estimate.js';
import { formatSuiteError, SuiteError } from '../../core/errors.js';
import { isLocked } from '../../core/lock.js';
import { readStudies, type Study } from '../../analysis/studies.js';
import { comparedBenchmarks, comparedOptimizers } from '../../analysis/subjects.js';
import { lockFile, studyFile } from '../../log/study.js';
import { fileMark } from './file-mark.js';
import { followRuns, type RunsFollower } from './follow-runs.js';
import { incumbentsOf, type Progress } from './progress.js';

/** Follows studies while they run. */
export interface Follower {
  readonly progress: Progress;
  /**
   * Looks for what is new in the folders; of a log that has grown only the new bytes are read.
   * @returns whether `progress` is another one
   */
  poll(): Promise<boolean>;
  /** Whether a runner is at work in one of the folders; costs next to nothing. */
  isAtWork(): boolean;
}

/**
 * @param folders of studies, also of such that are still to come
 * @throws SuiteError of code 'user', from the first `poll`, where all are there and cannot be compared
 */
export function createFollower(folders: readonly string[], now?: () => number): Follower {
  let session: Session | undefined;
  let said = '';
  const follower = {
    progress: absent(folders, []),
    isAtWork: () => folders.some((folder) => isLocked(lockFile(folder))),
    async poll() {
      follower.progress = await look();
      // The estimate alone is nothing new.
      const now = JSON.stringify({ ...follower.progress, left: null });
      const changed = now !== said;
      said = now;
      return changed;
    },
  };
  async function look(): Promise<Progress> {
    const missing = folders.filter((folder) => !existsSync(studyFile(folder)));
    if (missing.length > 0) {
      session = undefined;
      return absent(folders, []);
    }
    const mark = folders.map((folder) => fileMark(studyFile(folder))?.text ?? '').join(' ');
    try {
      if (session?.mark !== mark) session = openSession(folders, mark, now);
    } catch (error) {
      // Before anything was followed it is for whoever started to mend.
      if (said === '' || !(error instanceof SuiteError)) throw error;
      return absent(folders, [formatSuiteError(error)]);
    }
    // First, so that what a runner that is gone has written is read.
    const atWork = follower.isAtWork();
    for (const runs of session.runs) await runs.poll();
    return progressOf(session, atWork);
  }
  return follower;
}

/** As long as the plans of the studies stay what they are. */
interface Session {
  readonly mark: string;
  readonly studies: readonly Study[];
  readonly runs: readonly RunsFollower[];
  readonly estimate: Estimate;
}

function openSession(folders: readonly string[], mark: string, now?: () => number): Session {
  const studies = readStudies(folders);
  return { mark, studies, runs: studies.map(followRuns), estimate: createEstimate(now) };
}

function absent(folders: readonly string[], troubles: readonly string[]): Progress {
  return {
    state: 'waiting',
    studies: [],
    missing: folders.filter((folder) => !existsSync(studyFile(folder))),
    planned: 0,
    begun: 0,
    ended: 0,
    evaluations: 0,
    failures: 0,
    share: 0,
    left: null,
    incumbents: [],
    troubles,
  };
}

function progressOf({ studies, runs, estimate }: Session, atWork: boolean): Progress {
  const planned = studies.reduce((sum, { file }) => sum + file.runs.length, 0);
  const begun = runs.flatMap((each) => each.begun());
  const total = (of: (run: (typeof begun)[number]['progress']) => number): number =>
    begun.reduce((sum, { progress }) => sum + of(progress), 0);
  const ended = total((run) => Number(run.ended));
  const share = total((run) => run.share) / Math.max(1, planned);
  const left = estimate.left(share);
  const optimizers = comparedOptimizers(studies).map(({ label }) => label);
  return {
    state: ended === planned ? 'ended' : atWork ? (begun.length > 0 ? 'running' : 'waiting') : 'stopped',
    studies: studies.map(({ file }) => file.recipe.study),
    missing: [],
    planned,
    begun: begun.length,
    ended,
    evaluations: total((run) => run.evaluations),
    failures: total((run) => run.failures),
    share,
    left: ended === planned || left === undefined ? null : left,
    incumbents: incumbentsOf(begun, comparedBenchmarks(studies), optimizers),
    troubles: runs.flatMap((each) => each.troubles()),
  };
}
