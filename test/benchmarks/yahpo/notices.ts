import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../src/core/package.js';
import { DRAWS, LEAST, MARGIN, type Finding, type Soundness } from './soundness.js';

type Notices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Why metrics of instances are not to be trusted, by instance and metric: from the list that `soundness.test.ts` writes. */
export function noticesOf(family: string): Notices {
  const { unsound = {} } = readList(family) ?? {};
  return mapValues(unsound, (metrics) => mapValues(metrics, noticeOf));
}

/** What a family's errata say of the list. */
export function soundnessErrata(family: string): readonly string[] {
  const list = readList(family);
  if (list === undefined) return [];
  const { unsound, compared, instances } = list;
  const having = (metric: string): readonly string[] =>
    Object.keys(unsound).filter((instance) => unsound[instance]?.[metric] !== undefined);
  return [
    `The surrogate predicts accuracies that nobody reaches. Of ${DRAWS} random configurations at full \`trainsize\` the best is predicted more than ${MARGIN} above the best of the 28 learners of LCDB 1.1 on the same OpenML data set in ${having('acc').length} of ${compared} cases (${having('acc').join(', ')}); ${instances - compared} of the ${instances} instances LCDB has not, and they were not compared. The median of \`bac\` is below ${LEAST} on ${having('bac').join(', ')}, that of \`auc\` on ${having('auc').join(', ')}. These metrics have a \`notice\`, which \`hport plan\` and \`hport run\` repeat; \`instances: sound\` in a recipe leaves these instances out.`,
  ];
}

function readList(family: string): Soundness | undefined {
  const file = join(packageRoot(), 'test', 'benchmarks', 'yahpo', 'unsound', `${family}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Soundness) : undefined;
}

function noticeOf(found: Finding): string {
  return 'lcdb' in found
    ? `Predicted up to ${found.predicted} for ${DRAWS} random configurations, where the best of LCDB's 28 learners was measured at ${found.lcdb}.`
    : `Predicted near 0 (median ${found.median}), below what guessing has.`;
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, to: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}
