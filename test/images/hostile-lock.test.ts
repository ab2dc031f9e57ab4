import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { packageRoot } from '../../src/core/package.js';
import { manifestText } from '../runner/manifest-fixture.js';
import { temporaryFolder } from './family-fixture.js';
import { wheelFixture } from './wheel-fixture.js';

/** A source distribution whose build backend lies in it, and leaves a mark wherever it is run. */
const MAKE_SDIST = `
import io, sys, tarfile
files = {
    "pyproject.toml": '[build-system]\\nrequires = []\\nbuild-backend = "backend"\\nbackend-path = ["."]\\n',
    "backend.py": f"open({sys.argv[2]!r}, 'w').write('built')\\nraise SystemExit(1)\\n",
    "PKG-INFO": "Metadata-Version: 2.1\\nName: evil\\nVersion: 1.0\\n",
}
with tarfile.open(sys.argv[1], "w:gz") as archive:
    for name, text in files.items():
        about = tarfile.TarInfo("evil-1.0/" + name)
        about.size = len(text)
        archive.addfile(about, io.BytesIO(text.encode()))
`;

let place: string;
let mark: string;
let sdist: string;
let hash: string;

beforeEach(() => {
  place = temporaryFolder();
  mark = join(place, 'mark');
  mkdirSync(join(place, 'families', 'evil'), { recursive: true });
  sdist = join(place, 'families', 'evil', 'evil-1.0.tar.gz');
  expect(spawnSync('python3', ['-c', MAKE_SDIST, sdist, mark]).status).toBe(0);
  hash = `--hash=sha256:${createHash('sha256').update(readFileSync(sdist)).digest('hex')}`;
  write('benchmark.yaml', manifestText({ family: 'evil', runtime: 'python' }));
  write(
    'objective.py',
    'def evaluate(configuration, fidelity, seed, instance, context):\n    import hport_answer\n    return {"metrics": {"loss": hport_answer.ANSWER, "test_loss": 1}, "cost": 1}\n',
  );
});

describe('a lock file of a stranger', () => {
  it('that names a source distribution by its address is refused before pip runs', () => {
    write('requirements.lock', `evil @ file://${sdist} ${hash}\n`);
    const { status, stderr } = evaluate();
    expect(stderr).toMatch(/requirements\.lock:1: addresses and paths are not allowed/);
    expect([status, existsSync(mark), existsSync(join(place, 'cache'))]).toEqual([2, false, false]);
  });

  it('that pins a package of which there is only a source distribution builds nothing, whatever the user’s pip.conf allows', () => {
    write('requirements.lock', `evil==1.0 ${hash}\n`);
    const config = join(place, 'pip.conf');
    writeFileSync(config, `[global]\nno-binary = :all:\nfind-links = ${join(place, 'families', 'evil')}\n`);
    const home = { PIP_CONFIG_FILE: config, PIP_NO_BINARY: ':all:', PIP_FIND_LINKS: join(place, 'families', 'evil') };
    const { status, stderr } = evaluate(home);
    expect(stderr).toMatch(/the packages of a lock file cannot be downloaded/);
    expect([status, existsSync(mark)]).toEqual([1, false]);
  });

  it('gets no help from a pip.py or venv.py in the folder where hport is run', () => {
    const wheels = wheelFixture();
    write('requirements.lock', wheels.lock);
    for (const name of ['pip.py', 'venv.py', 'sysconfig.py']) {
      write(name, `open(${JSON.stringify(mark)}, "w").write("run")\n`);
    }
    const { status, stdout, stderr } = evaluate({ PIP_FIND_LINKS: wheels.folder });
    expect(stderr).not.toMatch(/cannot/);
    expect([status, existsSync(mark)]).toEqual([0, false]);
    expect(stdout).toContain('loss: 42');
  });
});

/** Evaluates the family once, in the family's own folder. */
function evaluate(
  env: Readonly<Record<string, string>> = {},
): ReturnType<typeof spawnSync> & { stderr: string; stdout: string } {
  const program = join(packageRoot(), 'src', 'hport.mjs');
  const cwd = join(place, 'families', 'evil');
  return spawnSync(process.execPath, [program, 'evaluate', 'evil', '--instance', 'a', '--engine', 'process'], {
    cwd,
    encoding: 'utf8',
    env: {
      ...process.env,
      PIP_NO_INDEX: '1',
      XDG_CACHE_HOME: join(place, 'cache'),
      HPORT_BENCHMARKS: join(place, 'families'),
      ...env,
    },
  });
}

function write(name: string, text: string): void {
  writeFileSync(join(place, 'families', 'evil', name), text);
}
