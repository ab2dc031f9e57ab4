import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { frame, WIDTH } from './parts/frame.js';

/** What failed, how, and how much of the time it took. */
const failures: FigureDefinition = {
  name: 'failures',
  order: 90,
  title: 'Failures',
  about:
    'Failures cost time as everything else does. Evaluations by kind of failure; what they cost is shown on hover and in the table.',
  draw: ({ failures: all, benchmarks }) =>
    benchmarks.flatMap(({ name, family }) => {
      const own = all.filter(({ benchmark }) => benchmark === name);
      if (own.length === 0) return [];
      const rows = own.map(({ optimizer, status, code, evaluations, cost, share }) => ({
        optimizer,
        kind: code === status || code === '' ? status : `${status}: ${code}`,
        evaluations,
        tip: `${optimizer}: ${evaluations} ${status} (${code}), ${exact(cost)} s, ${exact(100 * share)} % of all seconds`,
      }));
      const caption = `Evaluations that did not complete on ${name}, over all runs of an optimizer.`;
      const spec = {
        width: WIDTH,
        height: { step: 22 },
        datasets: { failures: rows },
        data: { name: 'failures' },
        mark: { type: 'bar', stroke: '#ffffff', strokeWidth: 0.5 },
        encoding: {
          x: {
            field: 'evaluations',
            type: 'quantitative',
            title: 'evaluations',
            axis: { tickCount: 5, tickMinStep: 1, format: 'd' },
          },
          y: { field: 'optimizer', type: 'nominal', title: null },
          color: { field: 'kind', type: 'nominal', scale: { range: KINDS } },
          description: { field: 'tip', type: 'nominal' },
        },
      };
      const title = { title: name, subtitle: 'evaluations that did not complete', caption };
      return [
        {
          name: `failures-${name}`,
          title: `${name}: failures`,
          caption,
          family,
          optimizer: null,
          clock: null,
          spec: frame(title, spec),
        },
      ];
    }),
};
export default failures;

/** None of them is an optimizer's. */
const KINDS = ['#4d4d4d', '#b0413e', '#c9a227', '#7b9e89', '#a6a6a6'];
