import { listRuntimes } from '../../../runtimes/registry.js';

/** A folder of `containers/`: a Dockerfile and a guest. */
export type ContainerName = 'node' | 'python';

/** What a family of this runtime runs in: every runtime of ours runs in the Node guest. Undefined where we have none. */
export function containerOf(runtime: string): ContainerName | undefined {
  if (runtime === 'python') return 'python';
  return listRuntimes().includes(runtime) ? 'node' : undefined;
}
