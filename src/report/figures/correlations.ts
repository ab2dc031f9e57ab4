import { exact } from '../exact.js';
import type { FigureDefinition } from './figure.js';
import { frame, HEIGHT, INK, WIDTH } from './parts/frame.js';

/** How well cheap levels tell what comes out at full fidelity. */
const correlations: FigureDefinition = {
  name: 'correlations',
  order: 75,
  title: 'What a level says of full fidelity',
  about:
    "Spearman's rank correlation of the objective at a level with that at full fidelity: 1 is a perfect order, 0 says nothing.",
  draw: ({ correlations: all, benchmarks }) =>
    benchmarks.flatMap(({ name, family }) => {
      const rows = all
        .filter(({ benchmark, spearman, level }) => benchmark === name && spearman !== null && level < 1)
        .map(({ level, spearman, trials }) => ({
          level,
          spearman,
          tip: `level ${exact(level)}: rank correlation ${exact(spearman ?? 0)} over ${trials} trials`,
        }));
      if (rows.length === 0) return [];
      const caption = `Rank correlation on ${name} over the trials that were evaluated at the level and at full fidelity, all optimizers together. Only what was promoted is seen, which lowers it.`;
      const spec = {
        width: WIDTH,
        height: HEIGHT,
        datasets: { correlations: rows },
        data: { name: 'correlations' },
        mark: { type: 'line', color: INK, point: { filled: true, size: 70, color: INK } },
        encoding: {
          x: {
            field: 'level',
            type: 'quantitative',
            title: 'level (cost relative to full fidelity)',
            scale: { type: 'log', nice: false, padding: 12 },
            axis: { grid: false, format: '~g', tickCount: 5 },
          },
          y: {
            field: 'spearman',
            type: 'quantitative',
            title: 'rank correlation',
            scale: { domain: [Math.min(0, ...rows.map(({ spearman }) => spearman ?? 0)), 1] },
            axis: { tickCount: 5 },
          },
          description: { field: 'tip', type: 'nominal' },
        },
      };
      const title = { title: name, subtitle: 'rank correlation with full fidelity', caption };
      return [
        {
          name: `correlations-${name}`,
          title: `${name}: rank correlation`,
          caption,
          family,
          optimizer: null,
          clock: null,
          spec: frame(title, spec),
        },
      ];
    }),
};
export default correlations;
