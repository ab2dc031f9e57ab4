/** Colour by the field `level`, from cheap to full: lightness falls throughout, so that it is read without colours too. */
export function levelColour(levels: readonly number[]): Readonly<Record<string, unknown>> {
  const known = [...new Set(levels)].sort((a, b) => b - a);
  return {
    field: 'level',
    type: 'quantitative',
    scale: { type: 'log', domain: [Math.min(0.1, ...known), 1], range: SHADES, interpolate: 'lab' },
    legend: {
      title: 'level (cost relative to full fidelity)',
      titleLimit: 400,
      format: '.2~g',
      gradientLength: 260,
      values: known.filter((level, index) => known.slice(0, index).every((other) => other > 1.5 * level)),
    },
  };
}

const SHADES = ['#d9e7c5', '#7fbf9b', '#2a8a9d', '#253f80'];
