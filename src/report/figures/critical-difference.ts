import type { FriedmanTest } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Palette } from '../palette.js';
import type { Figure, FigureDefinition, VegaLiteSpec } from './figure.js';
import { frame, INK, WIDTH } from './parts/frame.js';
import { colourChannel } from './parts/optimizer-channels.js';

/** The diagram of Demsar (2006): mean ranks on a line, and bars over those that do not differ. */
const criticalDifference: FigureDefinition = {
  name: 'critical-difference',
  order: 40,
  title: 'Critical differences',
  about:
    'Mean ranks over benchmarks, 1 is the best. A bar joins optimizers that cannot be told apart: their mean ranks are closer than the ' +
    'critical difference of Nemenyi at 0.05.',
  draw: ({ friedman }, palette) => friedman.map((test) => drawTest(test, palette)),
};
export default criticalDifference;

function drawTest(test: FriedmanTest, palette: Palette): Figure {
  const percent = exact(100 * test.share);
  const title = `Critical difference after ${percent} % of the budget`;
  const verdict = test.p === null ? 'all optimizers are equal everywhere' : `Friedman p = ${exact(test.p)}`;
  const caption =
    `Mean ranks of the median incumbents over ${test.benchmarks} benchmarks after ${percent} % of the budget; ${verdict}, critical ` +
    `difference ${exact(test.criticalDifference)} (Nemenyi, 0.05). Bars join optimizers that do not differ.`;
  return {
    name: `critical-difference-${percent}`,
    title,
    caption,
    family: null,
    optimizer: null,
    clock: null,
    spec: frame({ title, subtitle: `${test.benchmarks} benchmarks, ${verdict}`, caption }, diagram(test, palette)),
  };
}

const ROW = 20;

/** y counts px downwards from the axis: bars first, then a row a label, the better half to the left and the worse to the right. */
function diagram({ meanRanks, groups, criticalDifference: width }: FriedmanTest, palette: Palette): VegaLiteSpec {
  const count = meanRanks.length;
  const rankOf = new Map(meanRanks.map(({ optimizer, rank }) => [optimizer, rank]));
  const barsEnd = 10 + 10 * groups.length;
  const half = Math.ceil(count / 2);
  const labels = meanRanks.map(({ optimizer, rank }, index) => {
    const left = index < half;
    const y = barsEnd + ROW * (left ? index : count - 1 - index) + ROW / 2;
    const tip = `${optimizer}: mean rank ${exact(rank)}`;
    return {
      optimizer,
      rank,
      y,
      edge: left ? 1 : count,
      text: left ? `${label(rank)}  ${optimizer}` : `${optimizer}  ${label(rank)}`,
      tip,
      left,
      top: 0,
    };
  });
  const bars = groups.map((group, index) => {
    const ranks = group.map((optimizer) => rankOf.get(optimizer) ?? 1);
    return {
      from: Math.min(...ranks) - 0.03,
      to: Math.max(...ranks) + 0.03,
      y: 10 + 10 * index,
      tip: `not different: ${group.join(', ')}`,
    };
  });
  const height = barsEnd + ROW * half + 4;
  const x = {
    field: 'rank',
    type: 'quantitative',
    title: 'mean rank',
    scale: { domain: [1, count], nice: false },
    axis: { orient: 'top', grid: false, values: whole(count), format: 'd' },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    axis: null,
    scale: { domain: [0, height], reverse: true, nice: false },
  };
  const colour = colourChannel(
    palette,
    meanRanks.map(({ optimizer }) => optimizer),
    'none',
  );
  const description = { field: 'tip', type: 'nominal' };
  return {
    width: WIDTH,
    height,
    datasets: {
      labels,
      bars,
      difference: [
        { from: 1, to: Math.min(count, 1 + width), y: height - 4, tip: `critical difference: ${exact(width)}` },
      ],
    },
    layer: [
      {
        data: { name: 'labels' },
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x, y: { ...y, field: 'top' }, y2: { field: 'y' }, color: colour, description },
      },
      {
        data: { name: 'labels' },
        mark: { type: 'rule', strokeWidth: 1.5 },
        encoding: { x, x2: { field: 'edge' }, y, color: colour, description },
      },
      {
        data: { name: 'labels' },
        mark: { type: 'point', filled: true, size: 60, opacity: 1 },
        encoding: { x, y: { ...y, field: 'top' }, color: colour, description },
      },
      ...[true, false].map((left) => ({
        data: { name: 'labels' },
        transform: [{ filter: `datum.left === ${left}` }],
        mark: { type: 'text', align: left ? 'right' : 'left', dx: left ? -6 : 6, fontSize: 12, color: INK },
        encoding: { x: { ...x, field: 'edge' }, y, text: { field: 'text' }, description },
      })),
      {
        data: { name: 'bars' },
        mark: { type: 'rule', strokeWidth: 5, color: INK },
        encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' }, y, description },
      },
    ],
  };
}

function label(rank: number): string {
  return rank.toFixed(2);
}

function whole(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}
