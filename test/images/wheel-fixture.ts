import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './family-fixture.js';

/** A wheel is a zip archive of a module and three files about it. */
const MAKE = `
import sys, zipfile
about = "hport_answer-1.0.dist-info"
files = {
    "hport_answer.py": "ANSWER = 42\\n",
    about + "/METADATA": "Metadata-Version: 2.1\\nName: hport-answer\\nVersion: 1.0\\n",
    about + "/WHEEL": "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
}
files[about + "/RECORD"] = "".join(name + ",,\\n" for name in [*files, about + "/RECORD"])
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name, text in files.items():
        archive.writestr(zipfile.ZipInfo(name), text)
`;

export interface WheelFixture {
  /** A package index of one package. */
  readonly folder: string;
  /** The text of a lock file that pins it. */
  readonly lock: string;
}

/** A package `hport-answer` made on the spot, so that these tests need no index. */
export function wheelFixture(): WheelFixture {
  const folder = temporaryFolder();
  const wheel = join(folder, 'hport_answer-1.0-py3-none-any.whl');
  const made = spawnSync('python3', ['-c', MAKE, wheel], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stderr);
  const hash = createHash('sha256').update(readFileSync(wheel)).digest('hex');
  return { folder, lock: `hport-answer==1.0 \\\n    --hash=sha256:${hash}\n` };
}
