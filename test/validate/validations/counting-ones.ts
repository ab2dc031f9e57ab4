import { loadOptimizer } from '../../../src/optimizers/registry.js';
import { COSTS, REFERENCE } from '../../optimizers/counting-ones-reference.js';
import { trajectory } from '../../optimizers/counting-ones.js';
import { equality } from '../counting-ones/equality.js';
import { readings } from '../counting-ones/readings.js';
import { optionsFor, seriesOf } from '../counting-ones/series.js';
import { trajectories } from '../counting-ones/trajectories.js';
import type { Validation } from '../validation.js';

const CASES = new Map(REFERENCE.map((reference) => [seriesOf(reference.optimizer, reference.d), reference]));

/** Regret on counting ones as far as the reference was followed, and whether ours has the same distribution. */
const countingOnes: Validation = {
  title: 'Counting ones: random search, Hyperband, BOHB, DEHB',
  seeds: 60,
  series: [...CASES.keys()],
  slow: [...CASES].filter(([, { optimizer, d }]) => optimizer === 'bohb' || d > 16).map(([series]) => series),
  columns: COSTS.map(String),
  run: async (series, seed) => {
    const { optimizer, d, regret } = CASES.get(series) as (typeof REFERENCE)[number];
    const options = optionsFor(optimizer);
    return trajectory(await loadOptimizer(optimizer), { d, seed, costs: COSTS.slice(0, regret.length), options });
  },
  section: (sample) => {
    const parts = [trajectories(sample), readings(sample), equality(sample)];
    return { text: parts.map(({ text }) => text).join('\n\n'), checks: parts.flatMap(({ checks }) => checks) };
  },
};
export default countingOnes;
