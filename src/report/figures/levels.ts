import type { ComparedBenchmark, LevelUse } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Figure, FigureDefinition } from './figure.js';
import { frame, WIDTH } from './parts/frame.js';
import { levelColour } from './parts/level-colour.js';

/** Where the budget went. */
const levels: FigureDefinition = {
  name: 'levels',
  order: 70,
  title: 'Budget a level of fidelity',
  about:
    'A level is the cost of an evaluation relative to one at full fidelity. What single-fidelity methods spend is all at 1. ' +
    'Promotions and how many of them paid are shown on hover and in the table.',
  draw: ({ levels: all, benchmarks }) =>
    benchmarks.flatMap((benchmark) => {
      const own = all.filter((use) => use.benchmark === benchmark.name);
      // Where all is spent at one level there is nothing to see.
      return new Set(own.map(({ level }) => level)).size < 2 ? [] : [drawBenchmark(benchmark, own)];
    }),
};
export default levels;

function drawBenchmark({ name, family }: ComparedBenchmark, uses: readonly LevelUse[]): Figure {
  const caption = `Share of the cost that each optimizer spent at each level on ${name}, over all of its runs.`;
  const rows = uses.map(({ optimizer, level, evaluations, share, promotions, paid }) => ({
    optimizer,
    level,
    share,
    tip:
      `${optimizer}: ${exact(100 * share)} % of the cost at level ${exact(level)}, ${evaluations} evaluations` +
      (promotions === 0 ? '' : `, ${promotions} promotions of which ${paid} paid`),
  }));
  const spec = {
    width: WIDTH,
    height: { step: 22 },
    datasets: { levels: rows },
    data: { name: 'levels' },
    mark: { type: 'bar', clip: true, stroke: '#ffffff', strokeWidth: 0.5 },
    encoding: {
      x: {
        field: 'share',
        type: 'quantitative',
        title: 'share of the cost',
        stack: 'zero',
        scale: { domain: [0, 1], nice: false },
        axis: { format: '~%', tickCount: 5 },
      },
      y: { field: 'optimizer', type: 'nominal', title: null },
      color: levelColour(uses.map(({ level }) => level)),
      order: { field: 'level', type: 'quantitative' },
      description: { field: 'tip', type: 'nominal' },
    },
  };
  return {
    name: `levels-${name}`,
    title: `${name}: levels`,
    caption,
    family,
    optimizer: null,
    clock: null,
    spec: frame({ title: name, subtitle: 'cost a level of fidelity', caption }, spec),
  };
}
