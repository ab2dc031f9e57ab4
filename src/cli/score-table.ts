import type { Comparison, ComparedObjective, Score } from '../analysis/comparison.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { formatNumber } from './words.js';

type Scored = Pick<Comparison, 'benchmarks' | 'optimizers' | 'scores' | 'settings' | 'hypervolumes'>;

/** An optimizer on a benchmark. */
export interface Cell {
  readonly benchmark: string;
  readonly optimizer: string;
}

/** A column beside the incumbents, one text a cell. */
export interface CellColumn {
  readonly heading: string;
  readonly text: (cell: Cell) => string;
}

/**
 * What was found at the end of the budget, one row an objective, benchmark and optimizer: the same numbers wherever they are shown.
 * @returns an empty text where no run has begun
 */
export function scoreTable(
  { benchmarks, optimizers, scores, settings }: Scored,
  columns: readonly CellColumn[],
  terminal: Pick<Terminal, 'colours'>,
): string {
  const last = Math.max(...settings.shares);
  const rows = benchmarks.flatMap(({ name, objectives }) =>
    optimizers.flatMap(({ label }) => {
      const cell = { benchmark: name, optimizer: label };
      const own = scores.filter((score) => isOf(score, cell) && score.share === last);
      return own.map((score, index) => {
        const objective = objectives.find((each) => each.name === score.objective);
        const once = (text: string): string => (index === 0 ? text : '');
        return [
          ...[name, once(label), once(runsText(score)), ...valueTexts(score, objective)],
          ...columns.map(({ text }) => once(text(cell))),
        ];
      });
    }),
  );
  return rows.length === 0
    ? ''
    : formatTable([...HEADINGS, ...columns.map(({ heading }) => heading)], withoutRepeats(rows), terminal);
}

const HEADINGS = ['benchmark', 'optimizer', 'runs', 'objective', 'incumbent', 'observed', 'test', 'best', 'normalised'];

/** What the columns of `scoreTable` are. */
export function scoreNote({ benchmarks }: Scored): string {
  const judged = benchmarks.some(({ objectives }) => objectives.some(({ exact }) => exact !== null));
  const several = benchmarks.some(({ objectives }) => objectives.length > 1);
  return [
    'incumbent: median over runs at full fidelity at the end of the budget [bootstrap band]; a run without one counts as infinitely bad,',
    `and \`runs\` says how many have one.${judged ? ' It is chosen by what the optimizer saw (observed) and judged by the value without noise.' : ''}`,
    'best: the optimum, or the best value known; normalised: regret, 0 there and 1 at the reference of the benchmark.',
    ...(several ? ['With several objectives these are the best of each alone.'] : []),
  ].join('\n');
}

/** What the fronts of several objectives are worth; an empty text where there are none. */
export function hypervolumeTable({ hypervolumes }: Scored, terminal: Pick<Terminal, 'colours'>): string {
  if (hypervolumes.length === 0) return '';
  const rows = hypervolumes.map(({ benchmark, optimizer, runs, median, lower, upper }) => [
    ...[benchmark, optimizer, String(runs)],
    numberText(median.at(-1)) + bandText(lower.at(-1) ?? null, upper.at(-1) ?? null),
  ]);
  const table = formatTable(['benchmark', 'optimizer', 'runs', 'hypervolume'], withoutRepeats(rows), terminal);
  const note =
    'hypervolume: of the front of a run in normalised objectives, between the best value, 0, and the reference, 1; more is better.';
  return [table, '', note].join('\n');
}

function runsText({ runs, withIncumbent }: Score): string {
  return withIncumbent === runs ? String(runs) : `${withIncumbent} of ${runs}`;
}

function valueTexts(score: Score, objective: ComparedObjective | undefined): string[] {
  const { value, valueLower, valueUpper, observed, test, normalised } = score;
  return [
    score.objective,
    value === null ? 'none' : formatNumber(value) + bandText(valueLower, valueUpper),
    numberText(observed),
    numberText(test),
    numberText(objective?.normaliser?.best),
    numberText(normalised),
  ];
}

export function isOf(each: Cell, own: Cell): boolean {
  return each.benchmark === own.benchmark && each.optimizer === own.optimizer;
}

/** The name in the first column stands in its first row. */
export function withoutRepeats(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row, index) => {
    const [name = '', ...rest] = row;
    return [rows[index - 1]?.[0] === name ? '' : name, ...rest];
  });
}

function bandText(lower: number | null, upper: number | null): string {
  if ((lower === null && upper === null) || lower === upper) return '';
  return ` [${numberText(lower) || 'none'}, ${numberText(upper) || 'none'}]`;
}

export function numberText(value: number | null | undefined): string {
  return value == null ? '' : formatNumber(value);
}
