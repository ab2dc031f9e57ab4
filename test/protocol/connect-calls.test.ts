import { afterEach, describe, expect, it } from 'vitest';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { answer, hostPair, RESULT, type HostPair } from './host-pair.js';
import { failureOf, request } from './start-guest.js';

const open: HostPair[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]();
});

async function pair(): Promise<HostPair> {
  const made = await hostPair();
  open.push(made);
  return made;
}

describe('cancelling', () => {
  it('sends nothing for a call that is cancelled before it begins', async () => {
    const { host, guest } = await pair();
    const error = failureOf(host.evaluate(request('plain'), { signal: AbortSignal.abort() }));
    expect(await error).toMatchObject({ code: 'cancelled' });
    void host.evaluate(request('plain')).catch(() => undefined);
    expect(await guest.next()).toMatchObject({ id: 1, method: 'evaluate' });
  });

  it("tells the guest, and rejects when the guest answers, with the guest's own cost", async () => {
    const { host, guest } = await pair();
    const controller = new AbortController();
    const error = failureOf(host.evaluate(request('plain'), { signal: controller.signal }));
    await guest.next();
    controller.abort();
    expect(await guest.next()).toEqual({ jsonrpc: '2.0', method: 'cancel', params: { id: 1 } });
    guest.send('{"jsonrpc":"2.0","id":1,"error":{"code":7,"message":"cancelled","data":{"cost":4}}}');
    expect(await error).toMatchObject({ code: 'cancelled', cost: 4 });
  });

  it('lets go of a result that came too late, and of its checkpoint', async () => {
    const { host, guest } = await pair();
    const controller = new AbortController();
    const error = failureOf(host.evaluate(request('plain'), { signal: controller.signal }));
    controller.abort();
    guest.send(answer(1, { ...RESULT, checkpoint: 'late' }));
    expect(await error).toMatchObject({ code: 'cancelled' });
    expect([await guest.next(), await guest.next(), await guest.next()]).toMatchObject([
      { method: 'evaluate' },
      { method: 'cancel' },
      { method: 'release', params: { checkpoints: ['late'] } },
    ]);
  });

  it('cancels a call whose listener fails, which gets the error of the listener', async () => {
    const { host, guest } = await pair();
    const mistake = new Error('a mistake of the listener');
    const onProgress = (): void => {
      throw mistake;
    };
    const error = failureOf(host.evaluate(request('plain'), { onProgress }));
    expect(await guest.next()).toMatchObject({ params: { progress: true } });
    guest.send('{"jsonrpc":"2.0","method":"progress","params":{"id":1,"level":1,"metrics":{"loss":1}}}');
    expect(await guest.next()).toMatchObject({ method: 'cancel' });
    guest.send('{"jsonrpc":"2.0","id":1,"error":{"code":7,"message":"cancelled"}}');
    expect(await error).toBe(mistake);
  });
});

describe('describing', () => {
  const described = async (descriptor: object): Promise<Error> => {
    const { host, guest } = await pair();
    const error = failureOf(host.describe('recorded'));
    guest.send(answer(1, descriptor));
    return await error;
  };

  it.each([
    ['another major version', { protocol: '2.0.0' }, /is of protocol 2\.0\.0, the suite speaks 1\./],
    ['an unknown key', { colour: 'red' }, /colour: unknown key/],
    ['another instance', { instance: 'other' }, /is of another instance, "other"/],
    ['a parameter of an unknown type', { space: { parameters: [{ name: 'x', type: 'complex' }] } }, /space/],
    ['no metric', { metrics: {} }, /metrics/],
  ])('refuses a descriptor with %s', async (_, change, message) => {
    const error = await described({ ...DESCRIPTORS.recorded, ...change });
    expect(error).toMatchObject({ code: 'infrastructure', message: expect.stringMatching(message) as string });
  });

  it('takes another minor version', async () => {
    const { host, guest } = await pair();
    const descriptor = host.describe('recorded');
    guest.send(answer(1, { ...DESCRIPTORS.recorded, protocol: '1.7.0' }));
    expect((await descriptor).protocol).toBe('1.7.0');
  });
});
