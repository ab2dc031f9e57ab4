import { importPlugIn, plugInNames } from '../../src/core/plug-ins.js';
import type { Validation } from './validation.js';

const FOLDER = new URL('validations/', import.meta.url);

/** The names of the validations: those of the files in `validations/`. */
export function validationNames(): readonly string[] {
  return plugInNames(FOLDER);
}

export async function loadValidation(name: string): Promise<Validation> {
  return await importPlugIn(FOLDER, name);
}
