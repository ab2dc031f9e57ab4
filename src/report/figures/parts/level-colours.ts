/** Levels from cheap to full: lightness falls throughout, so that it is read without colours too. */
export const LEVEL_COLOURS = { range: ['#d9e7c5', '#7fbf9b', '#2a8a9d', '#253f80'], interpolate: 'lab' } as const;
