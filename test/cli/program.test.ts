import { describe, expect, test, vi } from 'vitest';
import { createTerminal } from '../../src/cli/terminal.js';
import { suiteVersion } from '../../src/core/package.js';
import { recipeText, write } from '../runner/recipe-fixture.js';
import { call, hport, type Ended } from './hport.js';

const COMMANDS = [
  'run',
  'resume',
  'compare',
  'plan',
  'list',
  'describe',
  'evaluate',
  'check',
  'tabulate',
  'build',
  'data',
  'doctor',
];

describe('the real program', () => {
  test('explains itself', async () => {
    const { code, stdout, stderr } = await hport('--help');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} `, 'm'));
    expect(stdout).toMatch(/Exit codes: 0 ok, 1 .*, 2 .*, 3 /);
  });

  test('ends with the exit code of its main', async () => {
    expect(await hport('rum')).toEqual({
      code: 2,
      stdout: '',
      stderr: "error: unknown command 'rum'\n(Did you mean run?)\n(--help explains)\n",
    });
  });
});

describe('help', () => {
  test.each(COMMANDS)('of %s has examples', async (command) => {
    const { code, stdout } = await call(command, '--help');
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`Examples:\n {2}hport ${command}\\b`));
  });

  test('is what comes without a command, as a mistake', async () => {
    const { code, stdout, stderr } = await call();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^Usage: hport/);
  });
});

test('the version is that of the package', async () => {
  expect(await call('--version')).toEqual({ code: 0, stdout: '0.1.0\n', stderr: '' });
});

describe('a mistake of the user ends with code 2 and a message on stderr:', () => {
  const refused = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await call(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    return stderr;
  };

  test('an unknown option', async () => {
    expect(await refused('run', 'a.yaml', '--fersh')).toMatch(
      /^error: unknown option '--fersh'\n\(Did you mean --fresh\?\)/,
    );
  });

  test('a missing argument', async () => {
    expect(await refused('plan')).toMatch(/^error: missing required argument 'recipe'/);
  });

  test('an unknown kind of list', async () => {
    expect(await refused('list', 'things')).toMatch(/Allowed choices are families, optimizers, engines, recipes/);
  });

  test('a recipe that is not there', async () => {
    expect(await refused('run', 'recipes/quickstrat.yaml')).toBe(
      'error: recipes/quickstrat.yaml: there is no such file (did you mean "recipes/quickstart.yaml"?)\n' +
        '  Ask `hport list recipes` for those of the suite.\n',
    );
  });

  test('a recipe with mistakes', async () => {
    const file = await write(recipeText({ optimizers: '[{ name: hyperbant }]' }));
    expect(await refused('plan', file)).toBe(
      `error: ${file}:3: optimizers[0].name: unknown optimizer "hyperbant" (did you mean "hyperband"?)\n` +
        '  Ask `hport list optimizers` for the names.\n',
    );
  });

  test('an unknown engine', async () => {
    expect(await refused('run', 'recipes/quickstart.yaml', '--engine', 'inlin')).toMatch(
      /^error: --engine: unknown engine "inlin" \(did you mean "inline"\?\)/,
    );
  });

  test('an engine that cannot run the family', async () => {
    expect(await refused('evaluate', 'mlp', '--instance', 'wine', '--engine', 'inline')).toMatch(
      /^error: --engine: the engine inline cannot run mlp: /,
    );
  });

  test('an unknown family or instance', async () => {
    expect(await refused('describe', 'counting-one')).toMatch(/unknown family "counting-one" \(did you mean/);
    expect(await refused('describe', 'mlp', '--instance', 'whine')).toMatch(
      /^error: --instance: unknown instance "whine" of mlp \(did you mean "wine"\?\)/,
    );
  });

  test('a configuration that is no JSON, or illegal', async () => {
    const evaluate = ['evaluate', 'counting-ones', '--instance', 'd8'];
    expect(await refused(...evaluate, '--config', '{x}')).toMatch(/This is no JSON\./);
    expect(await refused(...evaluate, '--config', '{"cat_0": 2}')).toMatch(/^error: --config: cat_0: /);
    expect(await refused(...evaluate, '--fidelity', '{"samples": 1}')).toMatch(/^error: --fidelity: samples: /);
    expect(await refused(...evaluate, '--seed', '1.5')).toMatch(/Expected a whole number/);
  });

  test('a folder without a study', async () => {
    expect(await refused('resume', 'recipes')).toMatch(/^error: recipes: there is no study in this folder/);
  });
});

describe('with --json stdout has one document', () => {
  const document = ({ stdout }: Ended): unknown => JSON.parse(stdout);

  test('for the mistakes of a recipe', async () => {
    const file = await write(recipeText({ seeds: '[]' }));
    const ended = await call('plan', file, '--json');
    expect(ended).toMatchObject({ code: 2, stderr: '' });
    expect(document(ended)).toEqual({
      error: {
        code: 'user',
        message: 'there are no seeds, so there would be no run',
        file,
        line: 4,
        key: 'seeds',
        mend: 'Write {first: 0, count: 10} or a list.',
      },
    });
  });

  test('for the mistakes of a command line', async () => {
    const ended = await call('--json', 'rum');
    expect(ended).toMatchObject({ code: 2, stderr: '' });
    const message = expect.stringContaining("unknown command 'rum'") as string;
    expect(document(ended)).toEqual({ error: { code: 'user', message } });
  });

  test('for the version, for help, and where no command is given', async () => {
    const version = await call('--version', '--json');
    expect([version.code, version.stderr, document(version)]).toEqual([0, '', { version: suiteVersion() }]);
    for (const args of [['--help'], ['run', '--help']]) {
      const help = await call(...args, '--json');
      expect([help.code, help.stderr]).toEqual([0, '']);
      expect((document(help) as { help: string }).help).toMatch(/^Usage: hport [^]*Examples:/);
    }
    const nothing = await call('--json');
    expect([nothing.code, nothing.stderr]).toEqual([2, '']);
    expect(document(nothing)).toMatchObject({ error: { code: 'user', message: 'no command was given' } });
  });

  test('also where something breaks after the answer', () => {
    const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    try {
      const terminal = createTerminal(true);
      terminal.answer({ address: 'a' }, () => '');
      terminal.answer({ error: 'b' }, () => '');
      expect(stdout.mock.calls).toEqual([['{\n  "address": "a"\n}\n']]);
      expect(stderr.mock.calls).toEqual([['{"error":"b"}\n']]);
    } finally {
      stdout.mockRestore();
      stderr.mockRestore();
    }
  });

  test('for plans', async () => {
    const plan = document(await call('plan', 'recipes/quickstart.yaml', '--json')) as { runs: unknown[] };
    expect(plan.runs).toHaveLength(160);
    expect(plan.runs[0]).toEqual({
      id: 'mlp-measured.breast_cancer.random-search.0',
      benchmark: 'mlp-measured.breast_cancer',
      optimizer: 'random-search',
      label: 'random-search',
      options: { deduplicate: false },
      seed: 0,
      clock: 'recorded',
      worstCase: { evaluations: 20 },
    });
  });

  test.each([
    ['families', ['counting-ones', 'mlp']],
    ['optimizers', ['hyperband', 'random-search']],
    ['engines', ['docker', 'inline', 'process']],
    ['recipes', ['recipes/mlp-docker.yaml', 'recipes/quickstart.yaml']],
  ])('for lists of %s', async (kind, some) => {
    const entries = document(await call('list', kind, '--json')) as { name: string }[];
    expect(entries.map(({ name }) => name)).toEqual(expect.arrayContaining(some));
  });

  test('for families', async () => {
    const found = document(await call('describe', 'mlp', '--instance', 'wine', '--json'));
    expect(found).toMatchObject({ name: 'mlp', runtime: 'python', descriptor: { family: 'mlp', instance: 'wine' } });
  });

  test('for evaluations', async () => {
    const evaluation = ['evaluate', 'counting-ones', '--instance', 'd8', '--fidelity', '{"samples": 9}', '--json'];
    const first = await hport(...evaluation);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    const outcome = { status: 'completed', cost: 9 };
    expect(document(first)).toMatchObject({ engine: 'inline', seed: 0, outcome });
    expect(await hport(...evaluation)).toEqual(first);
  });
});

describe('for people', () => {
  test('a plan is a table with the worst case', async () => {
    const file = await write(recipeText({ budget: '{ seconds: 100 }', workers: '{ memory: 512MiB }' }));
    const { code, stdout } = await call('plan', file);
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'benchmark         optimizer  options                            runs  each at most  clock',
      'counting-ones.d8  hyperband  eta=3 rule=hpbandster refill=none  2     1 min 40 s    simulated',
      '',
      'study sound: 2 runs, seeds 0 to 1',
      'budget of each run: 1 min 40 s',
      'engine inline: 1 worker of 1 CPU, 512 MiB, 0 GPU',
      'worst case of all: 3 min 20 s',
      'warning: the engine inline does not hold its workers to memory; docker does',
      '',
    ]);
  });

  test('a plan ends with warnings, and says once what is so on several benchmarks', async () => {
    const file = await write(
      recipeText({ benchmarks: '[{ family: counting-ones, instances: all }]', workers: '{ count: 100 }' }),
    );
    const message =
      'no rung has more than 81 evaluations: the other 19 of 100 workers begin further brackets, and none ends sooner';
    const text = (await call('plan', file)).stdout;
    expect(text.trimEnd().split('\n').at(-1)).toBe(
      `warning: hyperband on counting-ones.d8, counting-ones.d16, counting-ones.d32 and 1 more: ${message}`,
    );
    const { warnings } = JSON.parse((await call('plan', file, '--json')).stdout) as { warnings: unknown[] };
    expect(warnings).toHaveLength(4);
    expect(warnings[0]).toEqual({ benchmark: 'counting-ones.d8', optimizer: 'hyperband', message });
  });

  test('a family is its parameters, fidelities and metrics', async () => {
    const { stdout } = await call('describe', 'mlp');
    expect(stdout).toMatch(/^width +integer +16 to 1024, log +64$/m);
    expect(stdout).toMatch(/^iter +integer +3 to 243, log +yes +epochs$/m);
    expect(stdout).toMatch(/^test_error +test of valid_error +minimize/m);
  });
});
