import { renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { infrastructureError } from '../../core/errors.js';
import type { JsonObject } from '../../core/types.js';
import { auditTable } from '../../runtimes/table/audit.js';
import { tablesOf } from '../../runtimes/table/load.js';
import { meanOptima } from '../../runtimes/table/mean-optima.js';
import { readManifest } from '../manifest.js';
import { yamlText } from '../yaml-text.js';
import { rowsText, type Row } from './rows.js';
import { ROWS_FILE, tableManifest, type TableFacts } from './table-manifest.js';
import type { TablePlan } from './table-plan.js';

/**
 * Writes the family of a table whose cells are all known: the rows, then a manifest with which they are read as any table is, and
 * then the same with all that is odd in them and the best means over the replicates.
 * @throws SuiteError infrastructure for an instance none of whose evaluations went well
 */
export async function writeTable(plan: TablePlan, folder: string, rows: readonly Row[]): Promise<void> {
  for (const { instance } of plan.tables) refuseFailed(instance, rows);
  const name = basename(folder);
  writeWhole(join(folder, ROWS_FILE), rowsText(plan.tables, rows));
  const draft = tableManifest({ plan, name, rows });
  const file = join(folder, 'benchmark.yaml');
  const draftFile = join(folder, '.benchmark.yaml');
  writeWhole(draftFile, textOf(draft, plan, rows));
  const facts = await factsOf(draftFile, folder);
  writeWhole(draftFile, textOf(tableManifest({ plan, name, rows, facts }), plan, rows));
  await readManifest(draftFile, name);
  // A folder is a family as soon as it has a manifest, and this one is right.
  renameSync(draftFile, file);
}

function refuseFailed(instance: string, rows: readonly Row[]): void {
  const own = rows.filter(({ cell }) => cell.instance === instance);
  if (own.some(({ measured }) => measured.status === 'completed')) return;
  const first = own[0]?.measured;
  const why = first === undefined || first.status === 'completed' ? 'there are none' : first.message;
  throw infrastructureError(`all ${own.length} evaluations of ${instance} failed, the first: ${why}`, {
    mend: 'Try one by hand with hport evaluate; then remove the folder and tabulate again.',
  });
}

async function factsOf(manifest: string, folder: string): Promise<Readonly<Record<string, TableFacts>>> {
  const { descriptors } = await readManifest(manifest, basename(folder));
  const load = await tablesOf({ folder, code: folder, descriptors });
  const facts: Record<string, TableFacts> = {};
  for (const [instance, descriptor] of Object.entries(descriptors)) {
    const table = await load(instance);
    const found = Object.entries(auditTable(table, descriptor)).filter(([, count]) => count > 0);
    facts[instance] = { audit: Object.fromEntries(found), optima: meanOptima(table, descriptor) };
  }
  return facts;
}

function textOf(manifest: JsonObject, { family, seeds, deadline }: TablePlan, rows: readonly Row[]): string {
  const runs = seeds.length === 1 ? 'one seed' : `${seeds.length} seeds`;
  const failed = rows.filter(({ measured }) => measured.status !== 'completed').length;
  const failures =
    failed === 0
      ? 'No evaluation failed.'
      : `${failed} of ${rows.length} evaluations failed, and ${ROWS_FILE} says why.`;
  const end = deadline === Infinity ? '' : ` One that took more than ${deadline} s from scratch has failed, too.`;
  const heading = [
    `${family.name} as a table: evaluations that hport tabulate ran, each configuration at each level with ${runs}.`,
    'Costs are seconds from scratch: of one that continued, all that its run took until then. provenance.json says which',
    `code was run on what machine. ${failures}${end}`,
  ];
  return `${heading.map((line) => `# ${line}\n`).join('')}${yamlText(manifest)}`;
}

function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
