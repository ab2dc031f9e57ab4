import { InvalidArgumentError, type Command } from 'commander';

/** What a worker of a command gets, where that is not the default. */
export interface SizeOptions {
  readonly memory?: string;
  readonly cpus?: number;
  readonly pids?: number;
  readonly gpus?: number;
}

/** Adds --memory, --cpus, --pids and --gpus: the keys of `workers` in a recipe. */
export function addSizeOptions(command: Command): Command {
  return command
    .option('--memory <amount>', 'memory of a worker, such as 512MiB (default: 2GiB)')
    .option('--cpus <number>', 'processors of a worker (default: 1)', (text) => parse(text, /^\d+(?:\.\d+)?$/, 0.01))
    .option('--pids <count>', 'processes and threads of a worker (default: 256)', (text) => parse(text, /^\d+$/, 1))
    .option('--gpus <count>', 'GPUs of a worker (default: 0)', (text) => parse(text, /^\d+$/, 0));
}

function parse(text: string, form: RegExp, least: number): number {
  const value = Number(text);
  if (form.test(text) && value >= least && value <= 10_000) return value;
  throw new InvalidArgumentError(`Expected a number from ${least} to 10000.`);
}
