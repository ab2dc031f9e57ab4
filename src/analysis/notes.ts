import type { ComparedBenchmark, Note } from './comparison.js';
import type { RunTrace } from './run-trace.js';
import { notesOnScales } from './scale-notes.js';
import type { Study } from './studies.js';
import { mapCells, type Traces } from './traces.js';

/** What a reader must know before believing a number: what is missing, cut short, or too little to say anything. */
export function notesOf(studies: readonly Study[], traces: Traces): Note[] {
  return [
    ...missingRuns(studies, traces.all),
    ...smallStudy(traces),
    ...traces.benchmarks.flatMap(severalObjectives),
    ...notesOnScales(traces),
    ...mapCells(traces, notesOnRuns),
    ...missingPairs(traces),
  ];
}

function missingRuns(studies: readonly Study[], runs: readonly RunTrace[]): Note[] {
  return studies.flatMap(({ folder, file }) => {
    const own = runs.filter((run) => run.folder === folder);
    const ended = own.filter((run) => run.ended).length;
    if (ended === file.runs.length) return [];
    const planned = file.runs.length;
    return [
      general(
        `${folder}: ${ended} of ${planned} runs have ended, ${own.length - ended} are unfinished, ` +
          `${planned - own.length} have not begun. An unfinished run counts up to its last record only.`,
      ),
    ];
  });
}

function smallStudy({ optimizers, benchmarks, all }: Traces): Note[] {
  const seeds = new Set(all.map(({ seed }) => seed)).size;
  return [
    ...(all.length === 0 ? [general('No run has begun: there is nothing to compare.')] : []),
    ...(optimizers.length === 1 ? [general('There is one optimizer: it is described, not compared.')] : []),
    ...(seeds === 1
      ? [general('There is one seed: nothing is known of the spread between runs, and bands are missing.')]
      : []),
    ...(benchmarks.length > 1 && benchmarks.length < 6
      ? [
          general(
            `There are ${benchmarks.length} benchmarks: no two-sided test over fewer than 6 can have a p-value below 0.05.`,
          ),
        ]
      : []),
    ...(benchmarks.length === 1 ? [general('There is one benchmark: no test over benchmarks can say anything.')] : []),
  ];
}

function severalObjectives({ name, objectives }: ComparedBenchmark): Note[] {
  const [first, ...others] = objectives.map((objective) => objective.name);
  if (first === undefined || others.length === 0) return [];
  const message = `Incumbents, ranks and tests are those of ${first} alone; ${others.join(', ')} as well are in fronts and hypervolumes.`;
  return [{ benchmark: name, optimizer: null, message }];
}

function notesOnRuns(benchmark: ComparedBenchmark, optimizer: string, runs: readonly RunTrace[]): Note[] {
  const note = (message: string): Note => ({ benchmark: benchmark.name, optimizer, message });
  const unfinished = runs.filter(({ ended }) => !ended).length;
  const ended = runs.filter((run) => run.ended);
  const failed = ended.filter(({ completed, evaluations }) => completed === 0 && evaluations > 0).length;
  const none = ended.filter(({ steps }) => steps.full.value.length === 0).length - failed;
  const early = ended.filter(({ reason }) => reason === 'done').length;
  return [
    ...(unfinished > 0 ? [note(`${unfinished} of ${runs.length} runs are unfinished.`)] : []),
    ...(failed > 0
      ? [note(`In ${failed} of ${runs.length} runs all evaluations failed: they count as without incumbent.`)]
      : []),
    ...(none > 0 ? [note(`${none} of ${runs.length} runs evaluated nothing at full fidelity.`)] : []),
    ...(early > 0
      ? [
          note(
            `${early} of ${runs.length} runs had nothing more to ask before the end of the budget, and keep their incumbent.`,
          ),
        ]
      : []),
  ];
}

function missingPairs(traces: Traces): Note[] {
  return traces.benchmarks.flatMap(({ name }) =>
    traces.optimizers
      .filter(({ label }) => traces.of(name, label).length === 0)
      .map(({ label }) => ({
        benchmark: name,
        optimizer: label,
        message: 'There are no runs of this pair: what compares all optimizers leaves the benchmark out.',
      })),
  );
}

function general(message: string): Note {
  return { benchmark: null, optimizer: null, message };
}
