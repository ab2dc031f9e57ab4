import { didYouMean, type Violation } from '../core/schema.js';
import { isForbidden, type Column, type CompiledSpace } from './compile.js';
import { cut, describeClause, show } from './words.js';

type Untrusted = Readonly<Record<string, unknown>>;

const NONE: readonly Violation[] = Object.freeze([]);

/** Everything that is wrong with a would-be configuration, whatever it is. Legal ones take a path without allocations. */
export function checker(space: CompiledSpace): (configuration: Untrusted) => readonly Violation[] {
  return (configuration) => (isLegal(space, configuration) ? NONE : explain(space, configuration));
}

/** False may also mean that it takes a closer look (an odd prototype, a key with the value undefined). */
function isLegal(space: CompiledSpace, configuration: unknown): boolean {
  if (typeof configuration !== 'object' || configuration === null) return false;
  const prototype: unknown = Object.getPrototypeOf(configuration);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const values = configuration as Untrusted;
  for (const name in values) if (!space.byName.has(name)) return false;
  for (let i = 0; i < space.order.length; i++) {
    const column = space.order[i] as Column;
    const value = values[column.name];
    if (column.active !== undefined && !column.active(values)) {
      if (value !== undefined) return false;
    } else if (!column.accepts(value)) return false;
  }
  return !isForbidden(space, values);
}

function explain(space: CompiledSpace, configuration: unknown): readonly Violation[] {
  if (typeof configuration !== 'object' || configuration === null || Array.isArray(configuration)) {
    return [{ path: [], message: `expected an object of parameters, found ${show(configuration)}` }];
  }
  const known = [...space.byName.keys()];
  const violations: Violation[] = Object.keys(configuration)
    .filter((name) => !space.byName.has(name))
    .map((name) => ({ path: [name], message: `unknown parameter ${show(name)}${didYouMean(cut(name), known)}` }));
  /** Active and right; what a clause may look at. */
  const settled: Record<string, unknown> = {};
  /** Wrong or missing, or dependent on such a one: nothing can be said of what hangs on them. */
  const doubtful = new Set<string>();
  for (const column of space.order) {
    const value = Object.hasOwn(configuration, column.name) ? (configuration as Untrusted)[column.name] : undefined;
    const message = judge(column, value, settled, doubtful);
    if (message !== undefined) violations.push({ path: [column.name], message });
  }
  for (const { clause, holds, names } of space.forbidden) {
    if (names.some((name) => doubtful.has(name)) || !holds(settled)) continue;
    violations.push({ path: [], message: `forbidden: ${describeClause(clause)}` });
  }
  return violations;
}

/** What is wrong with one value; puts it among the settled or the doubtful. */
function judge(
  column: Column,
  value: unknown,
  settled: Record<string, unknown>,
  doubtful: Set<string>,
): string | undefined {
  const { name, active } = column;
  if (column.parents.some((parent) => doubtful.has(parent))) {
    doubtful.add(name);
    return value === undefined || column.accepts(value) ? undefined : wrongValue(column, value);
  }
  if (active !== undefined && !active(settled)) {
    return value === undefined ? undefined : `the parameter "${name}" is inactive: it needs ${conditions(column)}`;
  }
  if (column.accepts(value)) {
    settled[name] = value;
    return undefined;
  }
  doubtful.add(name);
  if (value !== undefined) return wrongValue(column, value);
  return `the parameter "${name}" is missing${active === undefined ? '' : `: it is active when ${conditions(column)}`}`;
}

function conditions(column: Column): string {
  return column.conditions.map(describeClause).join(' and ');
}

function wrongValue({ parameter }: Column, value: unknown): string {
  switch (parameter.type) {
    case 'float':
      if (typeof value !== 'number' || !Number.isFinite(value)) return `expected a finite number, found ${show(value)}`;
      return outside(value, parameter.lower, parameter.upper);
    case 'integer':
      if (!Number.isInteger(value)) return `expected an integer, found ${show(value)}`;
      return outside(value as number, parameter.lower, parameter.upper);
    case 'ordinal':
      return unlisted(value, parameter.sequence, 'levels');
    case 'categorical':
      return unlisted(value, parameter.choices, 'choices');
    case 'constant':
      return `expected the constant ${show(parameter.value)}, found ${show(value)}`;
  }
}

function outside(value: number, lower: number, upper: number): string {
  return `${value} is ${value < lower ? 'below' : 'above'} the bounds [${lower}, ${upper}]`;
}

function unlisted(value: unknown, listed: readonly unknown[], kind: string): string {
  const simple = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const twin = simple ? listed.find((item) => String(item) === String(value)) : undefined;
  if (twin !== undefined) return `expected the ${typeof twin} ${show(twin)}, found the ${typeof value} ${show(value)}`;
  const word = typeof value === 'string' ? cut(value) : show(value);
  return `${show(value)} is not one of the ${kind}${didYouMean(word, listed.map(String))}`;
}
