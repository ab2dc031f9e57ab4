/** What of an npm package an image needs, where that is less than all of it. */
export interface PackageParts {
  /** Of the packages that it depends on, those that it needs at run time. */
  readonly needs: readonly string[];
  /** Whether a file of it, by its path with slashes, is needed. */
  has(path: string): boolean;
}

/** @returns undefined for a package that is taken whole */
export function partsOf(name: string): PackageParts | undefined {
  return PARTS[name];
}

/** Of 288 MB, machine code for every system that Node runs on, those for the system of the containers. */
const ONNX_RUNTIME = new RegExp(`^(?:package\\.json|dist/[^/]+\\.js|bin/[^/]+/linux/${process.arch}/[^/]+)$`);

const PARTS: Readonly<Record<string, PackageParts>> = {
  // Its other dependencies are those of its install script, which fetches what is for GPUs.
  'onnxruntime-node': { needs: ['onnxruntime-common'], has: (path) => ONNX_RUNTIME.test(path) },
  'onnxruntime-common': { needs: [], has: (path) => /^(?:package\.json|dist\/cjs\/[^.]+\.js(?:on)?)$/.test(path) },
};
