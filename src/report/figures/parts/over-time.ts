import type { ComparedClock } from '../../../analysis/comparison.js';
import type { Palette } from '../../palette.js';
import type { Figure, TimeScale } from '../figure.js';
import { curvesSpec, type Axis, type Series } from './curves.js';
import { frame, WIDTH } from './frame.js';

/** Curves of optimizers over a clock or shares of the budget, as steps. */
export interface OverTime {
  readonly name: string;
  readonly title: string;
  readonly subtitle: string;
  readonly heading: string;
  readonly caption: string;
  readonly family: string | null;
  readonly clock: ComparedClock | null;
  /** Whether there is a figure with a linear time axis too: a page has no place for all of them. */
  readonly alsoLinear: boolean;
  readonly series: readonly Series[];
  readonly x: Pick<Axis, 'title' | 'format'>;
  readonly y: Axis;
}

/** The same curves on a logarithmic and, where that is wanted, on a linear time axis: the page then shows one of the two. */
export function overTime(
  { name, title, subtitle, heading, caption, family, clock, alsoLinear, series, x, y }: OverTime,
  palette: Palette,
): readonly Figure[] {
  const end = Math.max(...series.map((each) => each.x.at(-1) ?? 0));
  const drawn = (time: TimeScale): Figure => {
    const isLog = time === 'log';
    const axis: Axis = isLog ? { ...x, log: true } : { ...x, log: false, domain: [0, end] };
    const start = Math.min(...series.map((each) => each.x[each.y.findIndex((value) => value !== null)] ?? end));
    const pixelOf = isLog
      ? (at: number): number => Math.floor((PIXELS * Math.log(at / start)) / Math.log(end / start))
      : (at: number): number => Math.floor((PIXELS * at) / end);
    const shown = series.map((each) => thinned(each, pixelOf));
    return {
      ...{ name: isLog ? name : `${name}-linear`, title, caption, family, optimizer: null, clock },
      ...(alsoLinear && { time }),
      spec: frame({ title: heading, subtitle, caption }, curvesSpec(shown, palette, { x: axis, y, step: true })),
    };
  };
  return alsoLinear ? [drawn('log'), drawn('linear')] : [drawn('log')];
}

/** Across, of a picture of twice the size of `frame.ts`, as PNGs are. */
const PIXELS = 2 * WIDTH;

/** Without what falls on one pixel with the entry before; the first entry and the last stay, and every one holds its own value. */
function thinned(series: Series, pixelOf: (at: number) => number): Series {
  const { optimizer, x, y, lower, upper, tip } = series;
  const kept: number[] = [];
  const first = y.findIndex((value) => value !== null);
  let before = NaN;
  for (const [index, at] of x.entries()) {
    if (index < first) continue;
    const pixel = pixelOf(at);
    if (pixel === before && index < x.length - 1) continue;
    kept.push(index);
    before = pixel;
  }
  const only = <Each>(values: readonly Each[]): Each[] => kept.map((index) => values[index] as Each);
  return {
    ...{ optimizer, x: only(x), y: only(y), tip: (index) => tip(kept[index] as number) },
    ...(lower !== undefined && { lower: only(lower) }),
    ...(upper !== undefined && { upper: only(upper) }),
  };
}
