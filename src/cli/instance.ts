import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import type { Descriptor } from '../protocol/descriptor.js';
import type { Family } from '../runner/families.js';

/** @throws SuiteError of code 'user' with the nearest name when the family has no such instance. */
export function instanceOf({ name, descriptors }: Family, instance: string): Descriptor {
  const descriptor = Object.hasOwn(descriptors, instance) ? descriptors[instance] : undefined;
  if (descriptor !== undefined) return descriptor;
  const near = didYouMean(instance, Object.keys(descriptors));
  throw userError(`unknown instance "${instance}" of ${name}${near}`, {
    key: '--instance',
    mend: `Ask \`hport describe ${name}\` for the names.`,
  });
}
