import type { Palette } from '../../palette.js';
import { WIDTH } from './frame.js';

type Channel = Readonly<Record<string, unknown>>;

/** Colour and dash of lines by the field `optimizer`, with one legend of those that are shown. */
export function lineChannels(palette: Palette, shown: readonly string[]): Readonly<Record<string, Channel>> {
  const domain = shownLabels(palette, shown);
  return {
    color: {
      ...channel(
        domain,
        domain.map((label) => palette.of(label).colour),
      ),
      legend: legendOf(domain),
    },
    strokeDash: {
      ...channel(
        domain,
        domain.map((label) => palette.of(label).dash),
      ),
      legend: legendOf(domain),
    },
  };
}

/** Colour and shape of points by the field `optimizer`. */
export function pointChannels(palette: Palette, shown: readonly string[]): Readonly<Record<string, Channel>> {
  const domain = shownLabels(palette, shown);
  return {
    color: {
      ...channel(
        domain,
        domain.map((label) => palette.of(label).colour),
      ),
      legend: legendOf(domain),
    },
    shape: {
      ...channel(
        domain,
        domain.map((label) => palette.of(label).shape),
      ),
      legend: legendOf(domain),
    },
  };
}

/** Colour alone; with the legend of the lines that it lies under, or none where an axis names the optimizers. */
export function colourChannel(palette: Palette, shown: readonly string[], legend: 'legend' | 'none'): Channel {
  const domain = shownLabels(palette, shown);
  const colours = domain.map((label) => palette.of(label).colour);
  return { ...channel(domain, colours), legend: legend === 'legend' ? legendOf(domain) : null };
}

function channel(domain: readonly string[], range: readonly unknown[]): Channel {
  return { field: 'optimizer', type: 'nominal', scale: { domain, range } };
}

function shownLabels({ labels }: Palette, shown: readonly string[]): string[] {
  return labels.filter((label) => shown.includes(label));
}

/** As many columns as there is place for the longest label. */
function legendOf(labels: readonly string[]): Channel {
  const longest = Math.max(...labels.map(({ length }) => length));
  const columns = Math.max(1, Math.min(labels.length, Math.floor(WIDTH / (longest * 7 + 40))));
  return { columns, symbolType: 'stroke' };
}
