import type { Comparison, ComparedPair, Note, Question, WinTieLoss } from '../analysis/comparison.js';
import { formatTable } from './table.js';
import type { Terminal } from './terminal.js';
import { verdictLines } from './verdict-lines.js';
import { formatNumber } from './words.js';

type Look = Pick<Terminal, 'colours'>;

/** What studies say of their optimizers, as text: the verdict, then the tables that it rests on, then what is missing. */
export function verdictText(comparison: Comparison, terminal: Look): string {
  const parts = [
    verdictLines(comparison).join('\n'),
    scoreTable(comparison, terminal),
    rankTable(comparison, terminal),
    pairTable(comparison, terminal),
    questionTable(comparison, terminal),
    noteLines(comparison.notes),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

function scoreTable(comparison: Comparison, terminal: Look): string {
  const { benchmarks, optimizers, scores, areas, speedUps, hypervolumes, settings } = comparison;
  const last = Math.max(...settings.shares);
  const rows = benchmarks.flatMap(({ name, objectives }) =>
    optimizers.flatMap(({ label }) => {
      const own = { benchmark: name, optimizer: label };
      const score = scores.find((each) => isOf(each, own) && each.share === last);
      if (score === undefined) return [];
      const area = areas.find((each) => isOf(each, own));
      const speedUp = speedUps.find((each) => isOf(each, own));
      const { runs, withIncumbent, value, valueLower, valueUpper, test, regret, normalised } = score;
      return [
        [
          name,
          label,
          withIncumbent === runs ? String(runs) : `${withIncumbent} of ${runs}`,
          objectives[0]?.name ?? '',
          value === null ? 'none' : formatNumber(value) + bandText(valueLower, valueUpper),
          numberText(test),
          numberText(regret),
          numberText(normalised),
          numberText(area?.linear),
          numberText(hypervolumes.find((each) => isOf(each, own))?.median.at(-1)),
          speedUp === undefined ? '' : speedUp.factor === null ? 'never' : `${formatNumber(speedUp.factor)} x`,
        ],
      ];
    }),
  );
  if (rows.length === 0) return '';
  return [formatTable(SCORE_HEADINGS, withoutRepeats(rows), terminal), '', SCORE_NOTE].join('\n');
}

const SCORE_HEADINGS = [
  'benchmark',
  'optimizer',
  'runs',
  'objective',
  'incumbent',
  'test',
  'regret',
  'normalised',
  'area',
  'hypervolume',
  'speed-up',
];
const SCORE_NOTE =
  'incumbent, test: median over seeds at full fidelity at the end of the budget [bootstrap band]; normalised: regret, 0 at the\n' +
  'best and 1 at the reference of the benchmark; area: mean of that over the budget; speed-up: how much sooner than random\n' +
  'search half of the runs are where random search comes to.';

interface Cell {
  readonly benchmark: string;
  readonly optimizer: string;
}

function isOf(each: Cell, own: Cell): boolean {
  return each.benchmark === own.benchmark && each.optimizer === own.optimizer;
}

/** The name of a benchmark stands in its first row. */
function withoutRepeats(rows: readonly (readonly string[])[]): string[][] {
  return rows.map((row, index) => {
    const [name = '', ...rest] = row;
    return [rows[index - 1]?.[0] === name ? '' : name, ...rest];
  });
}

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
    ...settings.shares.map((share) => `rank at ${percent(share)}`),
  ];
  return formatTable(headings, withoutRepeats(rows), terminal);
}

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
    settings.shares,
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
    settings.shares,
    terminal,
  );
}

const QUESTIONS = { 1: 'advanced : baseline', 2: 'multi- : single-fidelity' } as const;

type Contest = Pick<ComparedPair, 'share' | 'benchmarks' | 'sign' | 'wilcoxon'> & {
  readonly group: string;
  readonly name: string;
};

function contestTable(contests: readonly Contest[], shares: readonly number[], terminal: Look): string {
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
  return formatTable(headings, withoutRepeats(rows), terminal);
}

function countsText({ wins, ties, losses, missing }: WinTieLoss): string {
  return `${wins}/${ties}/${losses}${missing === 0 ? '' : ` (${missing} missing)`}`;
}

/** The more powerful of the two tests, where it can be made. */
function pText({ sign, wilcoxon }: Contest): string {
  const p = wilcoxon.holm ?? sign.holm;
  return p === null ? '' : ` p ${p < 0.0005 ? '< 0.001' : p.toFixed(3)}`;
}

function noteLines(notes: readonly Note[]): string {
  if (notes.length === 0) return '';
  const places = new Map<string, string[]>();
  for (const { benchmark, optimizer, message } of notes) {
    const place = [benchmark, optimizer].filter((part) => part !== null).join(', ');
    places.set(message, [...(places.get(message) ?? []), ...(place === '' ? [] : [place])]);
  }
  const lines = [...places].map(([message, where]) => `- ${placesText(where)}${message}`);
  const shown = lines.slice(0, MOST_NOTES);
  const rest = lines.length - shown.length;
  return ['Notes', ...shown, ...(rest > 0 ? [`- and ${rest} more (--json has all)`] : [])].join('\n');
}

/** What is said of many places is said once. */
function placesText(places: readonly string[]): string {
  if (places.length === 0) return '';
  const shown = places.slice(0, MOST_PLACES).join('; ');
  const rest = places.length - MOST_PLACES;
  return `${shown}${rest > 0 ? ` and ${rest} more` : ''}: `;
}

const MOST_NOTES = 20;
const MOST_PLACES = 3;

function bandText(lower: number | null, upper: number | null): string {
  if ((lower === null && upper === null) || lower === upper) return '';
  return ` [${numberText(lower) || 'none'}, ${numberText(upper) || 'none'}]`;
}

function numberText(value: number | null | undefined): string {
  return value == null ? '' : formatNumber(value);
}

function percent(share: number): string {
  return `${formatNumber(100 * share)} %`;
}
