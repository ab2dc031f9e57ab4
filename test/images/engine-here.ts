import { spawnSync } from 'node:child_process';

/** Whether `npm test` found an engine; the reason why not is its first line. */
export const engineHere: boolean = process.env['HPORT_TEST_ENGINE'] === 'docker';

if (!engineHere) console.log('skipped: HPORT_TEST_ENGINE is unset, so there is no engine to test with');

/** Runs a command in a container that has nothing but its image, and gives its output. */
export function runHardened(image: string, { command = [], input = '' }: HardenedRun = {}): string {
  const limits = ['--network', 'none', '--read-only', '--tmpfs', '/tmp', '--cap-drop', 'ALL', '--init'];
  const args = ['run', '--rm', '-i', ...limits, '--security-opt', 'no-new-privileges', image, ...command];
  const result = spawnSync('docker', args, { encoding: 'utf8', input });
  if (result.status !== 0) throw new Error(`${image}: ${result.stderr}`);
  return result.stdout;
}

interface HardenedRun {
  readonly command?: readonly string[];
  readonly input?: string;
}
