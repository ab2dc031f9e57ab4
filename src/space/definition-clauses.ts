import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import { sameSequence } from './clause.js';
import { createCodec } from './column.js';
import type { Clause, Parameter, Relation } from './parameter.js';
import { show } from './words.js';

type Parameters = ReadonlyMap<string, Parameter>;

const EQUALITIES = ['equals', 'notEquals', 'in'];
const ORDERS = ['less', 'lessEqual', 'greater', 'greaterEqual'];
const OPERATORS = [...EQUALITIES, ...ORDERS];
const RELATIONS = ['less', 'lessEqual', 'equal', 'greaterEqual', 'greater'];

/** @throws SuiteError of code 'user' when the clause, which is at `key`, names or compares what it cannot. */
export function checkWhen(clause: Clause, key: string, parameters: Parameters): void {
  const members = Object.entries(clause as Readonly<Record<string, unknown>>);
  const joint = members.find(([word]) => word === 'and' || word === 'or');
  if (joint === undefined) {
    checkLeaf(members, key, parameters);
    return;
  }
  const [word, parts] = joint;
  if (members.length > 1) throw refuse(key, `"${word}" stands alone in its clause`, 'Nest the other clause in it.');
  if (!Array.isArray(parts) || parts.length === 0) {
    throw refuse(`${key}.${word}`, `expected a list of clauses, found ${show(parts)}`, 'Give at least one clause.');
  }
  parts.forEach((part: Clause, index) => checkWhen(part, `${key}.${word}[${index}]`, parameters));
}

/** The same for a forbidden clause, which may also be a relation of two parameters. */
export function checkForbidden(clause: Clause | Relation, key: string, parameters: Parameters): void {
  if (!('relation' in clause)) {
    checkWhen(clause, key, parameters);
    return;
  }
  const left = named(clause.left, `${key}.left`, parameters);
  const right = named(clause.right, `${key}.right`, parameters);
  if (!RELATIONS.includes(clause.relation)) {
    const hint = didYouMean(clause.relation, RELATIONS);
    throw refuse(`${key}.relation`, `unknown relation "${clause.relation}"${hint}`, `Use ${RELATIONS.join(', ')}.`);
  }
  if (left === right) throw refuse(key, `"${left.name}" is compared with itself`, 'Name two parameters.');
  if (clause.relation === 'equal' || sameSequence(left, right) || (isNumeric(left) && isNumeric(right))) return;
  throw refuse(
    key,
    `"${left.name}" and "${right.name}" have no common order`,
    'Compare two numeric parameters or two ordinals of the same sequence.',
  );
}

function checkLeaf(members: readonly (readonly [string, unknown])[], key: string, parameters: Parameters): void {
  const unknown = members.find(([word]) => word !== 'parameter' && !OPERATORS.includes(word));
  if (unknown !== undefined) {
    const hint = didYouMean(unknown[0], ['parameter', 'and', 'or', ...OPERATORS]);
    throw refuse(`${key}.${unknown[0]}`, `unknown key "${unknown[0]}"${hint}`, 'Use a word that clauses know.');
  }
  const parameter = named(members.find(([word]) => word === 'parameter')?.[1], `${key}.parameter`, parameters);
  const operators = members.filter(([word]) => OPERATORS.includes(word));
  const operator = operators[0];
  if (operator === undefined || operators.length > 1) {
    const found = operators.map(([word]) => word).join(', ');
    throw refuse(
      key,
      `a clause says one thing of its parameter, found ${found === '' ? 'nothing' : found}`,
      `Write one of ${OPERATORS.join(', ')}, and join clauses with "and".`,
    );
  }
  checkOperand(parameter, operator, key);
}

function checkOperand(parameter: Parameter, [operator, operand]: readonly [string, unknown], key: string): void {
  const at = `${key}.${operator}`;
  if (ORDERS.includes(operator) && (parameter.type === 'categorical' || parameter.type === 'constant')) {
    throw refuse(at, `the ${parameter.type} "${parameter.name}" has no order`, 'Use equals, notEquals or in.');
  }
  if (operator === 'in' && (!Array.isArray(operand) || operand.length === 0)) {
    throw refuse(at, `expected a list of values, found ${show(operand)}`, 'Give at least one value.');
  }
  const codec = createCodec(parameter);
  (operator === 'in' ? (operand as readonly unknown[]) : [operand]).forEach((value, index) => {
    if (codec.accepts(value)) return;
    throw refuse(
      operator === 'in' ? `${at}[${index}]` : at,
      `"${parameter.name}" cannot take the value ${show(value)}`,
      'Compare with a value that the parameter can take.',
    );
  });
}

function named(name: unknown, key: string, parameters: Parameters): Parameter {
  const found = typeof name === 'string' ? parameters.get(name) : undefined;
  if (found !== undefined) return found;
  const hint = typeof name === 'string' ? didYouMean(name, [...parameters.keys()]) : '';
  throw refuse(key, `${show(name)} is not a parameter${hint}`, 'Name a parameter of this space.');
}

function isNumeric(parameter: Parameter): boolean {
  switch (parameter.type) {
    case 'float':
    case 'integer':
      return true;
    case 'ordinal':
      return parameter.sequence.every((value) => typeof value === 'number');
    case 'categorical':
      return parameter.choices.every((value) => typeof value === 'number');
    case 'constant':
      return typeof parameter.value === 'number';
  }
}

function refuse(key: string, message: string, mend: string): Error {
  return userError(message, { key, mend });
}
