import type { ComparedBenchmark, Front } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Palette } from '../palette.js';
import type { Figure, FigureDefinition } from './figure.js';
import { frame, HEIGHT, WIDTH } from './parts/frame.js';
import { optimizerChannel } from './parts/optimizer-channel.js';
import { isWide } from './parts/is-wide.js';

/** Pareto fronts, a picture for every two objectives. */
const fronts: FigureDefinition = {
  name: 'fronts',
  order: 95,
  title: 'Pareto fronts',
  about:
    'What each optimizer found at full fidelity that none of its other points beats in all objectives, over all of its runs.',
  draw: ({ fronts: all, benchmarks }, palette) =>
    benchmarks.flatMap((benchmark) => {
      const own = all.filter((front) => front.benchmark === benchmark.name);
      return pairsOf(benchmark.objectives.length).flatMap((axes) =>
        own.some(({ points }) => points.length > 0) ? [drawPair(benchmark, axes, own, palette)] : [],
      );
    }),
};
export default fronts;

function drawPair(
  { name, family, objectives }: ComparedBenchmark,
  [first, second]: readonly [number, number],
  own: readonly Front[],
  palette: Palette,
): Figure {
  const rows = own.flatMap(({ optimizer, points }) =>
    points.map((point) => ({
      optimizer,
      x: point[first] ?? 0,
      y: point[second] ?? 0,
      tip: `${optimizer}: ${point.map((value, axis) => `${objectives[axis]?.name ?? ''} ${exact(value)}`).join(', ')}`,
    })),
  );
  const names = [objectives[first]?.name ?? '', objectives[second]?.name ?? ''];
  const among = objectives.length === 2 ? '' : ` Points are non-dominated among all ${objectives.length} objectives.`;
  const caption = `Pareto fronts of ${names.join(' and ')} on ${name}, over all runs of an optimizer.${among}`;
  const axis = (field: 'x' | 'y', index: number): Readonly<Record<string, unknown>> => {
    const objective = objectives[index];
    const unit = objective?.unit == null ? '' : `, ${objective.unit}`;
    return {
      field,
      type: 'quantitative',
      title: `${objective?.name ?? ''} (${objective?.direction === 'maximize' ? 'more' : 'less'} is better${unit})`,
      scale: isWide(rows.map((row) => row[field]))
        ? { type: 'log', nice: false, padding: 10 }
        : { zero: false, nice: false, padding: 10 },
      axis: { tickCount: 5, grid: false },
    };
  };
  const shown = own.map(({ optimizer }) => optimizer);
  const spec = {
    width: WIDTH,
    height: HEIGHT,
    datasets: { points: rows },
    data: { name: 'points' },
    mark: { type: 'point', filled: true, size: 55, opacity: 0.85 },
    encoding: {
      x: axis('x', first),
      y: axis('y', second),
      color: optimizerChannel(palette, shown, { trait: 'colour', legend: 'points' }),
      shape: optimizerChannel(palette, shown, { trait: 'shape', legend: 'points' }),
      description: { field: 'tip', type: 'nominal' },
    },
  };
  const title = { title: name, subtitle: names.join(' and '), caption };
  return {
    name: `fronts-${name}-${names.join('-')}`,
    title: `${name}: front`,
    caption,
    family,
    optimizer: null,
    clock: null,
    spec: frame(title, spec),
  };
}

function pairsOf(count: number): (readonly [number, number])[] {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return numbers.flatMap((first) => numbers.slice(first + 1).map((second) => [first, second] as const));
}
