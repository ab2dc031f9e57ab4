import type { Value } from '../core/types.js';
import { wrong, type Fields } from './configspace-fields.js';
import type { CategoricalParameter, Parameter } from './parameter.js';

/** A quantised number with more levels than this is refused. */
const MOST_LEVELS = 10_000;

const COMMON = ['name', 'type', 'meta', 'default', 'default_value'];
const NUMERIC = [...COMMON, 'lower', 'upper', 'log', 'q'];
const KEYS: Readonly<Record<string, readonly string[]>> = {
  uniform: NUMERIC,
  normal: [...NUMERIC, 'mu', 'sigma'],
  beta: [...NUMERIC, 'alpha', 'beta'],
  categorical: [...COMMON, 'choices', 'weights', 'probabilities'],
  ordinal: [...COMMON, 'sequence'],
  constant: [...COMMON, 'value'],
};

interface Numbers {
  readonly lower: number;
  readonly upper: number;
  readonly log: boolean;
}

/** Reads one hyperparameter of any generation; what is dropped is noted. */
export function readParameter(fields: Fields, notes: string[]): Parameter {
  const [, prior = '', kind] = /^(uniform|normal|beta)_(float|int)$/.exec(fields.text('type')) ?? [];
  const parameter = kind === undefined ? listed(fields, notes) : numeric(fields, prior, kind === 'int', notes);
  if (fields.has('meta')) notes.push(`${fields.key}: the meta data of "${parameter.name}" are dropped`);
  return parameter;
}

function numeric(fields: Fields, prior: string, integer: boolean, notes: string[]): Parameter {
  fields.only(KEYS[prior] as readonly string[]);
  const name = fields.text('name');
  if (prior !== 'uniform') {
    if (!fields.has('lower') || !fields.has('upper')) {
      throw wrong(fields.key, `the ${prior} prior of "${name}" has no bounds`, 'Give it lower and upper.');
    }
    notes.push(`${fields.key}: the ${prior} prior of "${name}" is dropped, it is drawn uniformly`);
  }
  const numbers = { lower: fields.number('lower'), upper: fields.number('upper'), log: fields.flag('log') };
  if (fields.has('q') && !(integer && fields.get('q') === 1)) return quantised(fields, numbers, notes);
  const { lower, upper, log } = numbers;
  const rest = { ...(log ? { log } : {}), ...(defaultOf(fields, notes) as { default?: number }) };
  return { name, type: integer ? 'integer' : 'float', lower, upper, ...rest };
}

/** The same values as an ordinal: lower, lower + q, ..., upper. */
function quantised(fields: Fields, { lower, upper, log }: Numbers, notes: string[]): Parameter {
  const [name, q] = [fields.text('name'), fields.number('q')];
  const steps = Math.round((upper - lower) / q);
  if (!(q > 0 && steps >= 1 && Math.abs((upper - lower) / q - steps) <= 1e-9 * steps)) {
    throw wrong(`${fields.key}.q`, `q = ${q} does not divide the range from ${lower} to ${upper}`);
  }
  if (steps >= MOST_LEVELS) {
    const message = `"${name}" is quantised to ${steps + 1} levels, more than ${MOST_LEVELS}`;
    throw wrong(`${fields.key}.q`, message, 'Remove q from the file if any value in the range will do.');
  }
  // 15 digits take away the rounding error of the sum: 0.1 + 2 * 0.1 is 0.3.
  const sequence = Array.from({ length: steps + 1 }, (_, step) =>
    step === steps ? upper : Number((lower + step * q).toPrecision(15)),
  );
  const drawn = `${log ? 'the log is dropped, its' : 'its'} levels are drawn with equal probability`;
  notes.push(`${fields.key}: "${name}" with q = ${q} becomes an ordinal of ${steps + 1} levels; ${drawn}`);
  const { default: declared } = defaultOf(fields, notes) as { default?: number };
  if (declared === undefined) return { name, type: 'ordinal', sequence };
  const level = sequence[Math.round((declared - lower) / q)];
  const near = level !== undefined && Math.abs(level - declared) <= 1e-9 * q;
  return { name, type: 'ordinal', sequence, default: near ? level : declared };
}

function listed(fields: Fields, notes: string[]): Parameter {
  const type = fields.text('type') === 'unparametrized' ? 'constant' : fields.text('type');
  const known = Object.hasOwn(KEYS, type) ? KEYS[type] : undefined;
  if (known === undefined) throw wrong(`${fields.key}.type`, `unknown type of hyperparameter "${type}"`);
  fields.only(known);
  const name = fields.text('name');
  if (type === 'constant') return { name, type, value: fields.value('value') };
  if (type === 'ordinal') {
    const sequence = fields.values('sequence') as readonly (number | string)[];
    return { name, type, sequence, ...(defaultOf(fields, notes) as { default?: number | string }) };
  }
  const choices = fields.values('choices');
  return { name, type: 'categorical', choices, ...weightsOf(fields), ...defaultOf(fields, notes) };
}

/** Old files write equal probabilities where nothing was declared. */
function weightsOf(fields: Fields): Pick<CategoricalParameter, 'weights'> {
  if (fields.has('weights')) return { weights: fields.values('weights') as readonly number[] };
  if (!fields.has('probabilities')) return {};
  const weights = fields.values('probabilities') as readonly number[];
  return weights.every((weight) => weight === weights[0]) ? {} : { weights };
}

/** Whether it suits the parameter is found out when the space is compiled. */
function defaultOf(fields: Fields, notes: string[]): { readonly default?: Value } {
  const word = ['default_value', 'default'].find((word) => fields.has(word));
  if (word !== undefined) return { default: fields.value(word) };
  notes.push(`${fields.key}: "${fields.text('name')}" has no default, the middle is taken`);
  return {};
}
