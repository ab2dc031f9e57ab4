import { infrastructureError, messageOf } from '../core/errors.js';
import { canonical } from '../core/json.js';
import type { Guest } from './engines/engine.js';
import type { Family } from './families.js';
import { explainLoss } from './guest-call.js';

/** Describing is reading a file that the guest has in memory already. */
const ANSWER_SECONDS = 30;

/**
 * Asks a new guest what it is, instance by instance. One that describes another benchmark than the manifest was made from another manifest, and its
 * answers would be another's.
 * @returns the guest, which is ended when anything is wrong with it
 * @throws SuiteError infrastructure
 */
export async function checkGuest(
  guest: Guest,
  family: Family,
  signal?: AbortSignal,
  seconds: number = ANSWER_SECONDS,
): Promise<Guest> {
  let other: string | undefined;
  try {
    other = await within(seconds, firstDifference(guest, family), signal);
    if (other === undefined) return guest;
  } catch (error) {
    const exit = await guest.stop();
    throw infrastructureError(`the guest of ${family.name} is of no use: ${explainLoss(error, exit)}`, {
      cause: error,
    });
  }
  await guest.stop();
  throw infrastructureError(`the guest of ${family.name} describes another benchmark than benchmark.yaml: ${other}`, {
    mend: `Build its image again: hport build ${family.name}`,
  });
}

/** Name of the first instance that is described otherwise: an image of somebody else may be right about some of them. */
async function firstDifference({ benchmark }: Guest, { descriptors }: Family): Promise<string | undefined> {
  const differs = await Promise.all(
    Object.entries(descriptors).map(
      async ([instance, expected]) => canonical(await benchmark.describe(instance)) !== canonical(expected),
    ),
  );
  return Object.keys(descriptors)[differs.indexOf(true)];
}

async function within<T>(seconds: number, answer: Promise<T>, signal?: AbortSignal): Promise<T> {
  const bound = AbortSignal.timeout(seconds * 1000);
  const either = signal === undefined ? bound : AbortSignal.any([bound, signal]);
  const silence = new Promise<never>((_, reject) => {
    const stop = (): void =>
      reject(
        infrastructureError(bound.aborted ? `it did not say what it is within ${seconds} s` : messageOf(either.reason)),
      );
    either.addEventListener('abort', stop);
    if (either.aborted) stop();
  });
  return await Promise.race([answer, silence]);
}
