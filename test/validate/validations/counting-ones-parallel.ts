import { loadOptimizer } from '../../../src/optimizers/registry.js';
import { LOG_COSTS } from '../../optimizers/counting-ones-reference.js';
import { trajectory } from '../../optimizers/counting-ones.js';
import { equalityTable } from '../counting-ones/equality-table.js';
import { recorded } from '../counting-ones/recorded.js';
import { optionsFor, seriesOf } from '../counting-ones/series.js';
import type { Validation } from '../validation.js';

const [D, WORKERS] = [16, 8];
const PAIRS = ['random-search', 'hyperband', 'bohb', 'dehb'].map((optimizer) => ({ optimizer, d: D }));
const CASES = new Map(PAIRS.map(({ optimizer, d }) => [seriesOf(optimizer, d), optimizer]));

/** Eight workers, ours and the reference's, on the same virtual clock (specs/optimizers.md, F5.5). */
const countingOnesParallel: Validation = {
  title: 'Counting ones by eight workers',
  seeds: 60,
  series: [...CASES.keys()],
  slow: [...CASES.keys()].filter((series) => series.startsWith('bohb')),
  columns: LOG_COSTS.map(String),
  run: async (series, seed) => {
    const optimizer = CASES.get(series) as string;
    // As far as the reference was followed.
    const costs = optimizer === 'bohb' ? LOG_COSTS.slice(0, 3) : LOG_COSTS;
    const options = optionsFor(optimizer);
    return trajectory(await loadOptimizer(optimizer), { d: D, seed, costs, options, workers: WORKERS });
  },
  section: (sample) => {
    const { text, checks } = equalityTable(PAIRS, sample, recorded('counting-ones-parallel'), ', eight workers,');
    return { text: `${INTRODUCTION}\n\n${text}`, checks };
  },
};
export default countingOnesParallel;

const INTRODUCTION = `As above with d = ${D}, by ${WORKERS} workers on the virtual clock. An evaluation lasts as many seconds as it takes samples, times a
factor that is log-normal(0, 0.3). The k-th evaluation to start has the same factor here and in the recorded runs, where
HpBandSter's own \`Master\` hands out the evaluations, and DEHB is asked whenever a worker is free. A cost is what the workers have had
together: ${WORKERS} times the clock. Both tests as above: equal is what does not differ and is equivalent.`;
