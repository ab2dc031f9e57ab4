// Sees to it that the container tests have a Docker engine and the images that ours start from.
import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installPackages, isProgram, lastLine, run } from './debian-packages.mjs';

const PACKAGES = ['docker.io', 'debootstrap', 'iptables', 'debian-archive-keyring'];
const START_SECONDS = 60;
const PULL_SECONDS = 180;

/** @returns {Promise<string | undefined>} why container tests cannot run, or undefined when they can */
export async function prepareEngine(say) {
  const trouble = (await answers()) ? undefined : await startEngine(say);
  return trouble ?? prepareImages(say);
}

async function startEngine(say) {
  const host = process.env.DOCKER_HOST;
  if (host) return `no engine answers at DOCKER_HOST (${host})`;
  if (!['dockerd', 'docker', 'debootstrap', 'iptables'].every(isProgram)) {
    const trouble = installPackages(PACKAGES, say);
    if (trouble !== undefined) return trouble;
  }
  if (process.getuid?.() !== 0) return 'no container engine answers, and only root can start one';
  // The package may have started it.
  return (await answers()) ? undefined : await startDaemon(say);
}

/** Left running for the next run: a daemon of its own session, whose output goes to a file. */
async function startDaemon(say) {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'hport', 'docker');
  mkdirSync(folder, { recursive: true });
  const log = join(folder, 'dockerd.log');
  const output = openSync(log, 'w');
  const daemon = spawn('dockerd', [], { detached: true, stdio: ['ignore', output, output] });
  let end;
  daemon.once('error', (error) => (end = error.message));
  daemon.once('exit', (code) => (end = `it ended with ${code}`));
  daemon.unref();
  for (const limit = Date.now() + START_SECONDS * 1000; Date.now() < limit && end === undefined; await sleep(50)) {
    if (!(await answers())) continue;
    writeFileSync(join(folder, 'dockerd.pid'), `${daemon.pid}\n`);
    say(`started dockerd, process ${daemon.pid}; it stays for the next run (log: ${log})`);
    return undefined;
  }
  if (end === undefined) daemon.kill();
  return `dockerd does not start: ${end ?? `no answer in ${START_SECONDS} s`}: ${lastLine(readFileSync(log, 'utf8'))}`;
}

/** Pulled where a registry answers, else made from Debian packages. */
function prepareImages(say) {
  const missing = ['node', 'python'].filter((runtime) => {
    const dockerfile = readFileSync(new URL(`../containers/${runtime}/Dockerfile`, import.meta.url), 'utf8');
    const image = /^ARG BASE=(\S+)$/m.exec(dockerfile)[1];
    if (run('docker', ['image', 'inspect', image]).status === 0) return false;
    say(`pulling ${image} ...`);
    return run('docker', ['pull', '--quiet', image], { timeout: PULL_SECONDS * 1000 }).status !== 0;
  });
  if (missing.length === 0) return undefined;
  say('no registry answers: making stand-ins of the images that ours start from (about a minute once) ...');
  const made = run('bash', [new URL('../containers/base.sh', import.meta.url).pathname, ...missing]);
  return made.status === 0 ? undefined : lastLine(made.stderr || String(made.error));
}

/** Whether an engine answers a ping. A local socket is asked directly, which is quicker than the client. */
async function answers() {
  const host = process.env.DOCKER_HOST || 'unix:///var/run/docker.sock';
  if (!host.startsWith('unix://')) return run('docker', ['version'], { timeout: 10_000 }).status === 0;
  return await new Promise((resolve) => {
    const ping = request({ socketPath: host.slice('unix://'.length), path: '/_ping', timeout: 5_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.once('timeout', () => ping.destroy());
    ping.once('error', () => resolve(false));
    ping.end();
  });
}
