import { describe, expect, it } from 'vitest';
import type { ConfigurationSample } from '../../src/analysis/comparison.js';
import parallelCoordinates from '../../src/report/figures/parallel-coordinates.js';
import { INACTIVE, numberAxis, parameterAxis } from '../../src/report/figures/parts/parameter-axis.js';
import { createPalette } from '../../src/report/palette.js';
import { comparison } from './comparison.js';

const number = { name: 'alpha', lower: 1e-4, upper: 1, log: true, values: [] };
const choice = { name: 'kind', lower: null, upper: null, log: false, values: ['a', 2, true] };

describe('an axis of parallel coordinates', () => {
  it('has numbers where they lie in their range, on a logarithm where that is declared', () => {
    expect([1e-4, 1e-2, 1].map(parameterAxis(number).place)).toEqual([0, expect.closeTo(0.5, 12), 1]);
    expect(parameterAxis({ ...number, lower: -1, log: false }).place(0)).toBe(0.5);
  });

  it('has choices in their order, and what is inactive before all of them', () => {
    expect(['a', 2, true, null].map(parameterAxis(choice).place)).toEqual([0, 0.5, 1, INACTIVE]);
  });

  it('says its ends, and of what lies between as much as there is place for', () => {
    expect(parameterAxis(number).ticks.map(({ text }) => text)).toEqual(['0.0001', '0.01', '1']);
    const many = { ...choice, values: Array.from({ length: 40 }, (_, i) => `choice ${i}`) };
    const texts = parameterAxis(many).ticks.map(({ text }) => text);
    expect([texts[0], texts.at(-1)]).toEqual(['choice 0', 'choice 39']);
    expect(texts.length).toBeLessThan(8);
    expect(numberAxis('same', [3, 3], false).ticks).toEqual([{ place: 0.5, text: '3' }]);
  });
});

describe('parallel coordinates', () => {
  const whole = comparison({ optimizers: ['asha', 'tpe'], benchmarks: ['one.a'] });
  const [sample] = whole.configurations as [ConfigurationSample];
  const draw = (changed: Partial<ConfigurationSample>): ReturnType<typeof parallelCoordinates.draw> =>
    parallelCoordinates.draw({ ...whole, configurations: [{ ...sample, ...changed }] }, createPalette(['asha', 'tpe']));

  it('stress the best of all and draw it last, also where more is better', () => {
    const best = (figures: ReturnType<typeof draw>): unknown =>
      (figures[0]?.spec['datasets'] as { best: { tip: string }[] }).best[0]?.tip;
    expect(best(draw({}))).toMatch(/^asha: error 0.1 \(seed 0\); alpha 1, kind tree, depth 1$/);
    const benchmarks = whole.benchmarks.map((each) => ({
      ...each,
      objectives: [{ ...each.objectives[0], direction: 'maximize' } as (typeof each.objectives)[0]],
    }));
    const figures = parallelCoordinates.draw({ ...whole, benchmarks }, createPalette([]));
    expect(best(figures)).toMatch(/^tpe: error 2.12/);
  });

  it('say how many of how many are drawn, which parameters are left out, and what is inactive', () => {
    expect(draw({})[0]?.caption).toBe(
      '6 of 400 evaluations at full fidelity on one.a: the best three of each optimizer (2), and others drawn at random ' +
        'from all. Colour: rank of error among those shown. The 3 most important of 12 parameters are shown. Left of an ' +
        'axis: the parameter is inactive.',
    );
  });

  it('are not drawn where all parameters have two values', () => {
    const binary = { name: 'bit', lower: null, upper: null, log: false, values: [0, 1] };
    expect(draw({ axes: [binary, binary, binary] })).toEqual([]);
  });
});
