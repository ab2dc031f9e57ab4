import { SuiteError } from '../core/errors.js';
import { readCondition, readForbidden } from './configspace-clauses.js';
import { fieldsOf, wrong, type Fields } from './configspace-fields.js';
import { readParameter } from './configspace-parameters.js';
import type { SpaceDefinition } from './parameter.js';
import { createSearchSpace } from './space.js';
import { show } from './words.js';

/** A space read from another tool's file. */
export interface ReadSpace {
  readonly name?: string;
  readonly definition: SpaceDefinition;
  /** What the file says and a definition cannot hold, one sentence each. */
  readonly notes: readonly string[];
}

const KNOWN = ['name', 'hyperparameters', 'conditions', 'forbiddens', 'python_module_version', 'meta'];
const VERSIONS = ['json_format_version', 'format_version'];

/**
 * Reads a parsed ConfigSpace JSON file of any generation: `json_format_version` 0.2 (ConfigSpace 0.4), 0.3 (0.5), 0.4 (0.6 and
 * 0.7) and `format_version` 0.4 (1.x). What a definition cannot hold exactly becomes a note, never a silent change: priors
 * that are not uniform are dropped, quantised numbers become ordinals of the same values. The input is left as it was.
 * @throws SuiteError of code 'user', its `key` the path inside the file, on what is wrong or cannot be represented.
 * @see ConfigSpace, `read_and_write/json.py` (0.4 to 0.7) and `read_and_write/dictionary.py` (1.x)
 */
export function readConfigSpace(json: unknown): ReadSpace {
  const file = fieldsOf(json, '');
  file.only([...KNOWN, ...VERSIONS]);
  checkVersion(file);
  const notes: string[] = [];
  if (file.has('meta')) notes.push('meta: the meta data of the space are dropped');
  const definition: SpaceDefinition = {
    parameters: file
      .list('hyperparameters')
      .map((item, index) => readParameter(fieldsOf(item, `hyperparameters[${index}]`), notes)),
    conditions: optional(file, 'conditions').map((item, index) =>
      readCondition(fieldsOf(item, `conditions[${index}]`)),
    ),
    forbidden: optional(file, 'forbiddens').map((item, index) => readForbidden(fieldsOf(item, `forbiddens[${index}]`))),
  };
  refuseNonsense(definition);
  return { ...(file.has('name') ? { name: file.text('name') } : {}), definition, notes };
}

function checkVersion(file: Fields): void {
  const [old, current] = VERSIONS.map((word) => file.get(word));
  if (old === undefined && current === undefined) {
    throw wrong(
      '',
      'neither "json_format_version" nor "format_version" is there',
      'Is this a ConfigSpace file? Files of ConfigSpace 0.4 to 1.x have one of the two.',
    );
  }
  if (old !== undefined && ![0.2, 0.3, 0.4].includes(Number(old))) {
    throw wrong('json_format_version', `unknown version ${show(old)} (known: 0.2, 0.3, 0.4)`);
  }
  if (current !== undefined && Number(current) !== 0.4) {
    throw wrong('format_version', `unknown version ${show(current)} (known: 0.4)`);
  }
}

function optional(file: Fields, word: string): readonly unknown[] {
  return file.has(word) ? file.list(word) : [];
}

/** The definition is compiled once, so that what is wrong with it is reported with the keys of the file. */
function refuseNonsense(definition: SpaceDefinition): void {
  try {
    createSearchSpace(definition);
  } catch (error) {
    if (!(error instanceof SuiteError) || error.code !== 'user') throw error;
    const key = (error.details.key ?? '')
      .replace(/^parameters/, 'hyperparameters')
      .replace(/^forbidden/, 'forbiddens')
      .replace(/^((?:conditions|forbiddens)\[\d+\]).*$/, '$1');
    throw new SuiteError('user', error.message, { ...error.details, key });
  }
}
