import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { engineHere } from '../../images/engine-here.js';
import { type Bench, openBench, type OpenBench, traces } from './bench.js';

/** What a guest says on the wire, and what is then told to the optimizer. */
const LOST = [
  ['rubbish', 'wire-rubbish', /^protocol violation by the guest: a line that is no message: no JSON at all/],
  ['NaN, which is no JSON', 'wire-nan', /a line that is no message: .*NaN/],
  ['an answer to a question that was not asked', 'wire-id', /an answer to no open call: .*4711/],
  ['a line without end', 'wire-line', /a line of more than 1048576 bytes: xxx/],
] as const;

describe.skipIf(!engineHere)('a guest in a container', { timeout: 90_000 }, () => {
  let bench: Bench;
  let guests: OpenBench;
  beforeAll(async () => {
    bench = await openBench('docker');
    guests = await bench.open({ deadline: 20 });
  });
  afterAll(async () => {
    await guests[Symbol.asyncDispose]();
    await bench[Symbol.asyncDispose]();
    expect(await traces()).toEqual([]);
  });
  const goesOn = async (): Promise<void> => {
    expect(await guests.act('behave', { x: 2 })).toMatchObject({ status: 'completed', metrics: { loss: 4 } });
  };

  it('may print what it likes on stdout', async () => {
    expect(await guests.act('noise')).toMatchObject({ status: 'completed', metrics: { loss: 1 } });
    await goesOn();
  });

  it.each(LOST)('that says %s is replaced, and it is told why', async (_, act, message) => {
    const before = process.memoryUsage().rss;
    const outcome = await guests.act(act);
    expect(outcome).toMatchObject({ status: 'failed', code: 'guest-exited' });
    expect(guests.lost.at(-1)).toMatch(message);
    expect(outcome.cost).toBeGreaterThan(0);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 2 ** 20);
    await goesOn();
  });

  it('that answers with what is no result has failed, at its cost, and is replaced', async () => {
    const outcome = await guests.act('wire-null');
    expect(outcome).toMatchObject({ status: 'failed', code: 'invalid-result' });
    expect('message' in outcome && outcome.message).toBe('the metric "loss" is not a finite number: null');
    await goesOn();
  });

  it('whose objective returns NaN has failed', async () => {
    expect(await guests.act('nan')).toMatchObject({
      status: 'failed',
      code: 'objective-failed',
      message: expect.stringContaining('"loss"') as string,
    });
    await goesOn();
  });

  it('that closes the connection and lives on is ended', async () => {
    expect(await guests.act('wire-close')).toMatchObject({
      status: 'failed',
      code: 'guest-exited',
    });
    expect(guests.lost.at(-1)).toContain('the guest ended the connection');
    await goesOn();
  });

  it('that exits is replaced, and told with its code and its last words', async () => {
    expect(await guests.act('exit')).toMatchObject({
      status: 'failed',
      code: 'guest-exited',
    });
    expect(guests.lost.at(-1)).toBe(
      'the guest ended the connection (it exited with code 3; it printed: these are my last words)',
    );
    await goesOn();
  });

  it('that exits once costs one of the retries, and nothing else', async () => {
    await using retrying = await bench.open({ retries: 1 });
    expect(await retrying.act('exit-once')).toMatchObject({ status: 'completed', metrics: { loss: 1 } });
  });

  it('that exits every time has failed when the retries are used up', async () => {
    await using retrying = await bench.open({ retries: 2 });
    expect(await retrying.act('exit')).toMatchObject({ status: 'failed', code: 'guest-exited' });
  });
});
