import { canonical } from '../../core/json.js';
import { EvaluationError } from '../../protocol/benchmark.js';
import type { Descriptor } from '../../protocol/descriptor.js';
import { verdict, type Check, type Verdict } from './check.js';
import type { Instance } from './instance.js';
import type { Respondent } from './respondent.js';
import type { Subject } from './subject.js';

/** The guest describes every instance as `benchmark.yaml` does, so that it was built from this manifest and no other. */
const manifest: Check = { name: 'manifest', run };
export default manifest;

async function run(subject: Subject): Promise<Verdict> {
  const guest = await subject.guest();
  const problems: string[] = [];
  for (const instance of subject.instances) problems.push(...(await compare(guest, instance)));
  return verdict(
    problems,
    'Build the family again from this folder (`hport build`), or give the guest this benchmark.yaml.',
    `${subject.instances.length} instances`,
  );
}

async function compare(guest: Respondent, { name, descriptor }: Instance): Promise<readonly string[]> {
  try {
    const described = await guest.patiently(
      (async () => await guest.benchmark.describe(name))(),
      `the description of ${name}`,
    );
    const keys = [...new Set([...Object.keys(descriptor), ...Object.keys(described)])] as (keyof Descriptor)[];
    const other = keys.filter((key) => !same(descriptor[key], described[key]));
    return other.map(
      (key) => `${name}: the guest's ${key} is ${excerpt(described[key])}, the manifest's ${excerpt(descriptor[key])}`,
    );
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return [`${name}: the guest does not describe it: ${error.message}`];
  }
}

function same(a: unknown, b: unknown): boolean {
  return a === undefined || b === undefined ? a === b : canonical(a) === canonical(b);
}

function excerpt(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
