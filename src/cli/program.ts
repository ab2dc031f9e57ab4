import { Command, type OutputConfiguration } from 'commander';
import { suiteVersion } from '../core/package.js';
import { addBuild } from './commands/build.js';
import { addCheck } from './commands/check.js';
import { addCompare } from './commands/compare.js';
import { addData } from './commands/data.js';
import { addDescribe } from './commands/describe.js';
import { addDoctor } from './commands/doctor.js';
import { addEvaluate } from './commands/evaluate.js';
import { addExport } from './commands/export.js';
import { addList } from './commands/list.js';
import { addPlan } from './commands/plan.js';
import { addReferences } from './commands/references.js';
import { addReport } from './commands/report.js';
import { addResume } from './commands/resume.js';
import { addRun } from './commands/run.js';
import { addTabulate } from './commands/tabulate.js';
import { addWatch } from './commands/watch.js';
import type { Perform } from './perform.js';
import { examples } from './words.js';

/** The commands of `hport`; usage errors are thrown as `CommanderError`. */
export function createProgram(perform: Perform, output: OutputConfiguration): Command {
  const program = new Command('hport')
    .description('Reproducible studies of hyperparameter optimizers on benchmarks in containers.')
    .version(suiteVersion(), '--version', 'print the version')
    .option('--json', 'one JSON document on stdout, also for errors')
    .helpOption('-h, --help', 'explain this command')
    .helpCommand(false)
    .exitOverride()
    .showHelpAfterError('(--help explains)')
    .addHelpText('after', examples('hport run recipes/quickstart.yaml', 'hport list families', 'hport run --help'))
    .addHelpText('after', EXIT_CODES);
  program.configureOutput(output);
  for (const add of COMMANDS) add(program, perform);
  return program;
}

const COMMANDS = [
  addRun,
  addResume,
  addReport,
  addWatch,
  addCompare,
  addPlan,
  addList,
  addDescribe,
  addEvaluate,
  addExport,
  addCheck,
  addTabulate,
  addReferences,
  addBuild,
  addData,
  addDoctor,
];

const EXIT_CODES = `
Exit codes: 0 ok, 1 a run, check or machine failed, 2 your mistake, 3 ours, 130 interrupted (143 by SIGTERM).`;
