import type { Palette } from '../../palette.js';
import type { VegaLiteSpec } from '../figure.js';
import { HEIGHT, INK, WIDTH } from './frame.js';
import { optimizerChannel } from './optimizer-channel.js';

/** A line of one optimizer; all series have one entry an x, `null` where there is nothing to draw. */
export interface Series {
  readonly optimizer: string;
  readonly x: readonly number[];
  readonly y: readonly (number | null)[];
  readonly lower?: readonly (number | null)[];
  readonly upper?: readonly (number | null)[];
  /** What is read at a point, behind the optimizer's label. */
  readonly tip: (index: number) => string;
}

export interface CurveAxes {
  readonly x: Axis;
  readonly y: Axis;
  /** Values hold from one x to the next, so that only changes need a point. */
  readonly step: boolean;
}

export interface Axis {
  readonly title: string;
  readonly log?: boolean;
  readonly domain?: readonly [number, number];
  /** Values outside of the domain are drawn at its edge. resvg 0.x aborts the process on transparent marks outside of the picture. */
  readonly clamp?: boolean;
  readonly reverse?: boolean;
  /** Of d3, such as `%`. */
  readonly format?: string;
  /** A line across, and what it means. */
  readonly floor?: { readonly at: number; readonly text: string };
}

/** Lines over bands, a dot at their ends, which shows where the last step leads, and an unseen point at each change that carries its numbers for whoever hovers. */
export function curvesSpec(series: readonly Series[], palette: Palette, axes: CurveAxes): VegaLiteSpec {
  const shown = series.map(({ optimizer }) => optimizer);
  const rows = series.flatMap((each) => rowsOf(each, axes.step));
  const interpolate = axes.step ? 'step-after' : 'linear';
  const encoding = { x: position('x', axes.x), y: position('y', axes.y) };
  const colour = optimizerChannel(palette, shown, { trait: 'colour', legend: 'lines' });
  const dash = optimizerChannel(palette, shown, { trait: 'dash', legend: 'lines' });
  const band = {
    data: { name: 'bands' },
    // Many bands over one another turn into mud.
    mark: { type: 'area', fillOpacity: Math.min(0.18, Math.max(0.06, 0.7 / series.length)), interpolate },
    encoding: {
      x: encoding.x,
      y: { ...encoding.y, field: 'lower' },
      y2: { field: 'upper' },
      color: colour,
      description: { field: 'optimizer', type: 'nominal' },
    },
  };
  const line = {
    data: { name: 'lines' },
    mark: { type: 'line', strokeWidth: 2, interpolate },
    encoding: { ...encoding, color: colour, strokeDash: dash, description: { field: 'optimizer', type: 'nominal' } },
  };
  const told = { ...encoding, color: colour, description: { field: 'tip', type: 'nominal' } };
  const point = {
    data: { name: 'lines' },
    mark: { type: 'point', filled: true, size: 40, opacity: 0 },
    encoding: told,
  };
  const end = { data: { name: 'ends' }, mark: { type: 'point', filled: true, size: 45, opacity: 1 }, encoding: told };
  const bands = rows.filter(({ lower, upper }) => lower !== null && upper !== null);
  return {
    width: WIDTH,
    height: HEIGHT,
    datasets: {
      lines: rows.map(({ optimizer, x, y, tip }) => ({ optimizer, x, y, tip })),
      bands: bands.map(({ optimizer, x, lower, upper }) => ({ optimizer, x, lower, upper })),
      ends: rows.filter((row, index) => rows[index + 1]?.optimizer !== row.optimizer),
      ...(axes.y.floor !== undefined && { floor: [axes.y.floor] }),
    },
    layer: [
      ...(bands.length > 0 ? [band] : []),
      ...(axes.y.floor === undefined ? [] : floorLayers({ ...encoding.y, field: 'at' })),
      line,
      point,
      end,
    ],
  };
}

function floorLayers(y: VegaLiteSpec): readonly VegaLiteSpec[] {
  const shared = { data: { name: 'floor' } };
  const text = { type: 'text', aria: false, align: 'left', dy: -7, fontSize: 12, color: INK };
  return [
    { ...shared, mark: { type: 'rule', aria: false, strokeDash: [3, 3], color: INK }, encoding: { y } },
    { ...shared, mark: text, encoding: { y, x: { value: 4 }, text: { field: 'text' } } },
  ];
}

interface Row {
  readonly optimizer: string;
  readonly x: number;
  readonly y: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly tip: string;
}

function rowsOf(series: Series, step: boolean): Row[] {
  const { optimizer, x, y, lower, upper } = series;
  const last = y.findLastIndex((value) => value !== null);
  const rows: Row[] = [];
  for (const [index, at] of x.entries()) {
    const value = y[index] ?? null;
    if (value === null) continue;
    const row = { optimizer, x: at, y: value, lower: lower?.[index] ?? null, upper: upper?.[index] ?? null };
    const before = rows.at(-1);
    const isSame = before?.y === row.y && before.lower === row.lower && before.upper === row.upper;
    if (!step || !isSame || index === last) rows.push({ ...row, tip: `${optimizer}: ${series.tip(index)}` });
  }
  return rows;
}

function formatOf(format: string | undefined, log: boolean | undefined): Readonly<Record<string, unknown>> {
  if (format !== undefined) return { format, ...(format === 'd' && { tickMinStep: 1 }) };
  return log === true ? { format: '~g' } : {};
}

function position(
  field: string,
  { title, log, domain, clamp, reverse, format }: Axis,
): Readonly<Record<string, unknown>> {
  return {
    field,
    type: 'quantitative',
    title,
    scale: {
      ...(log === true ? { type: 'log', nice: false } : { zero: false }),
      ...(domain !== undefined && { domain, nice: false }),
      ...(clamp === true && { clamp }),
      ...(reverse === true && { reverse }),
    },
    axis: { tickCount: 5, grid: field === 'y', ...formatOf(format, log) },
  };
}
