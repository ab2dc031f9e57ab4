import type { Comparison, ComparedPair, Question, SpeedUp, WinTieLoss } from '../analysis/comparison.js';
import { noteLines } from './note-lines.js';
import {
  hypervolumeTable,
  isOf,
  numberText,
  scoreNote,
  scoreTable,
  withoutRepeats,
  type CellColumn,
} from './score-table.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { verdictLines } from './verdict-lines.js';
import { formatNumber } from './words.js';

type Look = Pick<Terminal, 'colours'>;

/** What studies say of their optimizers, as text: the verdict, then the tables that it rests on, then what is missing. */
export function verdictText(comparison: Comparison, terminal: Look): string {
  const parts = [
    verdictLines(comparison).join('\n'),
    scorePart(comparison, terminal),
    hypervolumeTable(comparison, terminal),
    rankTable(comparison, terminal),
    pairTable(comparison, terminal),
    questionTable(comparison, terminal),
    noteLines(comparison.notes),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function scorePart(comparison: Comparison, terminal: Look): string {
  const { areas, speedUps } = comparison;
  const columns: CellColumn[] = [
    { heading: 'area', text: (cell) => numberText(areas.find((each) => isOf(each, cell))?.linear) },
    { heading: 'speed-up', text: (cell) => speedUpText(speedUps.find((each) => isOf(each, cell))) },
  ];
  const table = scoreTable(comparison, columns, terminal);
  return table === '' ? '' : [table, '', `${scoreNote(comparison)}\n${COLUMN_NOTE}`].join('\n');
}

function speedUpText(speedUp: SpeedUp | undefined): string {
  if (speedUp === undefined) return '';
  return speedUp.factor === null ? 'never' : `${formatNumber(speedUp.factor)} x`;
}

const COLUMN_NOTE =
  'area: mean normalised regret over the budget; speed-up: how much sooner than random search half of the runs are where random\n' +
  'search comes to.';

function rankTable({ ranks, settings }: Comparison, terminal: Look): string {
  const families = [...new Set(ranks.map(({ family }) => family))];
  const shown = families.length > 2 ? families : families.slice(0, 1);
  const rows = shown.flatMap((family) =>
    ranks
      .filter((curve) => curve.family === family)
      .sort((a, b) => (a.mean.at(-1) ?? 0) - (b.mean.at(-1) ?? 0))
      .map((curve) => [
        family ?? 'all',
        curve.optimizer,
        String(curve.benchmarks),
        ...settings.shares.map((share) => {
          const at = curve.share.findLastIndex((each) => each <= share * (1 + 1e-9));
          return rankText(curve.mean[at], curve.lower[at], curve.upper[at]);
        }),
      ]),
  );
  if (rows.length === 0) return '';
  const headings = [
    'family',
    'optimizer',
    'benchmarks',
    ...settings.shares.map((share) => `mean rank at ${percent(share)}`),
  ];
  return [formatTable(headings, withoutRepeats(rows), terminal), '', RANK_NOTE].join('\n');
}

const RANK_NOTE =
  'mean rank: over benchmarks and bootstrap draws of one run each, 1 is the best; where an optimizer has no runs the others are ranked\n' +
  'without it, on the same scale.';

function rankText(mean = NaN, lower = NaN, upper = NaN): string {
  return `${mean.toFixed(2)} [${lower.toFixed(2)}, ${upper.toFixed(2)}]`;
}

/** More pairs than that are too many to look at. */
const MOST_PAIRS = 15;

function pairTable({ pairs, settings }: Comparison, terminal: Look): string {
  const last = Math.max(...settings.shares);
  const count = pairs.filter(({ share }) => share === last).length;
  if (count > MOST_PAIRS) return `Wins, ties and losses of ${count} pairs of optimizers: --json has them.`;
  return contestTable(
    pairs.map((pair: ComparedPair) => ({ ...pair, group: '', name: `${pair.first} : ${pair.second}` })),
    { shares: settings.shares, sides: 'two-sided' },
    terminal,
  );
}

function questionTable({ questions, settings }: Comparison, terminal: Look): string {
  return contestTable(
    questions.map((row: Question) => ({
      ...row,
      group: QUESTIONS[row.question],
      name: `${row.optimizer} : ${row.against}`,
    })),
    { shares: settings.shares, sides: 'one-sided' },
    terminal,
  );
}

const QUESTIONS = { 1: 'advanced : baseline', 2: 'multi- : single-fidelity' } as const;

type Contest = Pick<ComparedPair, 'share' | 'benchmarks' | 'sign' | 'wilcoxon' | 'wilcoxonBenchmarks'> & {
  readonly group: string;
  readonly name: string;
};

interface Asked {
  readonly shares: readonly number[];
  readonly sides: keyof typeof SIDES;
}

const SIDES = {
  'two-sided': 'p: two-sided, small where the two differ',
  'one-sided': 'p: one-sided, small where the first is better',
} as const;

function contestTable(contests: readonly Contest[], { shares, sides }: Asked, terminal: Look): string {
  if (contests.length === 0) return '';
  const keys = [...new Map(contests.map(({ group, name }) => [`${group}\n${name}`, { group, name }])).values()];
  const rows = keys.map(({ group, name }) => [
    group,
    name,
    ...shares.map((share) => {
      const found = contests.find((each) => each.group === group && each.name === name && each.share === share);
      return found === undefined ? '' : `${countsText(found.benchmarks)}${pText(found)}`;
    }),
  ]);
  const headings = ['question', 'wins/ties/losses over benchmarks', ...shares.map((share) => `at ${percent(share)}`)];
  const note = `${SIDES[sides]}; Wilcoxon's (w) on the benchmarks that have a scale, where it can be made, else the sign test (s); by Holm.`;
  return [formatTable(headings, withoutRepeats(rows), terminal), '', note].join('\n');
}

function countsText({ wins, ties, losses, missing }: WinTieLoss): string {
  return `${wins}/${ties}/${losses}${missing === 0 ? '' : ` (${missing} missing)`}`;
}

/** The more powerful of the two tests, where it can be made, and of how many benchmarks where these are not all. */
function pText({ benchmarks, sign, wilcoxon, wilcoxonBenchmarks }: Contest): string {
  const { wins, ties, losses } = benchmarks;
  const p = wilcoxon.holm ?? sign.holm;
  // Nothing but ties is no evidence of anything.
  if (p === null || wins + losses === 0) return '';
  const name =
    wilcoxon.holm === null ? 's' : wilcoxonBenchmarks === wins + ties + losses ? 'w' : `w on ${wilcoxonBenchmarks}`;
  return ` p ${p < 0.0005 ? '< 0.001' : p.toFixed(3)} (${name})`;
}

function percent(share: number): string {
  return `${formatNumber(100 * share)} %`;
}
