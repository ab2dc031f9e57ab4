import type { ComparedOptimizer, Question } from './comparison.js';
import { RANDOM_SEARCH } from './speed-up.js';
import type { Traces } from './traces.js';
import { contests } from './win-tie-loss.js';

/**
 * The tables of HPOBench (Eggensperger et al. NeurIPS datasets and benchmarks 2021, tables 2, 3, 22, 23). Question 1: do advanced
 * methods beat random search, or Hyperband if they use fidelities? Question 2: do multi-fidelity methods beat the
 * single-fidelity ones that sample as they do?
 *
 * *Deviates:* two-fold. p-values are corrected by Holm and not by the number of competitors alone (Bonferroni), and Wilcoxon's
 * signed ranks stand beside the sign test. Both questions are asked at each share; the paper asks the first at the end only.
 */
export function researchQuestions(shares: readonly number[], traces: Traces): Question[] {
  const { optimizers } = traces;
  return [...rows(1, advancedPairs(optimizers), shares, traces), ...rows(2, fidelityPairs(optimizers), shares, traces)];
}

type Pair = readonly [optimizer: string, against: string];

/** They do not learn from what they have seen. */
const BASELINES: ReadonlySet<string> = new Set([
  RANDOM_SEARCH,
  'latin-hypercube',
  'sobol',
  'grid',
  'hyperband',
  'successive-halving',
  'asha',
  'async-hyperband',
]);

function advancedPairs(optimizers: readonly ComparedOptimizer[]): Pair[] {
  return optimizers.flatMap(({ label, name, fidelities }): Pair[] => {
    const baseline = fidelities === 'none' ? RANDOM_SEARCH : 'hyperband';
    const against = optimizers.find((other) => other.name === baseline);
    return BASELINES.has(name) || against === undefined ? [] : [[label, against.label]];
  });
}

/** Names of definitions: with fidelities, and without. */
const COUNTERPARTS: readonly Pair[] = [
  ['hyperband', RANDOM_SEARCH],
  ['asha', RANDOM_SEARCH],
  ['async-hyperband', RANDOM_SEARCH],
  ['successive-halving', RANDOM_SEARCH],
  ['dehb', 'differential-evolution'],
  ['bohb', 'tpe'],
];

function fidelityPairs(optimizers: readonly ComparedOptimizer[]): Pair[] {
  return COUNTERPARTS.flatMap(([multi, single]): Pair[] => {
    const against = optimizers.find(({ name }) => name === single);
    if (against === undefined) return [];
    return optimizers.filter(({ name }) => name === multi).map(({ label }) => [label, against.label] as const);
  });
}

function rows(question: 1 | 2, pairs: readonly Pair[], shares: readonly number[], traces: Traces): Question[] {
  return shares.flatMap((share) =>
    contests(pairs, share, traces, 'greater').map((found, index) => {
      const [optimizer, against] = pairs[index] as Pair;
      return { question, optimizer, against, share, ...found };
    }),
  );
}
