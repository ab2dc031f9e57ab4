import fc from 'fast-check';
import { pnorm, qnorm } from 'lib-r-math.js';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { logNormalCdf, logNormalMass, normalCdf, normalQuantile } from '../../src/models/normal.js';
import { truncatedNormal } from '../../src/models/truncated-normal.js';

const relative = (value: number, truth: number): number => (value === truth ? 0 : Math.abs(value / truth - 1));
const anywhere = (most: number): fc.Arbitrary<number> => fc.double({ min: -most, max: most, noNaN: true });

describe('the normal distribution', () => {
  it('has the values that are known', () => {
    expect(normalCdf(0)).toBe(0.5);
    expect(normalCdf(-10)).toBeCloseTo(7.619853024160527e-24, 35);
    expect(normalCdf(-1e300)).toBe(0);
    expect(normalCdf(Infinity)).toBe(1);
    expect(logNormalCdf(-40)).toBeCloseTo(-804.6084420137538, 10);
    expect(normalQuantile(1e-300)).toBeCloseTo(-37.0470962993612, 12);
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([-Infinity, 0, Infinity]);
  });

  it('agrees with R in both tails', () => {
    fc.assert(
      fc.property(anywhere(37), (x) => {
        expect(relative(normalCdf(x), pnorm(x))).toBeLessThan(2e-13);
      }),
    );
    fc.assert(
      fc.property(anywhere(1e6), (x) => {
        expect(relative(logNormalCdf(x), pnorm(x, 0, 1, true, true))).toBeLessThan(1e-13);
      }),
    );
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1, noNaN: true, maxExcluded: true }), (p) => {
        expect(relative(normalQuantile(p), qnorm(p))).toBeLessThan(1e-14);
      }),
    );
  });

  it('has masses that do not cancel, however far out, and that mirror', () => {
    expect(logNormalMass(-Infinity, Infinity)).toBeCloseTo(0, 15);
    expect(logNormalMass(-1, 1)).toBeCloseTo(Math.log(0.6826894921370859), 14);
    // The mass of [a, a + 1] is nearly all of the tail beyond a.
    expect(logNormalMass(40, 41)).toBeCloseTo(-804.6084420137538, 10);
    expect(logNormalMass(1e6, 1e6 + 1)).toBeCloseTo(logNormalCdf(-1e6), 3);
    expect(logNormalMass(3, 3)).toBe(-Infinity);
    for (const a of [-5, 0, 0.3, 8]) {
      const density = -0.5 * a * a - 0.5 * Math.log(2 * Math.PI);
      for (const width of [1e-4, 1e-6, 1e-9]) {
        expect(logNormalMass(a - width / 2, a + width / 2) - Math.log(width)).toBeCloseTo(density, 6);
      }
    }
    fc.assert(
      fc.property(anywhere(100), fc.double({ min: 1e-6, max: 10, noNaN: true }), (a, width) => {
        const mass = logNormalMass(a, a + width);
        expect(mass).toBeLessThanOrEqual(0);
        expect(logNormalMass(-a - width, -a)).toBeCloseTo(mass, 8);
        const parts = [logNormalMass(a, a + width / 2), logNormalMass(a + width / 2, a + width)];
        const largest = Math.max(...parts);
        const sum = largest + Math.log(parts.reduce((total, part) => total + Math.exp(part - largest), 0));
        expect(sum).toBeCloseTo(mass, 6);
      }),
    );
  });
});

describe('the truncated normal', () => {
  it('stays inside whatever it is made of, and rises with the uniform number', () => {
    const inside = fc.double({ min: 0, max: 1, noNaN: true });
    const deviation = fc.double({ min: 1e-12, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(inside, inside, inside, deviation, (u, v, mean, width) => {
        const [low, high] = [Math.min(u, v), Math.max(u, v)].map((share) => truncatedNormal(share, mean, width));
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high as number);
      }),
    );
  });

  it('has the mean that it should have', () => {
    const rng = createRng('truncated');
    const [mean, deviation, n] = [0.2, 0.3, 20_000];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += truncatedNormal(rng.float(), mean, deviation);
    // mean + deviation (phi(a) - phi(b)) / (Phi(b) - Phi(a)) for the normal cut at a = -2/3 and b = 8/3.
    const phi = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    const [a, b] = [-mean / deviation, (1 - mean) / deviation];
    const expected = mean + (deviation * (phi(a) - phi(b))) / (pnorm(b) - pnorm(a));
    expect(Math.abs(sum / n - expected)).toBeLessThan((4 * 0.25) / Math.sqrt(n));
  });
});
