import { setImmediate } from 'node:timers/promises';
import { settleAll } from '../settle-all.js';
import type { Chain } from './chains.js';

/**
 * Measures chains side by side, in their order. The first that fails ends the others.
 * @param measure one chain, which the signal ends
 */
export async function measureAll(
  chains: readonly Chain[],
  workers: number,
  measure: (chain: Chain, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  const failing = new AbortController();
  const either = AbortSignal.any([signal, failing.signal]);
  let next = 0;
  const work = async (): Promise<void> => {
    try {
      for (let chain = chains[next++]; chain !== undefined; chain = chains[next++]) {
        either.throwIfAborted();
        await measure(chain, either);
        // Evaluations of a recorded family may take no turn of the event loop, on which an interruption waits.
        await setImmediate();
      }
    } catch (error) {
      signal.throwIfAborted();
      failing.abort(error);
      // The first reason, which is why the others end.
      failing.signal.throwIfAborted();
    }
  };
  await settleAll(Array.from({ length: workers }, work));
}
