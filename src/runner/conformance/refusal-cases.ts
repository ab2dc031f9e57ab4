import { createRng } from '../../core/rng.js';
import type { Configuration, Fidelity } from '../../core/types.js';
import type { ApplicationError, EvaluateParams } from '../../protocol/benchmark.js';
import type { FidelityParameter } from '../../fidelity/space.js';
import type { Parameter } from '../../space/parameter.js';
import type { Instance } from './instance.js';

/** A question that must be refused, and how. */
export interface RefusalCase {
  readonly what: string;
  readonly code: ApplicationError;
  readonly params: EvaluateParams;
}

/** All that can be asked wrongly of an instance, made from a legal question. */
export function refusalCases(instance: Instance, legal: EvaluateParams): readonly RefusalCase[] {
  return [
    ...wrongConfigurations(instance, legal),
    ...wrongFidelities(instance, legal),
    {
      what: 'an unknown instance',
      code: 'unknown-instance',
      params: { ...legal, instance: unusedName(instance.name) },
    },
  ];
}

type Untrusted = Readonly<Record<string, unknown>>;

function wrongConfigurations({ space }: Instance, legal: EvaluateParams): readonly RefusalCase[] {
  const { configuration } = legal;
  const active = space.parameters.filter(({ name }) => name in configuration);
  const first = active[0];
  const candidates: (readonly [string, Untrusted | undefined])[] = [
    ['an unknown parameter', { ...configuration, [unusedName(Object.keys(configuration).join('_'))]: 1 }],
    ['a missing parameter', first && without(configuration, first.name)],
    ...active
      .slice(0, 3)
      .map(
        (each) => [`a value of ${each.name} out of bounds`, { ...configuration, [each.name]: beyond(each) }] as const,
      ),
    ['a value of the wrong type', first && { ...configuration, [first.name]: wrongType(first) }],
    ['an inactive parameter', withInactive(space)],
    ['a forbidden configuration', forbidden(space)],
  ];
  return candidates.flatMap(([what, wrong]) => {
    // Our own judgement first: what is legal after all must not be refused.
    if (wrong === undefined || space.check(wrong).length === 0) return [];
    const params = { ...legal, configuration: wrong as Configuration };
    return [{ what, code: 'invalid-configuration' as const, params }];
  });
}

function wrongFidelities({ descriptor, fidelities }: Instance, legal: EvaluateParams): readonly RefusalCase[] {
  const { fidelity } = legal;
  const candidates: (readonly [string, Untrusted])[] = [
    ['an unknown fidelity', { ...fidelity, [unusedName(Object.keys(fidelity).join('_'))]: 1 }],
    ...descriptor.fidelities.flatMap(({ name, ...axis }): (readonly [string, Untrusted])[] => [
      [`a missing fidelity ${name}`, without(fidelity, name)],
      [`a fidelity ${name} above the highest level`, { ...fidelity, [name]: axis.upper * 2 + 1 }],
      [`a fidelity ${name} below the lowest level`, { ...fidelity, [name]: axis.lower / 2 }],
      [`a fidelity ${name} between two levels`, { ...fidelity, [name]: between(axis) }],
      [`a fidelity ${name} that is a word`, { ...fidelity, [name]: 'high' }],
    ]),
  ];
  return candidates
    .filter(([, wrong]) => fidelities.check(wrong).length > 0)
    .map(([what, wrong]) => ({
      what,
      code: 'invalid-fidelity' as const,
      params: { ...legal, fidelity: wrong as Fidelity },
    }));
}

function unusedName(names: string): string {
  return `no_${names.slice(0, 40)}`;
}

function without(values: Untrusted, name: string): Untrusted {
  return Object.fromEntries(Object.entries(values).filter(([key]) => key !== name));
}

function beyond(parameter: Parameter): unknown {
  if (parameter.type === 'float' || parameter.type === 'integer') {
    return parameter.upper + Math.max(1, parameter.upper - parameter.lower);
  }
  const listed =
    parameter.type === 'ordinal'
      ? parameter.sequence
      : parameter.type === 'categorical'
        ? parameter.choices
        : [parameter.value];
  const numbers = listed.filter((value) => typeof value === 'number');
  return numbers.length === listed.length ? Math.max(...numbers) + 1 : 'no_such_choice';
}

function wrongType(parameter: Parameter): unknown {
  const numeric = parameter.type === 'float' || parameter.type === 'integer';
  return numeric ? String(parameter.lower) : 0.123456789;
}

function between({ lower, upper, levels, type }: Omit<FidelityParameter, 'name'>): number {
  const middle = ((levels?.[0] ?? lower) + (levels?.[1] ?? upper)) / 2;
  return type === 'integer' ? Math.floor(middle) + 0.5 : middle;
}

/** Draws until a clause has shown itself. */
const TRIES = 2000;

/** A legal configuration with a parameter that it has switched off. */
function withInactive(space: Instance['space']): Untrusted | undefined {
  const rng = createRng('conformance', 'inactive');
  const seen: Record<string, unknown> = {};
  for (let i = 0; i < TRIES; i++) {
    const configuration = space.sample(rng);
    const off = space.parameters.find(({ name }) => !(name in configuration) && name in seen);
    if (off !== undefined) return { ...configuration, [off.name]: seen[off.name] };
    Object.assign(seen, configuration);
    if (i === 0 && (space.definition.conditions ?? []).length === 0) return undefined;
  }
  return undefined;
}

/** A configuration that is complete and within bounds, and forbidden. */
function forbidden(space: Instance['space']): Untrusted | undefined {
  if ((space.definition.forbidden ?? []).length === 0) return undefined;
  const rng = createRng('conformance', 'forbidden');
  for (let i = 0; i < TRIES; i++) {
    const configuration = space.decode(Array.from({ length: space.dimensions }, () => rng.float()));
    if (space.check(configuration).length > 0) return configuration;
  }
  return undefined;
}
