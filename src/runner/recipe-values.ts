import type { Budget } from '../optimizers/optimizer.js';
import type { Workers } from './recipe.js';
import { BUDGET_KEYS, type RecipeSource, type WorkersSource } from './recipe-schema.js';
import type { Complain } from './yaml-file-mistakes.js';

/** The seeds one by one. */
export function resolveSeeds(source: RecipeSource['seeds'], complain: Complain): readonly number[] {
  if (!('count' in source)) {
    checkSeeds(source, complain);
    return source;
  }
  const first = source.first ?? 0;
  return Array.from({ length: source.count }, (_, index) => first + index);
}

/** The budget, known to end a run some time. */
export function resolveBudget(source: RecipeSource['budget'], complain: Complain): Budget {
  const known = BUDGET_KEYS.join(', ');
  if (Object.keys(source).length === 0) {
    complain(['budget'], 'an empty budget can never end', `Write one or more of ${known}.`);
  }
  for (const [key, amount] of Object.entries(source)) checkAmount(key, amount, complain);
  return source;
}

/** Of a worker, where the recipe does not say it. */
export const DEFAULT_SIZE: Pick<Workers, 'cpus' | 'memoryBytes' | 'pids'> = {
  cpus: 1,
  memoryBytes: 2 * 1024 ** 3,
  pids: 256,
};

/** The workers with defaults, their memory in bytes. */
export function resolveWorkers(source: WorkersSource, complain: Complain): Workers {
  const {
    count = 1,
    cpus = DEFAULT_SIZE.cpus,
    memory = DEFAULT_SIZE.memoryBytes,
    pids = DEFAULT_SIZE.pids,
    gpus = 0,
  } = source;
  const gpuIds = source.gpuIds?.map(String);
  if (gpuIds !== undefined && gpuIds.length < count * gpus) {
    const needed = `${count} workers x ${gpus} GPUs need ${count * gpus} devices`;
    complain(['workers', 'gpuIds'], `${needed}, found ${gpuIds.length}`, 'Every worker owns its devices: name more.');
  }
  const memoryBytes = resolveMemory(memory, complain);
  return { count, cpus, memoryBytes, pids, gpus, ...(gpuIds !== undefined && { gpuIds }) };
}

/** Bytes of `512MiB`, `2GiB`, `1.5GB` or a plain number; `undefined` when it is none of these. */
export function parseMemory(text: string | number): number | undefined {
  if (typeof text === 'number') return text;
  const match = /^(\d+(?:\.\d+)?)\s*([kKMGT]?)(i?)B?$/.exec(text.trim());
  if (match === null) return undefined;
  const [, amount, prefix = '', binary] = match;
  const steps = prefix === '' ? 0 : 'kMGT'.indexOf(prefix === 'K' ? 'k' : prefix) + 1;
  return Math.round(Number(amount) * (binary === 'i' ? 2 ** (10 * steps) : Number(`1e${3 * steps}`)));
}

const LEAST_MEMORY = 16 * 1024 ** 2;

function checkSeeds(seeds: readonly number[], complain: Complain): void {
  if (seeds.length === 0) {
    complain(['seeds'], 'there are no seeds, so there would be no run', 'Write {first: 0, count: 10} or a list.');
  }
  seeds.forEach((seed, index) => {
    const before = seeds.indexOf(seed);
    if (before < index) {
      complain(['seeds', index], `the seed ${seed} stands here twice (also seeds[${before}])`, 'Remove one of them.');
    }
  });
}

function checkAmount(key: string, amount: unknown, complain: Complain): void {
  const path = ['budget', key];
  const whole = key === 'evaluations';
  const expected = whole ? 'expected a whole number from 1 on' : 'expected a finite number above 0';
  if (typeof amount !== 'number') {
    complain(path, `${expected}, found ${JSON.stringify(amount)}`);
  } else if (!Number.isFinite(amount)) {
    complain(path, `${amount} makes a budget that can never end: ${expected}`);
  } else if (amount <= 0) {
    complain(path, `${amount} makes a budget that can never begin: ${expected}`);
  } else if (whole && !Number.isSafeInteger(amount)) {
    complain(path, `${expected}, found ${amount}`);
  }
}

function resolveMemory(memory: string | number, complain: Complain): number {
  const path = ['workers', 'memory'];
  const bytes = parseMemory(memory);
  if (bytes === undefined) {
    complain(
      path,
      `expected an amount of memory, found ${JSON.stringify(memory)}`,
      'Write for example 512MiB or 2GiB.',
    );
  } else if (bytes < LEAST_MEMORY) {
    complain(path, `${memory} is too little for a worker, expected 16MiB or more`, 'Write for example 512MiB or 2GiB.');
  }
  return bytes ?? 0;
}
