import { userError } from '../core/errors.js';
import { didYouMean } from '../core/schema.js';
import { checkForbidden, checkWhen } from './definition-clauses.js';
import { checkParameter } from './definition-parameters.js';
import { parentsFirst } from './order.js';
import type { Parameter, SpaceDefinition } from './parameter.js';
import { show } from './words.js';

/**
 * Refuses contradictory and senseless definitions, the forbidden configuration of defaults excepted (it takes a compiled space).
 * @throws SuiteError of code 'user', its `key` the path inside the definition.
 */
export function checkDefinition(definition: SpaceDefinition): void {
  const parameters = new Map<string, Parameter>();
  definition.parameters.forEach((parameter, index) => {
    const key = `parameters[${index}]`;
    checkName(parameter.name, key, parameters);
    checkParameter(parameter, key);
    parameters.set(parameter.name, parameter);
  });
  (definition.conditions ?? []).forEach(({ child, when }, index) => {
    const key = `conditions[${index}]`;
    if (!parameters.has(child)) {
      throw userError(`the child "${child}" is not a parameter${didYouMean(child, [...parameters.keys()])}`, {
        key: `${key}.child`,
        mend: 'Name a parameter of this space.',
      });
    }
    checkWhen(when, `${key}.when`, parameters);
  });
  (definition.forbidden ?? []).forEach((clause, index) => checkForbidden(clause, `forbidden[${index}]`, parameters));
  parentsFirst(definition);
}

function checkName(name: unknown, key: string, parameters: ReadonlyMap<string, Parameter>): void {
  const refuse = (message: string, mend: string): Error => userError(message, { key: `${key}.name`, mend });
  if (typeof name !== 'string' || name === '') {
    throw refuse(`a parameter's name is a text of at least one letter, found ${show(name)}`, 'Give it a name.');
  }
  // Configurations are plain objects: these names would read what every object inherits.
  if (name in {}) throw refuse(`the name "${name}" has a meaning of its own in JavaScript`, 'Choose another name.');
  if (parameters.has(name)) throw refuse(`two parameters are called "${name}"`, 'Rename one of them.');
}
