import { didYouMean } from '../core/schema.js';
import { wrong, type Fields, fieldsOf } from './configspace-fields.js';
import type { Clause, Condition, Relation } from './parameter.js';

const CONDITIONS = ['EQ', 'NEQ', 'LT', 'GT', 'IN', 'AND', 'OR'];
const ORDERS = { LT: 'less', LE: 'lessEqual', GT: 'greater', GE: 'greaterEqual' } as const;
const RELATIONS: Readonly<Record<string, Relation['relation']>> = {
  ...ORDERS,
  EQ: 'equal',
  // ConfigSpace 0.6 and 0.7, under the key "lambda".
  LESS: 'less',
  EQUALS: 'equal',
  GREATER: 'greater',
};

export function readCondition(fields: Fields): Condition {
  const child = fields.text('child');
  return { child, when: when(fields, child) };
}

function when(fields: Fields, child: string): Clause {
  const type = fields.text('type');
  if (fields.text('child') !== child) {
    throw wrong(`${fields.key}.child`, `a part of the condition on "${child}" speaks of another child`);
  }
  if (type === 'AND' || type === 'OR') {
    fields.only(['type', 'child', 'conditions']);
    return joint(
      type,
      partsOf(fields, 'conditions', (part) => when(part, child)),
    );
  }
  if (!CONDITIONS.includes(type)) {
    throw wrong(`${fields.key}.type`, `unknown condition "${type}"${didYouMean(type, CONDITIONS)}`);
  }
  fields.only(['type', 'child', 'parent', type === 'IN' ? 'values' : 'value']);
  const parameter = fields.text('parent');
  if (type === 'IN') return { parameter, in: fields.values('values') };
  if (type === 'EQ') return { parameter, equals: fields.value('value') };
  if (type === 'NEQ') return { parameter, notEquals: fields.value('value') };
  return ordered(parameter, ORDERS[type as 'LT' | 'GT'], fields);
}

export function readForbidden(fields: Fields): Clause | Relation {
  const type = fields.text('type');
  if (!type.startsWith('RELATION')) return forbiddenClause(fields);
  fields.only(['type', 'left', 'right', ...(type === 'RELATION' ? ['lambda', 'callable'] : [])]);
  const word = type === 'RELATION' ? fields.text('lambda') : type.slice('RELATION_'.length);
  const relation = Object.hasOwn(RELATIONS, word) ? RELATIONS[word] : undefined;
  if (relation !== undefined) return { left: fields.text('left'), relation, right: fields.text('right') };
  const mend = 'Write a relation that is a Python function as forbidden clauses.';
  throw wrong(`${fields.key}.${type === 'RELATION' ? 'lambda' : 'type'}`, `unknown relation "${word}"`, mend);
}

function forbiddenClause(fields: Fields): Clause {
  const type = fields.text('type');
  if (type === 'AND' || type === 'OR') {
    // Old files repeat the name of the first parameter here.
    fields.only(['type', 'name', 'clauses']);
    return joint(type, partsOf(fields, 'clauses', forbiddenClause));
  }
  if (type.startsWith('RELATION')) {
    const mend = 'Split the forbidden clause, or compare with values.';
    throw wrong(`${fields.key}.type`, 'a relation cannot be a part of a conjunction here', mend);
  }
  const order = /^CLAUSE_(LT|LE|GT|GE)$/.exec(type)?.[1];
  if (order === undefined && type !== 'EQUALS' && type !== 'IN') {
    throw wrong(`${fields.key}.type`, `unknown forbidden clause "${type}"`);
  }
  fields.only(['type', 'name', type === 'IN' ? 'values' : 'value']);
  const parameter = fields.text('name');
  if (type === 'IN') return { parameter, in: fields.values('values') };
  if (order === undefined) return { parameter, equals: fields.value('value') };
  return ordered(parameter, ORDERS[order as keyof typeof ORDERS], fields);
}

function partsOf(fields: Fields, word: string, read: (part: Fields) => Clause): readonly Clause[] {
  return fields.list(word).map((part, index) => read(fieldsOf(part, `${fields.key}.${word}[${index}]`)));
}

function joint(type: 'AND' | 'OR', parts: readonly Clause[]): Clause {
  return type === 'AND' ? { and: parts } : { or: parts };
}

/** Whether the value suits the parameter is found out when the space is compiled. */
function ordered(parameter: string, order: (typeof ORDERS)[keyof typeof ORDERS], fields: Fields): Clause {
  const value = fields.value('value') as number | string;
  switch (order) {
    case 'less':
      return { parameter, less: value };
    case 'lessEqual':
      return { parameter, lessEqual: value };
    case 'greater':
      return { parameter, greater: value };
    case 'greaterEqual':
      return { parameter, greaterEqual: value };
  }
}
