// `npm test`: prepares a container engine where it can, then runs vitest. HPORT_TEST_ENGINE=none leaves containers out;
// arguments go to vitest, as in `npm test -- test/space`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { prepareEngine } from './container-engine.mjs';
import { prepareBrowser, preparePython } from './debian-packages.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';
const say = (line) => console.log(`tests: ${line}`);

const noPython = preparePython(say);
if (noPython !== undefined) say(noPython);
const noBrowser = prepareBrowser(say);
if (noBrowser !== undefined) console.log(`the page of a report was not tested in a browser: ${noBrowser}`);
const trouble = process.env.HPORT_TEST_ENGINE === 'none' ? 'HPORT_TEST_ENGINE is none' : await prepareEngine(say);
if (trouble !== undefined) console.log(`container tests did not run: ${trouble}`);
const code = runVitest(trouble === undefined);
// On a machine of ours the absence of an engine is a fault, not a choice.
process.exitCode = code === 0 && isCi && trouble !== undefined ? 1 : code;

function runVitest(withEngine) {
  const { HPORT_TEST_ENGINE: _, ...env } = process.env;
  if (withEngine) env.HPORT_TEST_ENGINE = 'docker';
  const mirror = fileURLToPath(new URL('../../shared/data', import.meta.url));
  if (env.HPORT_DATA_MIRROR === undefined && existsSync(mirror)) env.HPORT_DATA_MIRROR = mirror;
  const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
  const reporters = ['--reporter=default', '--reporter=./test/closing-lines.mjs'];
  const args = [vitest, 'run', ...reporters, ...process.argv.slice(2)];
  return spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' }).status ?? 1;
}
