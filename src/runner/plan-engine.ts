import { availableParallelism, totalmem } from 'node:os';
import type { Engine, Limit } from './engines/engine.js';
import type { Family } from './families.js';
import type { Recipe } from './recipe.js';
import { DEFAULT_SIZE } from './recipe-values.js';
import type { Mistake } from './yaml-file-mistakes.js';

/** Of the machine that the engine is on. */
export interface Capacity {
  readonly cores: number;
  /** Bytes. */
  readonly memory: number;
}

/** What an engine and its machine make of a recipe. */
export interface EngineFindings {
  readonly mistakes: readonly Mistake[];
  /** Sentences. */
  readonly warnings: readonly string[];
}

/** Undefined where the engine is on another machine, of which nothing is known. */
export function capacityHere(): Capacity | undefined {
  const host = process.env['DOCKER_HOST'];
  const elsewhere = host !== undefined && host !== '' && !host.startsWith('unix://');
  return elsewhere ? undefined : { cores: availableParallelism(), memory: totalmem() };
}

/**
 * Refuses what the engine can never do, and warns of what it does not keep, and of workers that get into each other's way where
 * seconds are measured. Nothing that a recipe asks for is dropped without a word.
 */
export function findingsOf(
  recipe: Recipe,
  engine: Engine,
  families: readonly Family[],
  capacity: Capacity | undefined,
): EngineFindings {
  const measured = families.filter(isMeasured).map(({ name }) => name);
  const mistakes = [...meaningless(recipe, engine, measured)];
  const warnings = unkept(recipe, engine);
  if (measured.length > 0 && recipe.deadline === undefined) {
    warnings.push(
      `an evaluation of ${measured.join(', ')} that hangs is waited for without end: the recipe has no deadline`,
    );
  }
  if (capacity !== undefined) {
    mistakes.push(...tooLarge(recipe, engine, capacity));
    if (measured.length > 0) warnings.push(...contention(recipe, engine, capacity));
  }
  return { mistakes, warnings };
}

export function isMeasured({ descriptors }: Pick<Family, 'descriptors'>): boolean {
  return Object.values(descriptors).some(({ clock }) => clock === 'measured');
}

function meaningless(recipe: Recipe, engine: Engine, measured: readonly string[]): readonly Mistake[] {
  const [family] = measured;
  if (family === undefined) return [];
  const found: Mistake[] = [];
  if (recipe.overhead !== 'zero') {
    const message = `${family} is on a real clock, on which the optimizer's own time passes anyway: it cannot be charged again`;
    const mend = 'Write overhead: zero, or study families with recorded costs in a recipe of their own.';
    found.push({ path: ['overhead'], message, mend });
  }
  if (recipe.deadline !== undefined && !engine.keeps.includes('deadline')) {
    const message = `the engine ${engine.name} cannot end an evaluation of ${family} at a deadline`;
    found.push({ path: ['deadline'], message, mend: 'Take the engine process or docker, or leave the deadline out.' });
  }
  return found;
}

/** Limits of workers other than the default ones were asked for. */
function unkept({ workers }: Recipe, engine: Engine): string[] {
  const asked: readonly (readonly [Limit, boolean])[] = [
    ['cpus', workers.cpus !== DEFAULT_SIZE.cpus],
    ['memory', workers.memoryBytes !== DEFAULT_SIZE.memoryBytes],
    ['pids', workers.pids !== DEFAULT_SIZE.pids],
  ];
  const dropped = asked.filter(([limit, is]) => is && !engine.keeps.includes(limit)).map(([limit]) => limit);
  if (dropped.length === 0) return [];
  return [`the engine ${engine.name} does not hold its workers to ${dropped.join(', ')}; docker does`];
}

function tooLarge({ workers }: Recipe, engine: Engine, { cores, memory }: Capacity): readonly Mistake[] {
  const found: Mistake[] = [];
  if (engine.keeps.includes('cpus') && workers.cpus > cores) {
    const message = `a worker of ${workers.cpus} CPUs can never start: this machine has ${cores}`;
    found.push({ path: ['workers', 'cpus'], message, mend: `Lower it to ${cores} at most.` });
  }
  if (engine.keeps.includes('memory') && workers.memoryBytes > memory) {
    const message = `a worker of ${inMebibytes(workers.memoryBytes)} can never start: this machine has ${inMebibytes(memory)}`;
    found.push({ path: ['workers', 'memory'], message, mend: 'Lower workers.memory.' });
  }
  return found;
}

/** Less than this, and an interpreter spends its time on freeing memory before it has connected. */
const COMFORTABLE_MEMORY = 48 * 1024 ** 2;

function contention({ workers, concurrency }: Recipe, engine: Engine, { cores, memory }: Capacity): string[] {
  const count = workers.count * concurrency;
  if (engine.embedded) {
    return count > 1 ? [`${count} workers share the runner's one thread, so that each measures the others, too`] : [];
  }
  const found: string[] = [];
  if (count * workers.cpus > cores)
    found.push(`${count} workers of ${workers.cpus} CPU on ${cores} cores: what is measured is their contention, too`);
  if (!engine.keeps.includes('memory')) return found;
  if (count * workers.memoryBytes > memory)
    found.push(
      `${count} workers of ${inMebibytes(workers.memoryBytes)} may need more than the machine's ${inMebibytes(memory)}`,
    );
  if (workers.memoryBytes < COMFORTABLE_MEMORY)
    found.push(`${inMebibytes(workers.memoryBytes)} may be too little for a worker to start: it then does not connect`);
  return found;
}

function inMebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 ** 2)} MiB`;
}
