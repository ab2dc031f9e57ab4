import type { VegaLiteSpec } from '../figure.js';

/** Size of the area that is plotted on, px: with its axes it can still be read on a phone. */
export const WIDTH = 400;
export const HEIGHT = 250;

/** What all figures share: fonts, quiet axes, a white ground. The page recolours text, grid and ground for dark screens. */
export function frame(
  { title, subtitle, caption }: { readonly title: string; readonly subtitle?: string; readonly caption: string },
  spec: VegaLiteSpec,
): VegaLiteSpec {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: caption,
    title: { text: title, ...(subtitle !== undefined && { subtitle }) },
    background: '#ffffff',
    padding: 8,
    ...spec,
    config: CONFIG,
  };
}

export const FONT = 'Inter, "Helvetica Neue", Arial, sans-serif';
export const INK = '#333333';
const GRID = '#e4e4e4';

const CONFIG = {
  font: FONT,
  title: {
    anchor: 'start',
    fontSize: 14,
    fontWeight: 600,
    color: INK,
    subtitleColor: INK,
    subtitleFontSize: 12,
    offset: 10,
    subtitlePadding: 4,
    frame: 'group',
  },
  axis: {
    labelFontSize: 12,
    titleFontSize: 12,
    titleFontWeight: 400,
    labelColor: INK,
    titleColor: INK,
    gridColor: GRID,
    domainColor: '#999999',
    tickColor: '#999999',
    titlePadding: 6,
    titleLimit: 420,
    labelLimit: 260,
    labelOverlap: 'greedy',
    labelSeparation: 6,
  },
  legend: {
    orient: 'bottom',
    title: null,
    labelFontSize: 12,
    labelColor: INK,
    labelLimit: 400,
    titleFontSize: 12,
    titleFontWeight: 400,
    titleColor: INK,
    symbolSize: 90,
    symbolStrokeWidth: 2,
    symbolOpacity: 1,
    columnPadding: 14,
    offset: 8,
  },
  view: { stroke: null },
};
