import type { EndOfStudy } from '../analysis/analyse-end.js';
import { messageOf } from '../core/errors.js';
import type { RunResult, StudyResult } from '../runner/summary.js';
import { noteLines } from './note-lines.js';
import { noticesOf } from './notices.js';
import { hypervolumeTable, isOf, scoreNote, scoreTable, type Cell, type CellColumn } from './score-table.js';
import type { Terminal } from './terminal.js';
import { verdictLines } from './verdict-lines.js';
import { medianOf } from '../analysis/statistics/summary.js';
import { count, formatNumber, formatSeconds } from './words.js';

/** What a study found, as text: the verdict and the table of `hport compare`, what it took, and what failed. */
export function studyText(
  { folder, runs }: StudyResult,
  comparison: EndOfStudy,
  terminal: Pick<Terminal, 'colours'>,
): string {
  const failed = runs.filter(({ error }) => error !== undefined).map(failureLine);
  const notices = noticesOf(runs.map(({ run }) => run));
  const resume = runs.some(({ state }) => state === 'interrupted') ? [`Go on with: hport resume ${folder}`] : [];
  const parts = [
    verdictLines(comparison).join('\n'),
    scoreTable(comparison, columnsOf(comparison), terminal),
    hypervolumeTable(comparison, terminal),
    [scoreNote(comparison), COLUMN_NOTE, clockLine(runs), ...notices, ...failed].join('\n'),
    noteLines(comparison.notes),
    [...resume, `Logs: ${folder}`].join('\n'),
  ];
  return ['', ...parts.filter((part) => part !== '').flatMap((part) => [part, ''])].slice(0, -1).join('\n');
}

/** The same as a value. */
export function studyJson({ folder, runs }: StudyResult, comparison: EndOfStudy): Readonly<Record<string, unknown>> {
  return { folder, comparison, runs: runs.map(runJson) };
}

const COLUMN_NOTE =
  "evaluations, failures: in all runs; seconds: median on the clock of the run; idle: median share of the workers' time in which they\n" +
  'had no evaluation.';

function columnsOf({ runs, workers }: EndOfStudy): CellColumn[] {
  const own = (cell: Cell): EndOfStudy['runs'] => runs.filter((run) => isOf(run, cell));
  const total = (cell: Cell, of: 'evaluations' | 'failures'): number =>
    own(cell).reduce((sum, run) => sum + run[of], 0);
  return [
    { heading: 'evaluations', text: (cell) => String(total(cell, 'evaluations')) },
    { heading: 'failures', text: (cell) => String(total(cell, 'failures') || '') },
    { heading: 'seconds', text: (cell) => formatNumber(medianOf(own(cell).map(({ spent }) => spent.seconds))) },
    { heading: 'idle', text: (cell) => idleText(workers.find((each) => isOf(each, cell))?.idle) },
  ];
}

function idleText(idle = 0): string {
  return idle === 0 ? '' : `${formatNumber(100 * idle)} %`;
}

function clockLine(runs: readonly RunResult[]): string {
  const total = (key: keyof RunResult['clocks']): string =>
    formatSeconds(runs.reduce((sum, { clocks }) => sum + clocks[key], 0));
  const simulated = runs.some(({ run }) => run.descriptor.clock === 'recorded') ? ' (simulated)' : '';
  return `Clocks over ${count(runs.length, 'run')}: run ${total('run')}${simulated}, optimizer ${total('optimizer')}, benchmark ${total('benchmark')}.`;
}

function failureLine({ run, state, error }: RunResult): string {
  const what = state === 'interrupted' ? 'was interrupted, not by you' : 'failed';
  return `${run.id} ${what}: ${error === undefined ? 'no reason is known' : messageOf(error)}`;
}

function runJson(result: RunResult): Readonly<Record<string, unknown>> {
  const { run, error, ...rest } = result;
  return { id: run.id, ...rest, ...(error !== undefined && { error: messageOf(error) }) };
}
