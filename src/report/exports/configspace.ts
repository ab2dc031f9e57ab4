import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SuiteError, userError } from '../../core/errors.js';
import type { JsonObject } from '../../core/types.js';
import type { FidelityParameter } from '../../fidelity/space.js';
import { writeConfigSpace } from '../../space/configspace.js';
import type { Parameter, SpaceDefinition } from '../../space/parameter.js';
import { studyFile, type StudyFile } from '../../log/study.js';
import type { Export, Exported, ExportOptions } from './export.js';

/**
 * `<family>.<instance>.json`, the search space of each benchmark as ConfigSpace 1.x writes it (`format_version` 0.4), and
 * `<family>.<instance>.fidelities.json`, its fidelity space in the same words: bounds, the highest level as the default, an ordinal
 * where only some levels are admissible. Nothing of the runs is in them.
 */
const configspace: Export = {
  name: 'configspace',
  summary: 'search and fidelity spaces, for ConfigSpace 1.x: a JSON file a benchmark',
  write: writeSpaces,
};
export default configspace;

async function writeSpaces(study: StudyFile, folder: string, { into }: ExportOptions): Promise<Exported> {
  const files: string[] = [];
  const write = async (file: string, space: JsonObject): Promise<void> => {
    await writeFile(join(into, file), `${JSON.stringify(space, undefined, 2)}\n`);
    files.push(file);
  };
  for (const [benchmark, { space, fidelities }] of Object.entries(study.benchmarks)) {
    await write(`${benchmark}.json`, spaceOf(space, benchmark, folder));
    if (fidelities.length === 0) continue;
    const axes: SpaceDefinition = { parameters: fidelities.map(axis) };
    await write(`${benchmark}.fidelities.json`, writeConfigSpace(axes, `${benchmark} fidelities`));
  }
  return { files, notes: [] };
}

/**
 * The space of a benchmark as ConfigSpace 1.x writes it.
 * @throws SuiteError of code 'user' that names study.json and the key, on what ConfigSpace has no words for.
 */
export function spaceOf(space: SpaceDefinition, benchmark: string, folder: string): JsonObject {
  try {
    return writeConfigSpace(space, benchmark);
  } catch (error) {
    if (!(error instanceof SuiteError)) throw error;
    const key = `benchmarks["${benchmark}"].space.${error.details.key ?? ''}`;
    throw userError(error.message, { file: studyFile(folder), key, cause: error });
  }
}

function axis({ name, type, lower, upper, log, levels }: FidelityParameter): Parameter {
  if (levels !== undefined) return { name, type: 'ordinal', sequence: levels, default: upper };
  return { name, type: type === 'integer' ? 'integer' : 'float', lower, upper, default: upper, log: log ?? false };
}
