import type { FriedmanTest } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Palette } from '../palette.js';
import type { Figure, FigureDefinition, VegaLiteSpec } from './figure.js';
import { frame, INK, WIDTH } from './parts/frame.js';
import { optimizerChannel } from './parts/optimizer-channel.js';

/** The diagram of Demsar (2006): ranks of medians on a line, and bars over those that are not shown to differ. */
const criticalDifference: FigureDefinition = {
  name: 'critical-difference',
  order: 40,
  title: 'Critical differences',
  about:
    'Ranks of the medians over runs, averaged over the benchmarks that all optimizers have runs on; 1 is the best. A bar joins optimizers ' +
    'that are not shown to differ: their ranks are closer than the critical difference of Nemenyi at 0.05.',
  draw: ({ friedman }, palette) => friedman.map((test) => drawTest(test, palette)),
};
export default criticalDifference;

function drawTest(test: FriedmanTest, palette: Palette): Figure {
  const percent = exact(100 * test.share);
  const title = `Critical difference after ${percent} % of the budget`;
  const verdict = test.p === null ? 'all optimizers are equal everywhere' : `Friedman p = ${test.p.toPrecision(3)}`;
  const caption =
    `Ranks of the medians over runs on ${test.benchmarks} benchmarks after ${percent} % of the budget` +
    `${test.leftOut.length === 0 ? '' : `, without ${test.leftOut.join(', ')}, which not all have runs on`}; ${verdict}, critical ` +
    `difference ${exact(test.criticalDifference)} (Nemenyi, 0.05). Bars join optimizers that are not shown to differ.`;
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

/** y counts px downwards from the axis: bars, then a row a label (the better half left, the worse right), then the ruler. */
function diagram(test: FriedmanTest, palette: Palette): VegaLiteSpec {
  const count = test.meanRanks.length;
  const top = 10 + 10 * test.groups.length;
  const height = top + ROW * Math.ceil(count / 2) + ROW;
  const x = {
    type: 'quantitative',
    title: 'rank of medians',
    scale: { domain: [1, count], nice: false },
    axis: { orient: 'top', grid: false, values: Array.from({ length: count }, (_, index) => index + 1), format: 'd' },
  };
  const y = { type: 'quantitative', axis: null, scale: { domain: [0, height], reverse: true, nice: false } };
  return {
    width: WIDTH,
    height,
    datasets: { labels: labelRows(test, top), bars: barRows(test), ruler: [rulerRow(test, height - 6)] },
    layer: [...labelLayers(x, y, palette), ...barLayers(x, y)],
  };
}

type Row = Readonly<Record<string, unknown>>;

function labelRows({ meanRanks }: FriedmanTest, top: number): Row[] {
  const count = meanRanks.length;
  const half = Math.ceil(count / 2);
  return meanRanks.map(({ optimizer, rank }, index) => {
    const isLeft = index < half;
    const words = [rank.toFixed(2), optimizer];
    return {
      optimizer,
      rank,
      axis: 0,
      y: top + ROW * (isLeft ? index : count - 1 - index) + ROW / 2,
      edge: isLeft ? 1 : count,
      side: isLeft ? 'left' : 'right',
      text: (isLeft ? words : words.reverse()).join('  '),
      tip: `${optimizer}: rank of medians ${exact(rank)}`,
    };
  });
}

function barRows({ meanRanks, groups }: FriedmanTest): Row[] {
  return groups.map((group, index) => {
    const ranks = meanRanks.filter(({ optimizer }) => group.includes(optimizer)).map(({ rank }) => rank);
    const [from, to] = [Math.min(...ranks) - 0.03, Math.max(...ranks) + 0.03];
    return { from, to, y: 10 + 10 * index, tip: `not shown to differ: ${group.join(', ')}` };
  });
}

/** As long as the critical difference, and no longer than the axis. */
function rulerRow({ meanRanks, criticalDifference: length }: FriedmanTest, y: number): Row {
  const to = Math.min(meanRanks.length, 1 + length);
  return {
    from: 1,
    to,
    y,
    text: `critical difference ${length.toFixed(2)}`,
    tip: `critical difference: ${exact(length)}`,
  };
}

function labelLayers(x: Row, y: Row, palette: Palette): VegaLiteSpec[] {
  const color = optimizerChannel(palette, palette.labels, { trait: 'colour', legend: 'none' });
  const description = { field: 'tip', type: 'nominal' };
  const onAxis = { x: { ...x, field: 'rank' }, y: { ...y, field: 'axis' }, color, description };
  const rule = { type: 'rule', strokeWidth: 1.5 };
  const across = { ...onAxis, x2: { field: 'edge' }, y: { ...y, field: 'y' } };
  const sides = [
    { side: 'left', align: 'right', dx: -6 },
    { side: 'right', align: 'left', dx: 6 },
  ];
  return [
    { data: { name: 'labels' }, mark: rule, encoding: { ...onAxis, y2: { field: 'y' } } },
    { data: { name: 'labels' }, mark: rule, encoding: across },
    { data: { name: 'labels' }, mark: { type: 'point', filled: true, size: 60, opacity: 1 }, encoding: onAxis },
    ...sides.map(({ side, align, dx }) => ({
      data: { name: 'labels' },
      transform: [{ filter: `datum.side === '${side}'` }],
      mark: { type: 'text', align, dx, fontSize: 12, color: INK },
      encoding: { x: { ...x, field: 'edge' }, y: { ...y, field: 'y' }, text: { field: 'text' }, description },
    })),
  ];
}

function barLayers(x: Row, y: Row): VegaLiteSpec[] {
  const description = { field: 'tip', type: 'nominal' };
  const encoding = { x: { ...x, field: 'from' }, x2: { field: 'to' }, y: { ...y, field: 'y' }, description };
  const words = { x: { ...x, field: 'to' }, y: { ...y, field: 'y' }, text: { field: 'text' }, description };
  return [
    { data: { name: 'bars' }, mark: { type: 'rule', strokeWidth: 5, color: INK }, encoding },
    { data: { name: 'ruler' }, mark: { type: 'rule', strokeWidth: 2, color: INK }, encoding },
    {
      data: { name: 'ruler' },
      mark: { type: 'text', align: 'left', dx: 6, fontSize: 12, color: INK },
      encoding: words,
    },
  ];
}
