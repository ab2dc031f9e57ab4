import type { Value } from '../core/types.js';
import type { Clause, Relation } from './parameter.js';

const SIGNS = { less: '<', lessEqual: '<=', equal: '=', greaterEqual: '>=', greater: '>' } as const;
const LONGEST = 60;

/** A clause or relation in words, for messages: `kernel is "rbf" and degree > 2`. */
export function describeClause(clause: Clause | Relation): string {
  if ('relation' in clause) return `${clause.left} ${SIGNS[clause.relation]} ${clause.right}`;
  if ('and' in clause) return clause.and.map(inner).join(' and ');
  if ('or' in clause) return clause.or.map(inner).join(' or ');
  if ('equals' in clause) return `${clause.parameter} is ${show(clause.equals)}`;
  if ('notEquals' in clause) return `${clause.parameter} is not ${show(clause.notEquals)}`;
  if ('in' in clause) return `${clause.parameter} is one of ${showList(clause.in)}`;
  if ('less' in clause) return `${clause.parameter} < ${show(clause.less)}`;
  if ('lessEqual' in clause) return `${clause.parameter} <= ${show(clause.lessEqual)}`;
  if ('greater' in clause) return `${clause.parameter} > ${show(clause.greater)}`;
  return `${clause.parameter} >= ${show(clause.greaterEqual)}`;
}

function inner(clause: Clause): string {
  return 'and' in clause || 'or' in clause ? `(${describeClause(clause)})` : describeClause(clause);
}

function showList(values: readonly Value[]): string {
  const shown = values.slice(0, 10).map(show).join(', ');
  return values.length > 10 ? `${shown}, ...` : shown;
}

/** Any value as a short text; strings in quotation marks. Never throws, whatever it is given. */
export function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(cut(value));
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined || value === null) {
    return String(value);
  }
  if (typeof value === 'bigint') return cut(`${value.toString()}n`);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Bounded, so that a hostile value cannot fill a log nor slow the search for near words. */
export function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text;
}
