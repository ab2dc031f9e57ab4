import { afterEach, describe, expect, it } from 'vitest';
import type { EvaluateAnswer } from '../../src/protocol/benchmark.js';
import { connectGuest, familyFolder, request, type ConnectedGuest, type Language } from './start-guest.js';

const LANGUAGES: readonly Language[] = ['node', 'python'];

describe.each(LANGUAGES)('a %s objective that evaluates batches', (language) => {
  let guest: ConnectedGuest;
  afterEach(() => guest.connection.close());

  const evaluate = async (xs: readonly number[], more: object = {}): Promise<readonly EvaluateAnswer[]> => {
    guest = await connectGuest(language, 'socket', { family: familyFolder(`batch-${language}`) });
    return await guest.connection.evaluateBatch(xs.map((x) => request('plain', { x, ...more })));
  };

  it('gets a batch in one call', async () => {
    const answers = await evaluate([1, 2, 3]);
    expect(answers).toEqual([1, 2, 3].map((x) => ({ metrics: { loss: x, epochs: 1 }, cost: 1 })));
  });

  it('does not see what is illegal', async () => {
    const answers = await evaluate([1, 1000, 3]);
    expect(answers[1]).toMatchObject({ code: 'invalid-configuration' });
    expect(answers[2]).toMatchObject({ metrics: { loss: 3, epochs: 1 } });
  });

  it('is asked one at a time when it fails on the whole', async () => {
    const answers = await evaluate([1, -2, 3]);
    expect(answers[0]).toMatchObject({ metrics: { loss: 1, epochs: 2 } });
    expect(answers[1]).toMatchObject({
      code: 'objective-failed',
      message: expect.stringContaining('negative') as string,
    });
    expect(answers[2]).toMatchObject({ metrics: { loss: 3, epochs: 4 } });
  });

  it('is asked one at a time for what a batch cannot do', async () => {
    const answers = await evaluate([1, 2], { progress: true });
    expect(answers.map((answer) => (answer as { metrics: object }).metrics)).toEqual([
      { loss: 1, epochs: 1 },
      { loss: 2, epochs: 2 },
    ]);
  });
});
