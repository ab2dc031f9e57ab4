import type { RunProgress } from '../runner/summary.js';
import type { ProgressView } from './progress.js';
import {
  createEstimate,
  createStudyState,
  evaluationsText,
  hasEnded,
  incumbentText,
  type Estimate,
} from './progress-state.js';
import type { Terminal } from './terminal.js';
import { formatSeconds } from './words.js';

/** Milliseconds between two lines on one run. */
const PAUSE = 5000;

/** What the lines remember of a run that is under way. */
interface Underway {
  readonly estimate: Estimate;
  said: number;
}

/** A line at the start and at the end of each run, and every few seconds in between. */
export function createLines(
  terminal: Pick<Terminal, 'note'>,
  runs: number,
  now: () => number = () => performance.now(),
): ProgressView {
  const study = createStudyState(runs);
  const underway = new Map<string, Underway>();
  const update = (progress: RunProgress): void => {
    if (progress.state === 'waiting') return;
    study.add(progress);
    const { id } = progress.run;
    const known = underway.get(id);
    if (hasEnded(progress)) {
      underway.delete(id);
      terminal.note(endLine(progress, study.text()));
    } else if (known === undefined) {
      const estimate = createEstimate(now);
      estimate.left(progress.spent);
      underway.set(id, { estimate, said: now() });
      terminal.note(`${id}: started`);
    } else if (now() - known.said >= PAUSE) {
      known.said = now();
      terminal.note(middleLine(progress, known.estimate));
    }
  };
  return { update, note: (line) => terminal.note(line), stop: () => undefined };
}

function middleLine(progress: RunProgress, estimate: Estimate): string {
  const left = estimate.left(progress.spent);
  const parts = [`${Math.floor(progress.spent * 100)} %`, evaluationsText(progress), incumbentText(progress), left];
  return `${progress.run.id}: ${parts.filter((part) => part !== '').join(', ')}`;
}

function endLine(progress: RunProgress, study: string): string {
  const parts = [progress.state, evaluationsText(progress), incumbentText(progress), formatSeconds(progress.clock)];
  return `${progress.run.id}: ${parts.join(', ')} (${study})`;
}
