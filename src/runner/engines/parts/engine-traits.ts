import { userError } from '../../../core/errors.js';
import type { Docker } from './docker-client.js';

/** What a container engine of this machine is like. */
export interface EngineTraits {
  /** The runtime that containers are asked to be run by (`HPORT_RUNTIME_CLASS`); undefined for the engine's own default. */
  readonly runtime: string | undefined;
  /** Names of those that it has. */
  readonly runtimes: readonly string[];
  /** Whether users of containers are mapped to others of the machine. */
  readonly mapsUsers: boolean;
}

interface Info {
  readonly Runtimes?: Readonly<Record<string, unknown>>;
  readonly SecurityOptions?: readonly string[];
}

/** @throws SuiteError of code 'user' when the engine does not have the runtime that was asked for */
export async function traitsOf(docker: Docker): Promise<EngineTraits> {
  const { Runtimes = {}, SecurityOptions = [] } = (await docker.info()) as Info;
  const runtime = askedRuntime();
  const runtimes = Object.keys(Runtimes).sort();
  if (runtime !== undefined && !runtimes.includes(runtime)) {
    throw userError(`the container engine has no runtime "${runtime}": it has ${runtimes.join(', ')}`, {
      key: 'HPORT_RUNTIME_CLASS',
      mend: 'Install it and name it in the configuration of the engine, or unset HPORT_RUNTIME_CLASS.',
    });
  }
  return {
    runtime,
    runtimes,
    mapsUsers: SecurityOptions.some((option) => /(?:^|,)name=(?:userns|rootless)(?:,|$)/.test(option)),
  };
}

/** Such as `runsc` (gVisor) or `kata`. */
function askedRuntime(): string | undefined {
  const name = process.env['HPORT_RUNTIME_CLASS'];
  return name === undefined || name === '' ? undefined : name;
}
