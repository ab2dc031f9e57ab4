import type { ComparedBenchmark, Note } from './comparison.js';
import type { RunTrace } from './run-trace.js';
import { notesOnScales } from './scale-notes.js';
import type { Study } from './studies.js';
import { mapCells, type Traces } from './traces.js';
import { hasVerdict } from './verdict-scale.js';

/** What a reader must know before believing a number: what is missing, cut short, or too little to say anything. */
export function notesOf(studies: readonly Study[], traces: Traces): Note[] {
  return [
    ...missingRuns(studies, traces.all),
    ...smallStudy(traces),
    ...traces.benchmarks.flatMap(severalObjectives),
    ...notesOnScales(traces),
    ...traces.benchmarks.flatMap(exactMetric),
    ...mapCells(traces, notesOnRuns),
    ...mapCells(traces, (benchmark, optimizer) => oneLevel(benchmark, optimizer, traces)),
    ...identicalRuns(traces),
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

function severalObjectives(benchmark: ComparedBenchmark): Note[] {
  const { name, objectives } = benchmark;
  if (objectives.length < 2) return [];
  const unscaled = objectives.filter(({ normaliser }) => normaliser?.reference == null);
  const message = hasVerdict(benchmark)
    ? 'Ranks, tests, areas and speed-ups are those of the normalised hypervolume of each run (ideal point 0, reference point 1 in each ' +
      'objective); values and regrets are the best of each objective alone.'
    : `There are several objectives, and no reference of ${unscaled.map((each) => each.name).join(', ')}: no hypervolume is known, and ` +
      'ranks and tests leave the benchmark out. Values are the best of each objective alone.';
  return [{ benchmark: name, optimizer: null, message }];
}

function exactMetric({ name, objectives }: ComparedBenchmark): Note[] {
  return objectives.flatMap(({ name: objective, exact }) =>
    exact === null
      ? []
      : [
          {
            ...{ benchmark: name, optimizer: null },
            message: `Incumbents are chosen by ${objective}, as the optimizer saw it, and judged by ${exact}, its value without noise.`,
          },
        ],
  );
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

/** A multi-fidelity method where there is nothing to choose among. */
function oneLevel({ name, oneLevel: isOne }: ComparedBenchmark, optimizer: string, { optimizers }: Traces): Note[] {
  const fidelities = optimizers.find(({ label }) => label === optimizer)?.fidelities ?? 'none';
  if (!isOne || fidelities === 'none') return [];
  const message =
    'The fidelity has one level only, so that every evaluation is a full one: Hyperband and its kin are random search here, and say ' +
    'nothing of what fidelities are good for.';
  return [{ benchmark: name, optimizer, message }];
}

/** Two optimizers that found the same in all runs are one method: a tie of theirs is no evidence. */
function identicalRuns(traces: Traces): Note[] {
  const labels = traces.optimizers.map(({ label }) => label);
  return traces.benchmarks.flatMap(({ name }) =>
    labels.flatMap((first, index) =>
      labels.slice(index + 1).flatMap((second): Note[] => {
        const [a, b] = [first, second].map((label) => traces.of(name, label));
        if (a === undefined || b === undefined || !isSame(a, b)) return [];
        const message = `Each run of ${first} found the same as that of ${second} at the same time: identical runs are no evidence.`;
        return [{ benchmark: name, optimizer: null, message }];
      }),
    ),
  );
}

function isSame(a: readonly RunTrace[], b: readonly RunTrace[]): boolean {
  const told = a.some(({ steps }) => steps.any.value.length > 1);
  return told && a.length === b.length && a.every((run, index) => isSameRun(run, b[index] as RunTrace));
}

function isSameRun(a: RunTrace, b: RunTrace): boolean {
  const [x, y] = [a.steps.any, b.steps.any];
  return (
    a.seed === b.seed &&
    a.evaluations === b.evaluations &&
    a.spent.seconds === b.spent.seconds &&
    x.value.length === y.value.length &&
    x.value.every((value, i) => value === y.value[i] && x.at.seconds[i] === y.at.seconds[i])
  );
}

function missingPairs(traces: Traces): Note[] {
  return traces.benchmarks.flatMap(({ name }) =>
    traces.optimizers
      .filter(({ label }) => traces.of(name, label).length === 0)
      .map(({ label }) => ({
        benchmark: name,
        optimizer: label,
        message:
          'There are no runs of this pair: the mean rank of the optimizer is over the other benchmarks, and the test of Friedman leaves ' +
          'this one out.',
      })),
  );
}

function general(message: string): Note {
  return { benchmark: null, optimizer: null, message };
}
