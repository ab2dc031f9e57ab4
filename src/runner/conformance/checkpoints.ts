import { ERROR_CODES } from '../../protocol/benchmark.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { continuingAxes, keep, notContinuing } from './continuing.js';
import { levelsOf } from './instance.js';
import { isFailure, type Attempt } from './respondent.js';
import type { Subject } from './subject.js';
import { workingAt } from './working.js';

/** A checkpoint that is not there is refused as missing; one that was released is gone. */
const checkpoints: Check = { name: 'checkpoints', after: ['metrics', 'cost', 'continuation'], run };
export default checkpoints;

async function run(subject: Subject): Promise<Verdict> {
  const reason = notContinuing(subject);
  if (reason !== undefined) return reason;
  const instance = subject.instances.find((each) => continuingAxes(each).length > 0);
  const [axis] = instance === undefined ? [] : continuingAxes(instance);
  if (instance === undefined || axis === undefined) return skipped('no fidelity continues');
  const [low, high] = levelsOf(instance, axis).map((level) => ({ ...instance.lowest, [axis]: level }));
  if (low === undefined || high === undefined) return skipped(`${axis} has one level only`);
  const working = await workingAt(subject, instance, [low, high]);
  if (working === undefined) return skipped(`nothing succeeds at two levels of ${axis}`);
  const next = { ...working, fidelity: high };
  const guest = await subject.guest();
  const problems = missing('that never was', await guest.ask({ ...next, checkpoint: 'hport_no_such_checkpoint' }));
  const { checkpoint } = await keep(guest, { ...working, fidelity: low });
  await guest.result({ ...next, checkpoint });
  guest.benchmark.release?.([checkpoint]);
  problems.push(...missing('that was released', await guest.ask({ ...next, checkpoint })));
  await guest.result(next);
  return verdict(problems, 'Refuse with code 6 what is not there, and delete what is released.');
}

function missing(which: string, { answer }: Attempt): string[] {
  const should = `should be refused with checkpoint-missing (${ERROR_CODES['checkpoint-missing']})`;
  if (!isFailure(answer)) return [`continuing from a checkpoint ${which} gives a result and ${should}`];
  if (answer.code === 'checkpoint-missing') return [];
  return [`continuing from a checkpoint ${which} is answered with ${answer.code} and ${should}: ${answer.message}`];
}
