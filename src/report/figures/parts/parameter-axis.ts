import type { ParameterAxis } from '../../../analysis/comparison.js';
import { WIDTH } from './frame.js';

/** An axis that a line crosses: where a value lies, and what is written below it. */
export interface CrossedAxis {
  readonly label: string;
  /** 0..1, or `INACTIVE` for `null`. */
  readonly place: (value: number | string | boolean | null) => number;
  readonly ticks: readonly Tick[];
}

export interface Tick {
  /** 0..1 */
  readonly place: number;
  readonly text: string;
}

/** Where inactive parameters are crossed: before the axis. */
export const INACTIVE = -0.12;

/** The axis of a parameter: its whole range, or its choices in their order. */
export function parameterAxis({ name, lower, upper, log, values }: ParameterAxis): CrossedAxis {
  if (lower !== null && upper !== null) return numberAxis(name, [lower, upper], log);
  const placeOf = (index: number): number => (values.length === 1 ? 0.5 : index / (values.length - 1));
  return {
    label: name,
    place: (value) => (value === null ? INACTIVE : placeOf(values.indexOf(value))),
    ticks: uncrowded(values.map((value, index) => ({ place: placeOf(index), text: shortened(String(value)) }))),
  };
}

/** The axis of numbers between two ends; the middle one is geometric where it is logarithmic. */
export function numberAxis(label: string, [lower, upper]: readonly [number, number], log: boolean): CrossedAxis {
  const on = (value: number): number => (log ? Math.log(value) : value);
  const width = on(upper) - on(lower);
  const middle = log ? Math.sqrt(lower * upper) : (lower + upper) / 2;
  const place = (value: number): number => (width === 0 ? 0.5 : (on(value) - on(lower)) / width);
  const ends = width === 0 ? [lower] : [lower, middle, upper];
  return {
    label: log ? `${label}, log` : label,
    place: (value) => (value === null ? INACTIVE : Math.max(0, Math.min(1, place(Number(value))))),
    ticks: uncrowded(ends.map((value) => ({ place: place(value), text: said(value) }))),
  };
}

function said(value: number): string {
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(3)));
}

const LONGEST = 14;

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

/** px a letter, and px between the places 0 and 1 where there is room for what is inactive. */
const LETTER = 7;
const LENGTH = WIDTH / (1 - INACTIVE);

/** The first and the last, and of the others those that there is place for. */
function uncrowded(ticks: readonly Tick[]): readonly Tick[] {
  const last = ticks.at(-1);
  const kept: Tick[] = [];
  for (const tick of ticks) {
    const isEnd = tick === last || kept.length === 0;
    if (isEnd || (follows(tick, kept.at(-1)) && follows(last, tick))) kept.push(tick);
  }
  return kept;
}

function follows(tick: Tick | undefined, before: Tick | undefined): boolean {
  return tick === undefined || before === undefined || extent(tick)[0] > extent(before)[1] + LETTER;
}

/** From left to right, px: texts at the ends begin or end there. */
function extent({ place, text }: Tick): readonly [number, number] {
  const width = text.length * LETTER;
  const left = place * LENGTH - (place < 0.02 ? 0 : place > 0.98 ? width : width / 2);
  return [left, left + width];
}
