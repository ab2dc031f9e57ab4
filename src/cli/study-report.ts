import { messageOf } from '../core/errors.js';
import type { RunResult, StudyResult } from '../runner/summary.js';
import { compare, type ComparedMetric, type Comparison } from './comparison.js';
import type { Quartiles } from './quantiles.js';
import { noticesOf } from './notices.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { count, formatNumber, formatSeconds } from './words.js';

/** What a study found, as text: a table of incumbents, the three clocks, and what failed. */
export function studyText({ folder, runs }: StudyResult, terminal: Pick<Terminal, 'colours'>): string {
  const rows = compare(runs);
  const table = formatTable(HEADINGS, rows.flatMap(tableRows), terminal);
  const note = rows.some((row) => idleText(row) !== '') ? [NOTE, IDLE_NOTE] : [NOTE];
  const failed = runs.filter(({ error }) => error !== undefined).map(failureLine);
  const notices = noticesOf(runs.map(({ run }) => run));
  const resume = runs.some(({ state }) => state === 'interrupted') ? [`Go on with: hport resume ${folder}`] : [];
  return ['', table, '', ...note, clockLine(runs), ...notices, ...failed, ...resume, `Logs: ${folder}`].join('\n');
}

/** The same as a value. */
export function studyJson({ folder, runs }: StudyResult): Readonly<Record<string, unknown>> {
  return { folder, comparison: compare(runs), runs: runs.map(runJson) };
}

const HEADINGS = [
  'benchmark',
  'optimizer',
  'runs',
  'objective',
  'incumbent',
  'test',
  'optimum',
  'evaluations',
  'failures',
  'seconds',
  'idle',
];
const NOTE =
  'incumbent, test: median [quartiles] over seeds, at the highest fidelity; seconds: median on the clock of the run.';
const IDLE_NOTE = "idle: median share of the workers' time in which they had no evaluation.";

/** One row an objective; what is said of all of them stands in the first. */
function tableRows(comparison: Comparison): string[][] {
  return comparison.objectives.map((metric, index) => {
    const first = (text: string): string => (index === 0 ? text : '');
    const { runs, withIncumbent } = comparison;
    return [
      first(comparison.benchmark),
      first(comparison.optimizer),
      first(withIncumbent === runs ? String(runs) : `${withIncumbent} of ${runs}`),
      metric.name,
      quartilesText(metric.value) ?? 'none',
      testText(metric),
      metric.optimum === undefined ? '' : formatNumber(metric.optimum),
      first(String(comparison.evaluations)),
      first(comparison.failures === 0 ? '' : String(comparison.failures)),
      first(formatNumber(comparison.seconds)),
      first(idleText(comparison)),
    ];
  });
}

function testText({ test }: ComparedMetric): string {
  return quartilesText(test?.value) ?? '';
}

function idleText({ idle = 0 }: Comparison): string {
  return idle === 0 ? '' : `${formatNumber(100 * idle)} %`;
}

function quartilesText(value: Quartiles | undefined): string | undefined {
  if (value === undefined) return undefined;
  const { lower, median, upper } = value;
  const spread = lower === upper ? '' : ` [${formatNumber(lower)}, ${formatNumber(upper)}]`;
  return `${formatNumber(median)}${spread}`;
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
