import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package.js';
import { didYouMean } from '../core/schema.js';
import type { MetricDefinition } from '../core/metric.js';
import type { Descriptor } from '../protocol/descriptor.js';
import { listRuntimes } from '../runtimes/registry.js';
import type { ManifestSource } from './manifest-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

/** Names of families, instances and metrics are parts of file names and keys. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** What a manifest says about itself: its name, version, runtime and the names in it. */
export function checkIdentity(source: ManifestSource, folder: string, complain: Complain): void {
  const { family, version, runtime, instances } = source;
  if (family !== folder) {
    complain(['family'], `"${family}" lies in the folder "${folder}"`, 'Give both the same name.');
  }
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(family)) {
    complain(['family'], `"${family}" cannot name a family`, 'Use small letters and digits, joined by -.');
  }
  if (!SEMVER.test(version)) {
    complain(['version'], `"${version}" is no version`, 'Write three numbers such as 1.0.0.');
  }
  const known = runtimes();
  if (!known.includes(runtime)) {
    complain(
      ['runtime'],
      `unknown runtime "${runtime}"${didYouMean(runtime, known)}`,
      'Name a folder of containers/ or a file of src/runtimes/.',
    );
  }
  for (const name of Object.keys(instances)) checkName(name, ['instances', name], 'an instance', complain);
  (source.golden ?? []).forEach(({ instance }, index) => {
    if (Object.hasOwn(instances, instance)) return;
    const message = `unknown instance "${instance}"${didYouMean(instance, Object.keys(instances))}`;
    complain(['golden', index, 'instance'], message, 'Name an instance of this manifest.');
  });
}

/** The metrics of an instance: one objective or more, bounds in order, references that lead somewhere. */
export function checkMetrics({ metrics }: Descriptor, at: Path, complain: Complain): void {
  const objectives = Object.keys(metrics).filter((name) => metrics[name]?.role === 'objective');
  if (objectives.length === 0) {
    complain(at, 'there is no metric of role objective', 'Say role: objective for what is to be optimised.');
  }
  for (const [name, metric] of Object.entries(metrics)) {
    checkName(name, [...at, name], 'a metric', complain);
    checkMetric(metric, [...at, name], complain);
    checkReference(metric, [...at, name, 'of'], objectives, complain);
  }
}

function runtimes(): readonly string[] {
  const folder = join(packageRoot(), 'containers');
  if (!existsSync(folder)) return [];
  const built = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'Dockerfile')));
  return [...new Set([...built, ...listRuntimes()])].sort();
}

/** Names are parts of file names and keys, and must not be those that every object has. */
export function checkName(name: string, path: Path, what: string, complain: Complain): void {
  // The pattern leaves `__proto__` out; `constructor` and its like would read what every object inherits.
  if (NAME.test(name) && !(name in {})) return;
  complain(path, `"${name}" cannot name ${what}`, 'Use letters, digits, - and _ only, a letter or digit first.');
}

function checkMetric(metric: MetricDefinition, path: Path, complain: Complain): void {
  const { lower = -Infinity, upper = Infinity, optimum, observed } = metric;
  for (const key of ['direction', 'role'] as const) {
    // Only an instance's own metric can lack them here: the schema asks for them in the family's.
    if ((metric[key] as unknown) === undefined) complain(path, `the key "${key}" is missing`);
  }
  if (lower >= upper) complain(path, `lower ${lower} is not below upper ${upper}`, 'Swap the bounds.');
  if (optimum !== undefined && (optimum < lower || optimum > upper)) {
    complain([...path, 'optimum'], `the optimum ${optimum} is outside the bounds ${lower} to ${upper}`);
  }
  if (observed !== undefined && !(lower <= observed[0] && observed[0] <= observed[1] && observed[1] <= upper)) {
    const message = `the observed ${observed.join(' to ')} are not ascending within the bounds ${lower} to ${upper}`;
    complain([...path, 'observed'], message);
  }
}

function checkReference(metric: MetricDefinition, path: Path, objectives: readonly string[], complain: Complain): void {
  const { of, role } = metric;
  if (of === undefined) return;
  if (role !== 'test') complain(path, `only a metric of role test can be "of" another, found role ${role}`);
  if (objectives.includes(of)) return;
  complain(path, `"${of}" is no objective${didYouMean(of, objectives)}`, 'Name a metric of role objective.');
}
