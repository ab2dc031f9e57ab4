import { familyCache } from '../../data/cache.js';
import type { TableAudit } from '../../protocol/table.js';
import { auditTable } from '../../runtimes/table/audit.js';
import { tablesOf } from '../../runtimes/table/load.js';
import { meanOptima } from '../../runtimes/table/mean-optima.js';
import type { Table } from '../../runtimes/table/reader.js';
import { familyCode } from '../engines/parts/family-code.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import type { Instance } from './instance.js';
import { jumpingTrials } from './one-run.js';
import type { Subject } from './subject.js';

/**
 * What is odd in a table is known: its manifest says how often, so that nobody takes it for a fault of ours, or for none. And a trial
 * is one training run at all levels; and the best mean over the replicates is the one that the manifest declares.
 */
const table: Check = { name: 'table', run };
export default table;

type Counts = Readonly<Record<string, number>>;

async function run(subject: Subject): Promise<Verdict> {
  const { family, instances, signal } = subject;
  if (family.runtime !== 'table') return skipped('the family is no table');
  const { folder, descriptors, name } = family;
  const load = await tablesOf({ folder, code: familyCode(family), descriptors, data: familyCache(name) });
  const problems: string[] = [];
  const totals: Record<string, number> = {};
  for (const instance of instances) {
    signal?.throwIfAborted();
    const rows = await load(instance.name);
    const found = auditTable(rows, instance.descriptor);
    problems.push(
      ...undeclared(instance, found),
      ...otherOptima(instance, rows),
      ...(await jumpingTrials(await subject.guest(), instance, rows)),
    );
    for (const [oddity, count] of Object.entries(found)) totals[oddity] = (totals[oddity] ?? 0) + count;
  }
  const mend =
    'Look at what was counted. If upstream has it so, write it into benchmark.yaml as above, for the instance or (true: any number) the family, and say in errata.md what it is. The optimum of a mean is written as above, too.';
  return verdict(problems, mend, inWords(totals));
}

/** Each is said as it is written in the manifest. */
function undeclared({ name, descriptor }: Instance, found: Counts): readonly string[] {
  const audit: TableAudit = descriptor.table?.audit ?? {};
  const declared: Readonly<Record<string, number | true | undefined>> = audit;
  const wrong = Object.keys(found).filter((oddity) => {
    const count = found[oddity] ?? 0;
    return declared[oddity] !== true && count !== (declared[oddity] ?? 0);
  });
  if (wrong.length === 0) return [];
  const all = Object.keys(found).filter((oddity) => (found[oddity] ?? 0) > 0);
  const entry = all.map((oddity) => `${oddity}: ${found[oddity] ?? 0}`).join(', ');
  const before = wrong.map((oddity) => `${oddity} ${declared[oddity] ?? 0}`).join(', ');
  return [`${name}: table: {audit: {${entry}}} was found, and the manifest says ${before}`];
}

function otherOptima({ name, descriptor }: Instance, rows: Table): readonly string[] {
  const wrong = Object.entries(meanOptima(rows, descriptor)).filter(
    ([metric, best]) => descriptor.metrics[metric]?.optimum !== best,
  );
  return wrong.map(([metric, best]) => {
    const declared = descriptor.metrics[metric]?.optimum ?? 'none';
    return `${name}: metrics: {${metric}: {optimum: ${best}}} was found, and the manifest says ${declared}`;
  });
}

function inWords(totals: Counts): string {
  const odd = Object.entries(totals).filter(([, count]) => count > 0);
  if (odd.length === 0) return 'nothing is odd';
  return `declared: ${odd.map(([oddity, count]) => `${oddity} ${count}`).join(', ')}`;
}
