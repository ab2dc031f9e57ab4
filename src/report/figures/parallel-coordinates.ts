import type { ComparedBenchmark, ConfigurationSample } from '../../analysis/comparison.js';
import { exact } from '../exact.js';
import type { Figure, FigureDefinition, VegaLiteSpec } from './figure.js';
import { frame, INK, WIDTH } from './parts/frame.js';
import { isWide } from './parts/is-wide.js';
import { INACTIVE, numberAxis, parameterAxis, type CrossedAxis } from './parts/parameter-axis.js';

/** Which configurations are good: each a line over the axes of its parameters, down to its objective. */
const parallelCoordinates: FigureDefinition = {
  name: 'parallel-coordinates',
  order: 115,
  title: 'Configurations (parallel coordinates)',
  about:
    'Each line is a configuration that was evaluated at full fidelity: it crosses the axis of every parameter at its value, and ends at its ' +
    'objective. The better it is, the darker; the best of all is thick. Where every parameter has but two values nothing is drawn, as ' +
    'the lines would lie on one another.',
  draw: ({ configurations, benchmarks }) =>
    configurations.flatMap((sample) =>
      benchmarks
        .filter(({ name }) => name === sample.benchmark && sample.axes.some(isTelling))
        .flatMap((benchmark) => drawSample(sample, benchmark)),
    ),
};
export default parallelCoordinates;

function isTelling({ lower, values }: ConfigurationSample['axes'][number]): boolean {
  return lower !== null || values.length > 2;
}

function drawSample(sample: ConfigurationSample, benchmark: ComparedBenchmark): readonly Figure[] {
  const { configurations, parameters, axes, evaluations } = sample;
  const [objective] = benchmark.objectives;
  if (objective === undefined) return [];
  const chosen = configurations.filter(({ best }) => best).length;
  const caption =
    `${configurations.length} of ${evaluations} evaluations at full fidelity on ${benchmark.name}: the best three of each ` +
    `optimizer (${chosen}), and others drawn at random from all. Colour: rank of ${objective.name} among those shown.` +
    (axes.length < parameters ? ` The ${axes.length} most important of ${parameters} parameters are shown.` : '') +
    (configurations.some(({ configuration }) => configuration.includes(null))
      ? ' Left of an axis: the parameter is inactive.'
      : '');
  const goal = objective.direction === 'minimize' ? 'less' : 'more';
  const title = {
    title: benchmark.name,
    subtitle: `configurations and their ${objective.name} (${goal} is better)`,
    caption,
  };
  return [
    {
      name: `parallel-coordinates-${benchmark.name}`,
      title: `${benchmark.name}: configurations`,
      caption,
      family: benchmark.family,
      optimizer: null,
      clock: null,
      spec: frame(title, specOf(sample, objective)),
    },
  ];
}

function specOf(
  { axes, configurations }: ConfigurationSample,
  { name, direction }: ComparedBenchmark['objectives'][number],
): VegaLiteSpec {
  const sign = direction === 'minimize' ? 1 : -1;
  // The best comes last, and lies on top.
  const sorted = [...configurations].sort((a, b) => sign * (b.value - a.value));
  const values = sorted.map(({ value }) => value);
  const ends = [Math.min(...values), Math.max(...values)] as const;
  const crossed = [...axes.map(parameterAxis), numberAxis(`→ ${name}`, ends, isWide(values))];
  const lines = sorted.flatMap(({ optimizer, seed, value, configuration }, line) => {
    const said = axes.map((axis, index) => `${axis.name} ${saidValue(configuration[index] ?? null)}`);
    const tip = `${optimizer}: ${name} ${exact(value)} (seed ${seed}); ${said.join(', ')}`;
    const rank = sorted.length === 1 ? 1 : line / (sorted.length - 1);
    return crossed.map(({ label, place }, order) => ({
      ...{ line, rank, order, tip, axis: label },
      x: place(order < axes.length ? (configuration[order] ?? null) : value),
    }));
  });
  return layers(lines, crossed);
}

function saidValue(value: number | string | boolean | null): string {
  return value === null ? 'inactive' : typeof value === 'number' ? exact(value) : String(value);
}

interface Crossing {
  readonly line: number;
  /** 0 for the worst of those shown, 1 for the best. */
  readonly rank: number;
  readonly order: number;
  readonly axis: string;
  readonly x: number;
  readonly tip: string;
}

/** Lightness falls throughout, so that it is read without colours too. */
const SHADES = ['#ccd6de', '#8fa5cf', '#7a60b2', '#a8226f'];
const ROW = 46;

function layers(lines: readonly Crossing[], crossed: readonly CrossedAxis[]): VegaLiteSpec {
  const last = lines.at(-1)?.line;
  const hasInactive = lines.some(({ x }) => x < 0);
  const position = {
    x: {
      type: 'quantitative',
      scale: { domain: [hasInactive ? INACTIVE : 0, 1], nice: false },
      title: ENDS,
      axis: { domain: false, ticks: false, labels: false, grid: false },
    },
    y: {
      field: 'axis',
      type: 'nominal',
      title: null,
      sort: crossed.map(({ label }) => label),
      axis: { domain: false, ticks: false, grid: true, labelExpr: SHORT_LABEL, labelLimit: 220 },
    },
  };
  const ticks = crossed.flatMap(({ label, ticks: own }) => own.map((tick) => ({ axis: label, ...tick })));
  const heading = { axis: crossed[0]?.label, place: INACTIVE, text: 'inactive' };
  return {
    width: WIDTH,
    height: { step: ROW },
    datasets: {
      lines: lines.filter(({ line }) => line !== last),
      best: lines.filter(({ line }) => line === last),
      ticks,
      ...(hasInactive && { heading: [heading] }),
    },
    layer: [...lineLayers(position), ...textLayers(position, hasInactive)],
  };
}

interface Position {
  readonly x: VegaLiteSpec;
  readonly y: VegaLiteSpec;
}

function lineLayers({ x, y }: Position): readonly VegaLiteSpec[] {
  const description = { field: 'tip', type: 'nominal' };
  const path = { x: { ...x, field: 'x' }, y, detail: { field: 'line' }, order: { field: 'order' }, description };
  const mark = { type: 'line', strokeJoin: 'round' };
  const scale = { domain: [0, 1], range: SHADES, interpolate: 'lab' };
  return [
    {
      data: { name: 'lines' },
      mark: { ...mark, strokeWidth: 1.2, strokeOpacity: { expr: '0.2 + 0.75 * datum.rank * datum.rank' } },
      encoding: { ...path, color: { field: 'rank', type: 'quantitative', scale, legend: LEGEND } },
    },
    { data: { name: 'best' }, mark: { ...mark, strokeWidth: 3, color: INK }, encoding: path },
  ];
}

/** Over the lines, on a ground of their own. */
function textLayers({ x, y }: Position, hasInactive: boolean): readonly VegaLiteSpec[] {
  const encoding = { x: { ...x, field: 'place' }, y, text: { field: 'text' } };
  const mark = { type: 'text', aria: false, dy: 12, fontSize: 12, align: { expr: ALIGN }, color: INK };
  const ground = { ...mark, color: '#ffffff', stroke: '#ffffff', strokeWidth: 3 };
  return [
    { data: { name: 'ticks' }, mark: ground, encoding },
    { data: { name: 'ticks' }, mark, encoding },
    ...(hasInactive ? [{ data: { name: 'heading' }, mark: { ...mark, dy: -10 }, encoding }] : []),
  ];
}

const ENDS = 'from the lower to the upper end of each axis';
const SHORT_LABEL = "length(datum.label) > 26 ? '…' + slice(datum.label, -25) : datum.label";
/** Texts at the ends stay between them. */
const ALIGN = "datum.place < 0.02 ? 'left' : datum.place > 0.98 ? 'right' : 'center'";
const LEGEND = {
  title: 'rank among those shown',
  titleLimit: 400,
  gradientLength: 260,
  gradientOpacity: 1,
  values: [0, 1],
  labelExpr: "datum.value === 0 ? 'worst' : 'best'",
};
