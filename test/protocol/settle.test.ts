import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRng } from '../../src/core/rng.js';
import { fuzzHost, unsettled } from '../fuzz/host.js';

const NESTED = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

describe('every call settles when the connection closes', () => {
  it.each([
    ['a code that is no number', '{"message":"x","code":{"toString":null}}'],
    ['a code that is nested 100,000 deep', `{"message":"x","code":${NESTED}}`],
    ['a list that is nested 100,000 deep', NESTED],
    ['a message that is nested 100,000 deep', `{"code":4,"message":${NESTED}}`],
    ['a cost of another type', '{"code":4,"message":"x","data":{"cost":{"valueOf":null}}}'],
  ])('after an error with %s', async (_, error) => {
    expect(await unsettled([`{"jsonrpc":"2.0","id":1,"error":${error}}`], createRng('settle'))).toBe(0);
  });

  it('after a result that is nested 100,000 deep, and a batch of such', async () => {
    expect(await unsettled([`{"jsonrpc":"2.0","id":1,"result":${NESTED}}`], createRng('settle'))).toBe(0);
    expect(await unsettled([`[{"jsonrpc":"2.0","id":4,"result":${NESTED}},${NESTED}]`], createRng('settle'))).toBe(0);
  });

  it('after any JSON in the place of an error, of a result and of an id', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), fc.constantFrom('error', 'result'), fc.nat(), async (json, member, seed) => {
        const line = `{"jsonrpc":"2.0","id":1,"${member}":${json}}`;
        const other = `{"jsonrpc":"2.0","id":${json},"${member}":${json}}`;
        expect(await unsettled([line, other], createRng('settle', seed))).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  it('after thousands of mutated lines', async () => {
    const { violations } = await fuzzHost(4000, 7);
    expect(violations.slice(0, 3)).toEqual([]);
  });
});
