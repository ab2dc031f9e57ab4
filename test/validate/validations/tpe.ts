import { standardError, summaryOf } from '../../../src/analysis/statistics/summary.js';
import type { OptimizerDefinition } from '../../../src/optimizers/optimizer.js';
import { loadOptimizer } from '../../../src/optimizers/registry.js';
import { BLACK_BOXES, simpleRegret } from '../../optimizers/black-box.js';
import { EVALUATIONS, REFERENCE, type Row } from '../../optimizers/tpe-reference.js';
import { plusMinus, table } from '../markdown.js';
import { valuesOf, type Sample } from '../sample.js';
import type { Check, Validation } from '../validation.js';

const CASES = new Map(REFERENCE.map((row) => [`${row[0]} on ${row[1]}`, row]));

/** The simple regret of TPE on three functions, beside that of Optuna (specs/optimizers.md, F2). */
const tpe: Validation = {
  title: 'Black boxes: TPE',
  seeds: 100,
  series: [...CASES.keys()],
  columns: EVALUATIONS.map(String),
  run: async (series, seed) => {
    const [structure, name] = CASES.get(series) as Row;
    const definition: OptimizerDefinition = await loadOptimizer('tpe');
    return simpleRegret(definition, BLACK_BOXES[name], { options: { structure }, seed, evaluations: EVALUATIONS });
  },
  section: (sample) => {
    const results = [...CASES].flatMap(([series, row]) => resultsOf(series, row, sample));
    const text = `${INTRODUCTION}\n\n${table(
      HEADER,
      results.map(({ cells }) => cells),
    )}`;
    return { text, checks: results.map(({ check }) => check) };
  },
};
export default tpe;

/** What is allowed besides two standard errors of the reference, in log10 of the regret. */
const BAND = 0.1;

const INTRODUCTION = `The logarithm (base 10) of the simple regret: mean ± standard error. The reference is \`TPESampler\` of Optuna 5.0.0 with its
defaults, 200 seeds; the specification's own table of it has 30. The check: ours is within the reference's mean
± (${BAND} + 2 standard errors).`;

const HEADER = ['', 'evaluations', 'seeds', 'ours', 'reference', 'difference', 'allowed', 'inside'];

function resultsOf(
  series: string,
  [, , ...bands]: Row,
  sample: Sample,
): readonly { readonly cells: readonly string[]; readonly check: Check }[] {
  return bands.map(([mean, error], at) => {
    const evaluations = String(EVALUATIONS[at]);
    const ours = summaryOf(valuesOf(sample, series, evaluations).map(Math.log10));
    const [difference, allowed] = [ours.mean - mean, BAND + 2 * error];
    const met = Math.abs(difference) < allowed;
    const cells = [
      ...[series, evaluations, String(ours.n), plusMinus(ours.mean, standardError(ours), 3), plusMinus(mean, error, 3)],
      ...[difference.toFixed(3), allowed.toFixed(3), met ? 'yes' : '**no**'],
    ];
    return { cells, check: { name: `TPE, ${series} after ${evaluations} evaluations`, met } };
  });
}
