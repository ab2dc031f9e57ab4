import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

/** What seconds were measured on. Nothing that names the machine. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
  readonly kernel: string;
  readonly architecture: string;
  readonly node: string;
}

export function machineHere(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memory: totalmem(),
    kernel: `${type()} ${release()}`,
    architecture: process.arch,
    node: process.version,
  };
}
