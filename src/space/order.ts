import { userError } from '../core/errors.js';
import { namesOf } from './clause.js';
import type { SpaceDefinition } from './parameter.js';

/**
 * Names with parents before children, otherwise in declaration order (depth first).
 * @throws SuiteError of code 'user' when conditions go round in a circle.
 */
export function parentsFirst(definition: SpaceDefinition): string[] {
  const parents = parentsOf(definition);
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (name: string, path: readonly string[]): void => {
    if (done.has(name)) return;
    if (path.includes(name)) throw cycle([...path.slice(path.indexOf(name)), name], definition);
    for (const parent of parents.get(name) ?? []) visit(parent, [...path, name]);
    done.add(name);
    order.push(name);
  };
  for (const { name } of definition.parameters) visit(name, []);
  return order;
}

function parentsOf(definition: SpaceDefinition): ReadonlyMap<string, readonly string[]> {
  const parents = new Map<string, string[]>();
  for (const { child, when } of definition.conditions ?? []) {
    const known = parents.get(child) ?? [];
    known.push(...namesOf(when));
    parents.set(child, known);
  }
  // In declaration order, so that the order never depends on how a condition was written.
  const rank = new Map(definition.parameters.map(({ name }, index) => [name, index]));
  for (const known of parents.values()) known.sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0));
  return parents;
}

function cycle(path: readonly string[], definition: SpaceDefinition): Error {
  const index = (definition.conditions ?? []).findIndex(({ child }) => path.includes(child));
  return userError(`the conditions go round in a circle: ${[...path].reverse().join(' -> ')}`, {
    key: `conditions[${index}]`,
    mend: 'A parameter may depend only on parameters that do not depend on it.',
  });
}
