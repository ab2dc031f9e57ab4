import type { Sample } from '../sample.js';
import type { Section } from '../validation.js';
import { DIFFERENT, EQUIVALENT, equalityTable, MARGIN, UNEQUALLED, type Pair } from './equality-table.js';
import { recorded } from './recorded.js';
import { seriesOf } from './series.js';

/** Whether ours and the recorded runs of the reference are of one distribution (specs/optimizers.md, F5). */
export function equality(sample: Sample): Section {
  const runs = recorded('counting-ones');
  const isRecorded = ({ optimizer, d }: Pair): boolean => runs.rows.has(seriesOf(optimizer, d));
  const { text, checks } = equalityTable(PAIRS.filter(isRecorded), sample, runs);
  const missing = PAIRS.filter((pair) => !isRecorded(pair));
  return { text: [INTRODUCTION, text, ...missingText(missing)].join('\n\n'), checks };
}

/** BOHB is like Hyperband for long at d = 64, and takes long. */
const PAIRS: readonly Pair[] = ['random-search', 'hyperband', 'bohb', 'dehb'].flatMap((optimizer) =>
  [8, 16, 32, 64].filter((d) => optimizer !== 'bohb' || d <= 32).map((d) => ({ optimizer, d })),
);

function missingText(pairs: readonly Pair[]): readonly string[] {
  if (pairs.length === 0) return [];
  const names = pairs.map(({ optimizer, d }) => `${optimizer} at d = ${d}`).join(', ');
  return [`Not compared, since no runs of the reference were recorded: ${names}.`];
}

const INTRODUCTION = `### Equality with the reference

The logarithm (base 10) of the regret at costs declared beforehand, ours against the recorded runs of the reference's own
code. _Differs_: Mann-Whitney, two-sided, p adjusted after Holm over the costs; below ${DIFFERENT} the two differ.
_Equivalent_: two one-sided t-tests (Welch) with a margin of ${MARGIN}, that is 26 % of regret; below ${EQUIVALENT} the means are
equivalent, and their difference's interval of 90 % is within the margin. Equal is what does not differ and is equivalent. At
d = ${UNEQUALLED} the regrets vary too much for the second test (BOHB would need some 240 seeds): there the first one alone counts, and the other is
shown. Delta is Cliff's: the share of pairs in which ours has the larger regret, less the share in which it has the
smaller. No seed is left out.`;
