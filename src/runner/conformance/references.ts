import { referenceState } from '../references/scaled-metrics.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import type { Subject } from './subject.js';

/** The scales of normalised regret were computed from what the family is now, where there are any. */
const references: Check = { name: 'references', run };
export default references;

function run({ family, instances }: Subject): Verdict {
  const mend = `Compute them again: hport references ${family.name}.`;
  if (family.references === undefined)
    return skipped(`there are none, and so no normalised regret: hport references ${family.name}`);
  const having = (state: string): readonly string[] =>
    instances.filter(({ name }) => referenceState(family, name) === state).map(({ name }) => name);
  const none = having('none');
  const remark = none.length === 0 ? undefined : `${none.length} of ${instances.length} instances have none`;
  return verdict(
    having('stale').map((name) => `${name}: the references were computed from other files, or another manifest`),
    mend,
    remark,
  );
}
