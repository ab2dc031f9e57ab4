import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { frame, WIDTH } from './parts/frame.js';

const MOST = 12;
/** Pale below this R². */
const WEAK_FIT = 0.5;
/** Names of nested spaces differ in their ends. */
const SHORT_LABEL = "length(datum.label) > 30 ? '…' + slice(datum.label, -29) : datum.label";

/** Which parameters matter. */
const importance: FigureDefinition = {
  name: 'importance',
  order: 110,
  title: 'Importance of parameters',
  about:
    'How much of the variance of the objective over the space one parameter explains alone, by a random forest (fANOVA).',
  draw: ({ importance: all, benchmarks }) =>
    benchmarks.flatMap(({ name, family }) => {
      const own = all.filter(({ benchmark }) => benchmark === name).sort((a, b) => b.share - a.share);
      const [first] = own;
      if (first === undefined) return [];
      const rows = own.slice(0, MOST).map(({ parameter, share }) => ({
        parameter,
        share,
        tip: `${parameter}: ${exact(100 * share)} % of the variance`,
      }));
      const fit = first.fit === null ? 'unknown' : exact(Number(first.fit.toFixed(2)));
      const isWeak = first.fit === null || first.fit < WEAK_FIT;
      const caption =
        `Main effects on ${name}, of ${first.evaluations} evaluations at full fidelity of ` +
        `${first.from === 'all' ? 'all optimizers' : 'random search'}; fit of the forest (R² out of sample) ${fit}` +
        `${isWeak ? ', so that the shares say little' : ''}.${own.length > MOST ? ` The first ${MOST} of ${own.length} parameters.` : ''}`;
      const spec = {
        width: WIDTH,
        height: { step: 20 },
        datasets: { importance: rows },
        data: { name: 'importance' },
        mark: { type: 'bar', color: '#6c8ea4', opacity: isWeak ? 0.35 : 1 },
        encoding: {
          x: {
            field: 'share',
            type: 'quantitative',
            title: 'share of the variance',
            axis: { format: '~%', tickCount: 5 },
          },
          y: {
            field: 'parameter',
            type: 'nominal',
            title: null,
            sort: '-x',
            axis: { labelExpr: SHORT_LABEL, labelLimit: 220 },
          },
          description: { field: 'tip', type: 'nominal' },
        },
      };
      const title = {
        title: name,
        subtitle: `main effects, R² ${fit}${isWeak ? ': weak fit, not to be relied on' : ''}`,
        caption,
      };
      return [
        {
          name: `importance-${name}`,
          title: `${name}: importance`,
          caption,
          family,
          optimizer: null,
          clock: null,
          spec: frame(title, spec),
        },
      ];
    }),
};
export default importance;
