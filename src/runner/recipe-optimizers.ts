import { compileSchema, didYouMean } from '../core/schema.js';
import type { JsonObject } from '../core/types.js';
import type { OptimizerDefinition } from '../optimizers/optimizer.js';
import { loadOptimizer, optimizerNames } from '../optimizers/registry.js';
import type { RecipeOptimizer } from './recipe.js';
import type { OptimizerSource } from './recipe-schema.js';
import type { Path } from './yaml-file.js';
import type { Complain } from './yaml-file-mistakes.js';

/** An entry of `optimizers` with all its options, or `undefined` when there is no such optimizer. */
export async function resolveOptimizer(
  source: OptimizerSource,
  path: Path,
  complain: Complain,
): Promise<RecipeOptimizer | undefined> {
  const known = optimizerNames();
  if (!known.includes(source.name)) {
    const message = `unknown optimizer "${source.name}"${didYouMean(source.name, known)}`;
    complain([...path, 'name'], message, 'Ask `hport list optimizers` for the names.');
    return undefined;
  }
  const definition = await loadOptimizer(source.name);
  const options = fillOptions(definition, source.options ?? {}, [...path, 'options'], complain);
  return { name: source.name, label: source.label ?? source.name, options };
}

/** Complains of labels that are used twice: logs are named after them. */
export function refuseSameLabels(entries: readonly (RecipeOptimizer | undefined)[], complain: Complain): void {
  entries.forEach((entry, index) => {
    const before = entries.findIndex((other) => other?.label === entry?.label);
    if (entry === undefined || before === index) return;
    const message = `the optimizer "${entry.label}" stands here twice (also optimizers[${before}])`;
    complain(['optimizers', index], message, 'Give each a label of its own, or remove one.');
  });
}

function fillOptions(definition: OptimizerDefinition, given: JsonObject, path: Path, complain: Complain): JsonObject {
  const options = structuredClone(given);
  for (const violation of compileSchema(definition.options).fill(options)) {
    const mend = `\`hport list optimizers --json\` shows the options of ${definition.name}.`;
    complain([...path, ...violation.path], violation.message, mend);
  }
  return options;
}
