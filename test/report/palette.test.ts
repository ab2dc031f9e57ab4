import { describe, expect, it } from 'vitest';
import { COLOURS, createPalette } from '../../src/report/palette.js';

describe('the palette', () => {
  it('gives an optimizer the same style whatever the order of the recipe', () => {
    const one = createPalette(['b', 'a', 'c']);
    const other = createPalette(['c', 'b', 'a', 'a']);
    expect(['a', 'b', 'c'].map(one.of)).toEqual(['a', 'b', 'c'].map(other.of));
  });

  it('tells 32 optimizers apart by colour and dash', () => {
    const labels = Array.from({ length: 32 }, (_, index) => `o${index}`);
    const { of } = createPalette(labels);
    expect(new Set(labels.map(of).map(({ colour, dash }) => `${colour} ${dash.join()}`)).size).toBe(32);
  });

  it('tells more than 50 apart by colour and shape', () => {
    const labels = Array.from({ length: 56 }, (_, index) => `o${String(index).padStart(2, '0')}`);
    const { of } = createPalette(labels);
    expect(new Set(labels.map(of).map(({ colour, shape }) => `${colour} ${shape}`)).size).toBe(56);
  });

  // A difference of about 2.3 in CIELAB is just noticeable; 10 is clear beside each other.
  it.each(Object.entries(deficiencies()))('has colours that are apart with %s', (_, matrix) => {
    for (const [index, first] of COLOURS.entries()) {
      for (const second of COLOURS.slice(index + 1)) {
        expect(distance(lab(seen(first, matrix)), lab(seen(second, matrix))), `${first} ${second}`).toBeGreaterThan(10);
      }
    }
  });

  it('has colours that are seen on white paper (contrast of 2 or more)', () => {
    for (const colour of COLOURS) expect(1.05 / (luminance(linear(colour)) + 0.05), colour).toBeGreaterThan(2);
  });
});

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

/** Machado, Oliveira, Fernandes (2009), severity 1.0, on linear RGB. */
function deficiencies(): Readonly<Record<string, Matrix>> {
  return {
    'full colour vision': [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    protanopia: [
      [0.152286, 1.052583, -0.204868],
      [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998],
    ],
    deuteranopia: [
      [0.367322, 0.860646, -0.227968],
      [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881],
    ],
    tritanopia: [
      [1.255528, -0.076749, -0.178779],
      [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039],
    ],
  };
}

function linear(hex: string): Triple {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return [r, g, b];
}

function times(matrix: Matrix, [x, y, z]: Triple): Triple {
  const [r, g, b] = matrix.map(([a, b, c]) => a * x + b * y + c * z);
  return [r as number, g as number, b as number];
}

function seen(hex: string, matrix: Matrix): Triple {
  const [r, g, b] = times(matrix, linear(hex));
  const clamp = (value: number): number => Math.min(1, Math.max(0, value));
  return [clamp(r), clamp(g), clamp(b)];
}

function luminance([r, g, b]: Triple): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** sRGB, linear, to CIELAB under D65. */
function lab(rgb: Triple): Triple {
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    rgb,
  );
  const [x, y, z] = [xyz[0] / 0.95047, xyz[1], xyz[2] / 1.08883].map((t) =>
    t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116,
  ) as [number, number, number];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function distance(first: Triple, second: Triple): number {
  return Math.hypot(...first.map((value, index) => value - (second[index] as number)));
}
