import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import type { DataFile } from '../data/data-file.js';
import type { DataProgress } from '../data/ensure.js';
import { mebibytes } from '../data/mebibytes.js';
import { progressNotices } from '../data/progress-notices.js';
import { barOptions } from './progress-bars.js';
import { createEstimate, type Estimate } from './progress-state.js';
import type { Terminal } from './terminal.js';
import { count } from './words.js';

/** Shows how far files are. */
export interface DataProgressView {
  readonly onProgress: (progress: DataProgress) => void;
  /** A line that stays. */
  readonly onNotice: (line: string) => void;
  readonly stop: () => void;
}

/** Bars where somebody watches, plain lines elsewhere. */
export function createDataProgress(terminal: Terminal, files: readonly DataFile[]): DataProgressView {
  if (terminal.live) return createBars(terminal, files);
  const onNotice = (line: string): void => terminal.note(line);
  return { onProgress: progressNotices(onNotice), onNotice, stop: () => undefined };
}

/** A line for each file under way, and one for all. */
function createBars(terminal: Pick<Terminal, 'stderr'>, files: readonly DataFile[]): DataProgressView {
  const bars = new MultiBar(barOptions(terminal), Presets.legacy);
  const state = createFilesState(files);
  const whole = bars.create(1, 0, { name: 'data', text: state.text() });
  const shown = new Map<string, Shown>();
  const end = (key: string): void => {
    const known = shown.get(key);
    if (known !== undefined) bars.remove(known.bar);
    shown.delete(key);
  };
  const onProgress = (progress: DataProgress): void => {
    const { name } = progress.file;
    const key = keyOf(progress.file);
    state.add(progress);
    whole.update(state.share(), { text: state.text() });
    if (progress.state === 'there') {
      end(key);
      return;
    }
    const known = shown.get(key) ?? { bar: bars.create(1, 0, { name, text: '' }), estimate: createEstimate() };
    shown.set(key, known);
    draw(known, progress);
  };
  const onNotice = (line: string): void => bars.log(`${line}\n`);
  return { onProgress, onNotice, stop: () => bars.stop() };
}

/** A file that has a bar. */
interface Shown {
  readonly bar: SingleBar;
  readonly estimate: Estimate;
}

function draw({ bar, estimate }: Shown, progress: DataProgress): void {
  const share = shareOf(progress);
  const { bytes, total } = progress;
  const parts = [
    total === undefined ? mebibytes(bytes) : `${mebibytes(bytes)} of ${mebibytes(total)}`,
    estimate.left(share),
  ];
  bar.update(share, { text: parts.filter((part) => part !== '').join(', ') });
}

/** All files together, weighed by their sizes. */
interface FilesState {
  add(progress: DataProgress): void;
  /** 0..1 */
  share(): number;
  /** `3 of 7 files` */
  text(): string;
}

function createFilesState(files: readonly DataFile[]): FilesState {
  const shares = new Map(files.map((file) => [keyOf(file), { size: file.size, share: 0, there: false }]));
  const sum = (value: (one: { readonly size: number; readonly share: number }) => number): number =>
    [...shares.values()].reduce((total, one) => total + value(one), 0);
  return {
    add: (progress) => {
      const { file, state } = progress;
      shares.set(keyOf(file), { size: file.size, share: shareOf(progress), there: state === 'there' });
    },
    share: () =>
      sum(({ size, share }) => size * share) /
      Math.max(
        1,
        sum(({ size }) => size),
      ),
    text: () => {
      const there = [...shares.values()].filter((one) => one.there).length;
      return `${there} of ${count(shares.size, 'file')}, ${mebibytes(sum(({ size }) => size))} in all`;
    },
  };
}

/** 0..1; what comes compressed, from nobody knows how much, is guessed to be as long as the file. */
function shareOf({ file, state, bytes, total = file.size }: DataProgress): number {
  return state === 'there' ? 1 : Math.min(1, bytes / Math.max(1, total));
}

function keyOf({ family, file }: DataFile): string {
  return `${family}/${file}`;
}
