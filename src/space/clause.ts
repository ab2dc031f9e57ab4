import type { Clause, Parameter, Relation } from './parameter.js';

/** Values by name; an absent parameter is inactive. */
export type Values = Readonly<Record<string, unknown>>;
export type Holds = (values: Values) => boolean;
type Order = 'less' | 'lessEqual' | 'greater' | 'greaterEqual';
type Read = (value: unknown) => number;

const COMPARE: Readonly<Record<Order, (a: number, b: number) => boolean>> = {
  less: (a, b) => a < b,
  lessEqual: (a, b) => a <= b,
  greater: (a, b) => a > b,
  greaterEqual: (a, b) => a >= b,
};

/** A checked clause or relation as a predicate: false where a parameter it speaks of is absent. */
export function compileClause(clause: Clause | Relation, parameters: ReadonlyMap<string, Parameter>): Holds {
  if ('relation' in clause) return relation(clause, parameters);
  if ('and' in clause) {
    const parts = clause.and.map((part) => compileClause(part, parameters));
    return (values) => {
      for (let i = 0; i < parts.length; i++) if (!(parts[i] as Holds)(values)) return false;
      return true;
    };
  }
  if ('or' in clause) {
    const parts = clause.or.map((part) => compileClause(part, parameters));
    return (values) => {
      for (let i = 0; i < parts.length; i++) if ((parts[i] as Holds)(values)) return true;
      return false;
    };
  }
  const name = clause.parameter;
  if ('equals' in clause) {
    const wanted = clause.equals;
    return (values) => values[name] === wanted;
  }
  if ('notEquals' in clause) {
    const unwanted = clause.notEquals;
    return (values) => values[name] !== undefined && values[name] !== unwanted;
  }
  if ('in' in clause) {
    const wanted = new Set<unknown>(clause.in);
    return (values) => wanted.has(values[name]);
  }
  return comparison(clause, parameters.get(name));
}

/** The names a clause speaks of. */
export function namesOf(clause: Clause | Relation): string[] {
  if ('relation' in clause) return [clause.left, clause.right];
  if ('and' in clause) return clause.and.flatMap(namesOf);
  if ('or' in clause) return clause.or.flatMap(namesOf);
  return [clause.parameter];
}

/** Two ordinals of one sequence compare by rank. */
export function sameSequence(a: Parameter | undefined, b: Parameter | undefined): boolean {
  if (a?.type !== 'ordinal' || b?.type !== 'ordinal') return false;
  return a.sequence.length === b.sequence.length && a.sequence.every((value, index) => value === b.sequence[index]);
}

function comparison(clause: Exclude<Clause, { and: unknown } | { or: unknown }>, parameter?: Parameter): Holds {
  const name = clause.parameter;
  const read = parameter?.type === 'ordinal' ? rankIn(parameter.sequence) : asNumber;
  for (const order of Object.keys(COMPARE) as Order[]) {
    if (!(order in clause)) continue;
    const bound = read((clause as unknown as Values)[order]);
    const compare = COMPARE[order];
    return (values) => compare(read(values[name]), bound);
  }
  return () => false;
}

function relation({ left, relation, right }: Relation, parameters: ReadonlyMap<string, Parameter>): Holds {
  if (relation === 'equal') return (values) => values[left] !== undefined && values[left] === values[right];
  const [a, b] = [parameters.get(left), parameters.get(right)];
  const read = a?.type === 'ordinal' && sameSequence(a, b) ? rankIn(a.sequence) : asNumber;
  const compare = COMPARE[relation];
  return (values) => compare(read(values[left]), read(values[right]));
}

/** NaN, which compares false with everything, for what is absent. */
const asNumber: Read = (value) => (typeof value === 'number' ? value : NaN);

function rankIn(sequence: readonly unknown[]): Read {
  const ranks = new Map(sequence.map((value, index) => [value, index]));
  return (value) => ranks.get(value) ?? NaN;
}
