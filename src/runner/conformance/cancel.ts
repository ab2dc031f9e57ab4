import { setTimeout as sleep } from 'node:timers/promises';
import type { EvaluateParams } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { isFailure, shownParams, type Attempt, type Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** A running evaluation that is cancelled ends soon, says so, and the next one works. */
const cancel: Check = { name: 'cancel', after: ['metrics', 'cost'], run };
export default cancel;

/** An evaluation that ends sooner than this cannot be cancelled for certain. */
const RUNNING_MS = 200;
const SOON_MS = 5000;

async function run(subject: Subject): Promise<Verdict> {
  const { engine } = subject;
  if (engine.embedded)
    return skipped(`the engine ${engine.name} runs inside the runner, where nothing can be cancelled`);
  const guest = await subject.guest();
  for (const params of await longest(subject)) {
    const found = await cancelled(guest, params);
    if (found === undefined) continue;
    const { attempt, seconds } = found;
    const problems =
      attempt === undefined
        ? [`${SOON_MS / 1000} s after it was cancelled an evaluation still runs: ${shownParams(params)}`]
        : wrongEnd(attempt);
    if (attempt === undefined) await subject.renew();
    problems.push(...(await goesOn(subject)));
    const mend =
      'Look at context.cancelled (Python) or await now and then and look at context.signal (TypeScript) in the loop that takes the time, and end by raising an exception.';
    return verdict(problems, mend, `ended ${Math.round(seconds * 1000)} ms after`);
  }
  return skipped(`evaluations end within ${RUNNING_MS} ms, too fast to cancel`);
}

/** The defaults, then the slowest of the sample, at the highest fidelity. */
async function longest(subject: Subject): Promise<readonly EvaluateParams[]> {
  const [instance] = subject.instances;
  if (instance === undefined) return [];
  const fidelity = instance.fidelities.highest;
  const defaults = { instance: instance.name, configuration: instance.space.defaults(), fidelity, seed: 1 };
  const slowest = [...(await subject.sample(instance))].sort((a, b) => b.seconds - a.seconds)[0];
  return slowest === undefined ? [defaults] : [defaults, { ...slowest.params, fidelity }];
}

interface Ended {
  /** Undefined when it did not end in time. */
  readonly attempt: Attempt | undefined;
  readonly seconds: number;
}

/** Undefined when it was over before it could be cancelled. */
async function cancelled(guest: Respondent, params: EvaluateParams): Promise<Ended | undefined> {
  const controller = new AbortController();
  const asked = guest.ask(params, { signal: controller.signal });
  const over = await Promise.race([asked, sleep(RUNNING_MS, undefined, { ref: false })]);
  if (over !== undefined) return undefined;
  const began = performance.now();
  controller.abort();
  const attempt = await Promise.race([asked, sleep(SOON_MS, undefined, { ref: false })]);
  // Nobody waits for it any more, and its guest is about to be ended.
  if (attempt === undefined) asked.catch(() => undefined);
  return { attempt, seconds: (performance.now() - began) / 1000 };
}

function wrongEnd({ answer }: Attempt): string[] {
  if (isFailure(answer) && answer.code === 'cancelled') return [];
  const found = isFailure(answer) ? `${answer.code}: ${answer.message}` : 'a result';
  return [`a cancelled evaluation should end with cancelled (7), and ended with ${found}`];
}

async function goesOn(subject: Subject): Promise<readonly string[]> {
  const [instance] = subject.instances;
  const [legal] = instance === undefined ? [] : await subject.cheapest(instance, 1);
  if (legal === undefined) return [];
  const { answer } = await (await subject.guest()).ask(legal);
  return isFailure(answer) ? [`after a cancelled evaluation the next one fails: ${answer.message}`] : [];
}
