import { MultiBar, Presets, type Options, type SingleBar } from 'cli-progress';
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

/** A run that has a bar. */
interface Shown {
  readonly bar: SingleBar;
  readonly estimate: Estimate;
}

/** A line for each run under way and one for the study; a run that ends leaves a plain line above them. */
export function createBars(terminal: Pick<Terminal, 'stderr'>, runs: number): ProgressView {
  const bars = new MultiBar(barOptions(terminal), Presets.legacy);
  const study = createStudyState(runs);
  const whole: Shown = { bar: bars.create(1, 0, { name: 'study', text: study.text() }), estimate: createEstimate() };
  const shown = new Map<string, Shown>();
  const note = (line: string): void => bars.log(`${line}\n`);
  const end = (progress: RunProgress): void => {
    const parts = [progress.state, evaluationsText(progress), incumbentText(progress), formatSeconds(progress.clock)];
    note(`${progress.run.id}: ${parts.join(', ')}`);
    const known = shown.get(progress.run.id);
    if (known !== undefined) bars.remove(known.bar);
    shown.delete(progress.run.id);
  };
  const show = (progress: RunProgress): void => {
    const { id } = progress.run;
    const known = shown.get(id) ?? { bar: bars.create(1, 0, { name: id, text: '' }), estimate: createEstimate() };
    shown.set(id, known);
    draw(known, progress.spent, [evaluationsText(progress), incumbentText(progress)]);
  };
  const update = (progress: RunProgress): void => {
    if (progress.state === 'waiting') return;
    study.add(progress);
    draw(whole, study.share(), [study.text()]);
    if (hasEnded(progress)) end(progress);
    else show(progress);
  };
  const stop = (): void => {
    // Lines that were not drawn yet would be lost.
    bars.update();
    bars.stop();
  };
  return { update, note, stop };
}

function draw({ bar, estimate }: Shown, share: number, texts: readonly string[]): void {
  const parts = [...texts, estimate.left(share)].filter((part) => part !== '');
  bar.update(share, { text: parts.join(', ') });
}

/** How bars look; a bar has a name and a text. */
export function barOptions({ stderr }: Pick<Terminal, 'stderr'>): Options {
  return {
    stream: stderr,
    format: '{bar} {percentage} %  {name}: {text}',
    barsize: 20,
    fps: 5,
    hideCursor: true,
    clearOnComplete: true,
    // The signals are ours: an interrupted study stops cleanly.
    gracefulExit: false,
    autopadding: true,
    linewrap: false,
  };
}
