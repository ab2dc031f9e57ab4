import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A package that the suite can do without, and what it cannot do then. */
export interface OptionalPackage {
  readonly name: string;
  /** Completes "without it, ...". */
  readonly without: string;
}

/** The optional dependencies of package.json. */
export const OPTIONAL_PACKAGES: readonly OptionalPackage[] = [
  { name: 'onnxruntime-node', without: 'surrogates in ONNX (yahpo-*, nb301) cannot run' },
  { name: '@resvg/resvg-js', without: 'reports have no PNG' },
  { name: '@expo-google-fonts/inter', without: 'the PNG of reports have the fonts of this machine' },
  { name: 'h5wasm', without: 'fcnet-full cannot be read' },
];

/** How to install what is missing. */
export const INSTALL_OPTIONAL = 'Install the suite with its optional packages: `npm install --include=optional`.';

const require = createRequire(import.meta.url);

/** The version of a package as it is installed; undefined where it is not. Nothing of it is loaded. */
export function installedVersion(name: string): string | undefined {
  const files = (require.resolve.paths(name) ?? []).map((folder) => join(folder, name, 'package.json'));
  const file = files.find((path) => existsSync(path));
  return file === undefined ? undefined : (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
