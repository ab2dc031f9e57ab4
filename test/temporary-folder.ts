import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Before all tests: whatever they and the programs that they start leave in the temporary folder goes with this one. */
export default function setUp(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hport-t-'));
  process.env['TMPDIR'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
}
