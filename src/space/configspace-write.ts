import { userError } from '../core/errors.js';
import type { JsonObject, Value } from '../core/types.js';
import { compileSpace, type Column } from './compile.js';
import type { Clause, Condition, Relation, SpaceDefinition } from './parameter.js';
import { createSearchSpace } from './space.js';
import { describeClause } from './words.js';

const RELATIONS = { less: 'LT', lessEqual: 'LE', equal: 'EQ', greaterEqual: 'GE', greater: 'GT' } as const;

/**
 * The space as ConfigSpace 1.x writes it (`format_version` 0.4): every default there, `weights` and `meta` null where unset.
 * Several conditions of one child become an AND.
 * @throws SuiteError of code 'user', its `key` the path inside the definition, on what 1.x has no words for.
 */
export function writeConfigSpace(definition: SpaceDefinition, name: string): JsonObject {
  createSearchSpace(definition);
  return {
    name,
    hyperparameters: compileSpace(definition).columns.map(hyperparameter),
    conditions: conditions(definition.conditions ?? []),
    forbiddens: (definition.forbidden ?? []).map((clause, index) => forbidden(clause, `forbidden[${index}]`)),
    // The version that the module of ConfigSpace 1.2 states.
    python_module_version: '1.2.0',
    format_version: 0.4,
  };
}

function hyperparameter({ parameter, fallback }: Column, index: number): JsonObject {
  const { name } = parameter;
  const end = { default_value: fallback, meta: null };
  switch (parameter.type) {
    case 'float':
    case 'integer': {
      const type = parameter.type === 'float' ? 'uniform_float' : 'uniform_int';
      return { type, name, lower: parameter.lower, upper: parameter.upper, log: parameter.log ?? false, ...end };
    }
    case 'ordinal':
      return { type: 'ordinal', name, sequence: parameter.sequence, ...end };
    case 'categorical':
      refusePythonTwins(parameter.choices, `parameters[${index}].choices`);
      return { type: 'categorical', name, choices: parameter.choices, weights: parameter.weights ?? null, ...end };
    case 'constant':
      return { type: 'constant', name, value: parameter.value, meta: null };
  }
}

/** Python holds that 1 == True and 0 == False. */
function refusePythonTwins(choices: readonly Value[], key: string): void {
  const twin = choices.find((choice) => typeof choice === 'boolean' && choices.includes(Number(choice)));
  if (twin === undefined) return;
  throw userError(`ConfigSpace cannot tell ${String(twin)} from ${Number(twin)}`, {
    key,
    mend: 'Write the choices as texts.',
  });
}

function conditions(all: readonly Condition[]): JsonObject[] {
  const children = [...new Set(all.map(({ child }) => child))];
  return children.map((child) => {
    const parts = all.flatMap((condition, index) =>
      condition.child === child ? [clauseOf(condition.when, child, `conditions[${index}].when`)] : [],
    );
    return parts.length === 1 ? (parts[0] as JsonObject) : { type: 'AND', child, conditions: parts };
  });
}

function clauseOf(clause: Clause, child: string, key: string): JsonObject {
  if ('and' in clause || 'or' in clause) {
    const [type, word, parts] = 'and' in clause ? ['AND', 'and', clause.and] : ['OR', 'or', clause.or];
    return { type, child, conditions: parts.map((part, index) => clauseOf(part, child, `${key}.${word}[${index}]`)) };
  }
  const parent = clause.parameter;
  if ('equals' in clause) return { type: 'EQ', child, parent, value: clause.equals };
  if ('notEquals' in clause) return { type: 'NEQ', child, parent, value: clause.notEquals };
  if ('in' in clause) return { type: 'IN', child, parent, values: clause.in };
  if ('less' in clause) return { type: 'LT', child, parent, value: clause.less };
  if ('greater' in clause) return { type: 'GT', child, parent, value: clause.greater };
  const strict = 'lessEqual' in clause ? 'less' : 'greater';
  throw userError(`ConfigSpace has no condition "${describeClause(clause)}"`, {
    key,
    mend: `Write it as { or: [{ ${strict} }, { equals }] }.`,
  });
}

function forbidden(clause: Clause | Relation, key: string): JsonObject {
  if ('relation' in clause) {
    return { type: `RELATION_${RELATIONS[clause.relation]}`, left: clause.left, right: clause.right };
  }
  if ('and' in clause || 'or' in clause) {
    const [type, word, parts] = 'and' in clause ? ['AND', 'and', clause.and] : ['OR', 'or', clause.or];
    return { type, clauses: parts.map((part, index) => forbidden(part, `${key}.${word}[${index}]`)) };
  }
  const name = clause.parameter;
  if ('equals' in clause) return { type: 'EQUALS', name, value: clause.equals };
  if ('in' in clause) return { type: 'IN', name, values: clause.in };
  if ('less' in clause) return { type: 'CLAUSE_LT', name, value: clause.less };
  if ('lessEqual' in clause) return { type: 'CLAUSE_LE', name, value: clause.lessEqual };
  if ('greater' in clause) return { type: 'CLAUSE_GT', name, value: clause.greater };
  if ('greaterEqual' in clause) return { type: 'CLAUSE_GE', name, value: clause.greaterEqual };
  throw userError(`ConfigSpace cannot forbid "${describeClause(clause)}"`, {
    key,
    mend: 'List the forbidden values with `in`, or use less and greater.',
  });
}
