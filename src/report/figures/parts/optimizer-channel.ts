import type { OptimizerStyle, Palette } from '../../palette.js';
import { WIDTH } from './frame.js';

export interface OptimizerChannel {
  readonly trait: keyof OptimizerStyle;
  /** Drawn as `lines` or `points`, the same in all channels of a figure; `none` where an axis or another channel names the optimizers. */
  readonly legend: 'lines' | 'points' | 'none';
}

/** A channel of Vega-Lite that tells the field `optimizer` by its colour, dash or shape; `shown` are those in the figure. */
export function optimizerChannel(
  palette: Palette,
  shown: readonly string[],
  { trait, legend }: OptimizerChannel,
): Readonly<Record<string, unknown>> {
  const domain = palette.labels.filter((label) => shown.includes(label));
  const range = domain.map((label) => palette.of(label)[trait]);
  return { field: 'optimizer', type: 'nominal', scale: { domain, range }, legend: legendOf(domain, legend) };
}

/** As many columns as there is place for the longest label. */
function legendOf(
  labels: readonly string[],
  legend: OptimizerChannel['legend'],
): Readonly<Record<string, unknown>> | null {
  if (legend === 'none') return null;
  const longest = Math.max(...labels.map(({ length }) => length));
  const columns = Math.max(1, Math.min(labels.length, Math.floor(WIDTH / (longest * 7 + 40))));
  return { columns, ...(legend === 'lines' && { symbolType: 'stroke', symbolSize: 400 }) };
}
