import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import type { Configuration, Fidelity } from '../../src/core/types.js';
import { createFidelitySpace } from '../../src/fidelity/space.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { createSearchSpace } from '../../src/space/space.js';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { connectGuest, type ConnectedGuest } from './start-guest.js';

/** One of everything that a space may hold. */
const DESCRIPTOR: Descriptor = {
  ...DESCRIPTORS.recorded,
  space: {
    parameters: [
      { name: 'mode', type: 'constant', value: 'plain' },
      { name: 'x', type: 'float', lower: 0, upper: 1 },
      { name: 'rate', type: 'float', lower: 1e-5, upper: 1, log: true },
      { name: 'layers', type: 'integer', lower: 1, upper: 4 },
      { name: 'width', type: 'ordinal', sequence: [16, 32, 64] },
      { name: 'size', type: 'ordinal', sequence: ['small', 'medium', 'large'] },
      { name: 'other', type: 'ordinal', sequence: ['small', 'medium', 'large'] },
      { name: 'kernel', type: 'categorical', choices: ['rbf', 'poly', 1, true, '1'] },
      { name: 'degree', type: 'integer', lower: 2, upper: 5 },
      { name: 'gamma', type: 'float', lower: 0, upper: 1 },
      { name: 'nested', type: 'categorical', choices: [false, 0] },
    ],
    conditions: [
      { child: 'degree', when: { parameter: 'kernel', equals: 'poly' } },
      {
        child: 'gamma',
        when: {
          or: [
            { parameter: 'kernel', in: ['rbf', 1] },
            { parameter: 'degree', greater: 3 },
          ],
        },
      },
      {
        child: 'nested',
        when: {
          and: [
            { parameter: 'gamma', less: 0.5 },
            { parameter: 'size', greaterEqual: 'medium' },
          ],
        },
      },
      { child: 'nested', when: { parameter: 'kernel', notEquals: true } },
    ],
    forbidden: [
      {
        and: [
          { parameter: 'layers', equals: 4 },
          { parameter: 'width', lessEqual: 16 },
        ],
      },
      { left: 'size', relation: 'greater', right: 'other' },
      { left: 'x', relation: 'equal', right: 'rate' },
    ],
  },
  fidelities: [
    {
      name: 'epochs',
      type: 'integer',
      lower: 1,
      upper: 81,
      levels: [1, 3, 9, 27, 81],
      continuation: true,
      unit: 'epochs',
    },
    { name: 'share', type: 'float', lower: 0.1, upper: 1, continuation: false, unit: 'of the data' },
    { name: 'size', type: 'ordinal', lower: 8, upper: 32, levels: [8, 16, 32], continuation: false, unit: 'pixels' },
  ],
};

const SPACE = createSearchSpace(DESCRIPTOR.space);
const FIDELITIES = createFidelitySpace(DESCRIPTOR.fidelities);

const values = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    1,
    2,
    3,
    4,
    5,
    16,
    32,
    0.5,
    '1',
    true,
    false,
    null,
    'rbf',
    'poly',
    'small',
    'large',
    'plain',
  ),
  fc.double({ min: -1, max: 6, noNaN: true }),
  fc.constantFrom<unknown>([], {}, '', 1e300, -0),
);

/** A legal object with some of its members changed, added or left out. */
function mutated<T extends object>(
  legal: fc.Arbitrary<T>,
  names: readonly string[],
): fc.Arbitrary<Record<string, unknown>> {
  const name = fc.constantFrom(...names, 'unknown');
  const change = fc.tuple(name, fc.option(values, { nil: undefined, freq: 3 }));
  return fc.tuple(legal, fc.array(change, { maxLength: 2 })).map(([start, changes]) => {
    const members = new Map<string, unknown>(Object.entries(start));
    for (const [key, value] of changes) {
      if (value === undefined) members.delete(key);
      else members.set(key, value);
    }
    return Object.fromEntries(members);
  });
}

const legalFidelity = fc.record({
  epochs: fc.constantFrom(1, 3, 9, 27, 81),
  share: fc.double({ min: 0.1, max: 1, noNaN: true }),
  size: fc.constantFrom(8, 16, 32),
});
const legalConfiguration = fc.nat().map((seed) => SPACE.sample(createRng('python-checks', seed)));

describe('the checks of the Python guest', () => {
  let guest: ConnectedGuest;
  beforeAll(async () => {
    guest = await connectGuest('python', 'socket', { descriptors: { recorded: DESCRIPTOR } });
  });
  afterAll(() => guest.connection.close());

  it('agree with those of the suite on configurations and fidelities, right and wrong', async () => {
    const seen = { legal: 0, configuration: 0, fidelity: 0 };
    const configurations = mutated(
      legalConfiguration,
      SPACE.parameters.map(({ name }) => name),
    );
    const fidelities = mutated(legalFidelity, ['epochs', 'share', 'size']);
    const property = fc.asyncProperty(
      fc.array(fc.tuple(configurations, fidelities), { minLength: 50 }),
      async (pairs) => {
        const answers = await guest.connection.evaluateBatch(
          pairs.map(([configuration, fidelity]) => ({
            instance: 'recorded',
            configuration: configuration as Configuration,
            fidelity: fidelity as Fidelity,
            seed: 1,
          })),
        );
        for (const [at, [configuration, fidelity]] of pairs.entries()) {
          const answer = answers[at];
          const found = answer instanceof Error ? answer.code : 'legal';
          const wrong = SPACE.check(configuration);
          const inadmissible = FIDELITIES.check(fidelity);
          const expected =
            wrong.length > 0 ? 'invalid-configuration' : inadmissible.length > 0 ? 'invalid-fidelity' : 'legal';
          expect([configuration, fidelity, found, answer]).toEqual([configuration, fidelity, expected, answer]);
          seen[expected === 'legal' ? 'legal' : expected === 'invalid-fidelity' ? 'fidelity' : 'configuration']++;
        }
      },
    );
    await fc.assert(property, { numRuns: 60 });
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100);
  });
});
