/** How an optimizer is drawn, the same in every figure of a report. */
export interface OptimizerStyle {
  readonly colour: string;
  /** Lengths of strokes and gaps in px; `[1, 0]` is a solid line. */
  readonly dash: readonly number[];
  /** Symbol of Vega. */
  readonly shape: string;
}

export interface Palette {
  /** Sorted. */
  readonly labels: readonly string[];
  readonly of: (label: string) => OptimizerStyle;
}

/**
 * One style an optimizer, by the place of its label among the sorted labels: it does not depend on the order of a recipe, and no
 * colour comes twice with the same dash before 32 optimizers.
 */
export function createPalette(optimizers: readonly string[]): Palette {
  const labels = [...new Set(optimizers)].sort();
  const styles = new Map(labels.map((label, index) => [label, styleAt(index)]));
  return { labels, of: (label) => styles.get(label) ?? UNKNOWN };
}

/**
 * Okabe and Ito, "Color Universal Design" (2008), without black and yellow, which vanish on a dark or a white page, and with a grey
 * and a brown in their place, which keep the pairs apart for all three kinds of colour blindness (palette.test.ts measures it).
 */
export const COLOURS: readonly string[] = [
  '#0072b2',
  '#d55e00',
  '#009e73',
  '#cc79a7',
  '#e69f00',
  '#56b4e9',
  '#7a7a7a',
  '#8c4a2f',
];

const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
  [8, 3, 2, 3],
];
const SHAPES = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down', 'triangle-right'];
const UNKNOWN: OptimizerStyle = { colour: '#7a7a7a', dash: [1, 0], shape: 'circle' };

function styleAt(index: number): OptimizerStyle {
  return {
    colour: COLOURS[index % COLOURS.length] as string,
    dash: DASHES[Math.floor(index / COLOURS.length) % DASHES.length] as readonly number[],
    shape: SHAPES[index % SHAPES.length] as string,
  };
}
