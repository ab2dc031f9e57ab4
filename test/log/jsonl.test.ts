import fc from 'fast-check';
import { expect, it } from 'vitest';
import { formatRecord } from '../../src/log/jsonl.js';
import type { Observed, Suggested } from '../../src/log/records.js';

const name = fc.oneof(fc.constantFrom('lr', 'op', 'momentum'), fc.string({ unit: 'grapheme' }));
const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer(), fc.constant(-0));
const numbers = fc.dictionary(name, number, { noNullPrototype: true });
const values = fc.dictionary(name, fc.oneof(number, fc.boolean(), fc.string({ unit: 'grapheme' })), {
  noNullPrototype: true,
});

it('records are the text of JSON.stringify, whatever their names and values, and whatever came before', () => {
  fc.assert(
    fc.property(values, numbers, numbers, fc.nat(), (configuration, fidelity, metrics, evaluation) => {
      const suggested: Suggested = {
        ...{ record: 'suggested', evaluation, at: evaluation / 3, worker: 0, trial: 7, configuration, fidelity },
        ...{ seed: 1, continues: 2, replicate: 3, origin: { bracket: 1 }, overhead: 0.5 },
      };
      const observed: Observed = {
        ...{
          record: 'observed',
          evaluation,
          at: 1.5,
          status: 'completed',
          cost: evaluation / 7,
          restartCost: 2,
          metrics,
        },
        ...{ curve: [{ level: 1, metrics }], checkpoint: 'a"b' },
      };
      for (const record of [suggested, observed]) expect(formatRecord(record)).toBe(`${JSON.stringify(record)}\n`);
    }),
  );
});
