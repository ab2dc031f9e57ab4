import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import type { Value } from '../core/types.js';
import { createCodec } from './column.js';
import type { CategoricalParameter, FloatParameter, IntegerParameter, Parameter } from './parameter.js';
import { show } from './words.js';

/** Beyond these an integer's unit code no longer tells it from its neighbours. */
const MOST_INTEGERS = 2 ** 50;
const LARGEST_LOG_INTEGER = 2 ** 40;
const TYPES = ['float', 'integer', 'ordinal', 'categorical', 'constant'];

/** @throws SuiteError of code 'user' when the parameter, which is at `key`, makes no sense. */
export function checkParameter(parameter: Parameter, key: string): void {
  switch (parameter.type) {
    case 'float':
      checkBounds(parameter, key);
      checkFloatRange(parameter, key);
      break;
    case 'integer':
      checkBounds(parameter, key);
      checkIntegerRange(parameter, key);
      break;
    case 'ordinal':
      checkList(parameter.sequence, `${key}.sequence`, 'level');
      break;
    case 'categorical':
      checkList(parameter.choices, `${key}.choices`, 'choice');
      checkWeights(parameter, `${key}.weights`);
      break;
    case 'constant':
      checkValue(parameter.value, `${key}.value`);
      return;
    default: {
      const type = String((parameter as { type: unknown }).type);
      throw refuse(`${key}.type`, `unknown type "${type}"${didYouMean(type, TYPES)}`, `Use ${TYPES.join(', ')}.`);
    }
  }
  if (parameter.default !== undefined) checkDefault(parameter, parameter.default, `${key}.default`);
}

function checkBounds({ type, lower, upper, log }: FloatParameter | IntegerParameter, key: string): void {
  const wanted = type === 'float' ? 'a finite number' : 'an integer';
  const right = type === 'float' ? Number.isFinite : Number.isSafeInteger;
  for (const [word, bound] of Object.entries({ lower, upper })) {
    if (!right(bound)) {
      throw refuse(`${key}.${word}`, `expected ${wanted}, found ${show(bound)}`, `Give ${wanted} as the bound.`);
    }
  }
  if (lower === upper) {
    throw refuse(
      `${key}.lower`,
      `lower and upper are both ${lower}`,
      `Use { type: constant, value: ${lower} }, which takes no dimension.`,
    );
  }
  if (lower > upper) throw refuse(`${key}.lower`, `lower ${lower} is above upper ${upper}`, 'Swap the bounds.');
  if (log === true && lower <= 0) {
    throw refuse(`${key}.lower`, `log needs lower > 0, found ${lower}`, 'Raise lower above 0, or leave log out.');
  }
}

function checkFloatRange({ lower, upper, log }: FloatParameter, key: string): void {
  const range = log === true ? Math.log(upper / lower) : upper - lower;
  if (Number.isFinite(range)) return;
  throw refuse(
    `${key}.upper`,
    `the range from ${lower} to ${upper} is too wide for double precision`,
    'Bring the bounds nearer to what the objective can tell apart.',
  );
}

function checkIntegerRange({ lower, upper, log }: IntegerParameter, key: string): void {
  if (upper - lower >= MOST_INTEGERS) {
    throw refuse(`${key}.upper`, `an integer has fewer than 2^50 values, found ${upper - lower + 1}`, 'Use a float.');
  }
  if (log === true && upper > LARGEST_LOG_INTEGER) {
    throw refuse(`${key}.upper`, `a log integer goes up to 2^40, found ${upper}`, 'Use a log float.');
  }
}

function checkList(values: readonly Value[], key: string, kind: string): void {
  if (!Array.isArray(values) || values.length === 0) {
    throw refuse(key, `expected a list of at least one ${kind}, found ${show(values)}`, `Give at least one ${kind}.`);
  }
  const seen = new Set<unknown>();
  values.forEach((value: unknown, index) => {
    checkValue(value, `${key}[${index}]`);
    if (seen.has(value)) throw refuse(`${key}[${index}]`, `the ${kind} ${show(value)} is there twice`, 'Remove one.');
    seen.add(value);
  });
}

function checkValue(value: unknown, key: string): void {
  const kind = typeof value;
  if (kind === 'string' || kind === 'boolean' || (kind === 'number' && Number.isFinite(value))) return;
  throw refuse(key, `expected a text, a finite number, true or false, found ${show(value)}`, 'Write one of these.');
}

function checkWeights({ choices, weights }: CategoricalParameter, key: string): void {
  if (weights === undefined) return;
  if (weights.length !== choices.length) {
    const mend = 'Give one weight to each choice, in the same order.';
    throw refuse(key, `${choices.length} choices have ${weights.length} weights`, mend);
  }
  weights.forEach((weight, index) => {
    if (Number.isFinite(weight) && weight > 0) return;
    const mend = 'Remove a choice that is never to be drawn.';
    throw refuse(`${key}[${index}]`, `a weight is a finite number > 0, found ${show(weight)}`, mend);
  });
}

function checkDefault(parameter: Exclude<Parameter, { type: 'constant' }>, value: Value, key: string): void {
  if (createCodec(parameter).accepts(value)) return;
  const what =
    parameter.type === 'float' || parameter.type === 'integer'
      ? `is not ${parameter.type === 'float' ? 'a number' : 'an integer'} in [${parameter.lower}, ${parameter.upper}]`
      : `is not one of the ${parameter.type === 'ordinal' ? 'levels' : 'choices'}`;
  throw refuse(key, `the default ${show(value)} ${what}`, 'Choose a default that the parameter can take.');
}

function refuse(key: string, message: string, mend: string): Error {
  return userError(message, { key, mend });
}
