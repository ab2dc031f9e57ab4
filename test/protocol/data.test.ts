import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { EvaluationError } from '../../src/protocol/benchmark.js';
import type { Descriptor } from '../../src/protocol/descriptor.js';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { connectGuest, failureOf, request, type ConnectedGuest, type Language } from './start-guest.js';

const [first, second] = ['a'.repeat(64), 'b'.repeat(64)];
const data = {
  table: { sha256: first, file: `${first.slice(0, 16)}-t.csv` },
  model: { sha256: second, file: `${second.slice(0, 16)}-m.onnx` },
};
const recorded: Descriptor = { ...DESCRIPTORS['recorded'], data };

/** Prints the paths and answers with their number; asks for none when x is 0. */
const OBJECTIVES: Readonly<Record<Language, readonly [file: string, code: string]>> = {
  node: [
    'objective.js',
    `const evaluate = ({ x }, fidelity, seed, instance, context) => {
  if (x !== 0) console.error(JSON.stringify(context.data));
  return { metrics: { loss: x === 0 ? 0 : Object.keys(context.data).length, epochs: 1 }, cost: 1 };
};
export default { evaluate };
`,
  ],
  python: [
    'objective.py',
    `import json, sys
def evaluate(configuration, fidelity, seed, instance, context):
    if configuration["x"] != 0:
        print(json.dumps(context.data), file=sys.stderr)
    return {"metrics": {"loss": 0 if configuration["x"] == 0 else len(context.data), "epochs": 1}, "cost": 1}
`,
  ],
};

async function guestOf(language: Language, descriptor: Descriptor): Promise<ConnectedGuest> {
  const family = mkdtempSync(join(tmpdir(), 'hport-family-'));
  const [file, code] = OBJECTIVES[language];
  writeFileSync(join(family, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(family, file), code);
  return await connectGuest(language, 'socket', { family, descriptors: { recorded: descriptor } });
}

afterEach(() => vi.unstubAllEnvs());

describe.each<Language>(['node', 'python'])('the %s guest', (language) => {
  it('gives an objective the paths of its files, by the names of the manifest', async () => {
    vi.stubEnv('HPORT_DATA', '/some/where');
    const guest = await guestOf(language, recorded);
    expect(await guest.connection.evaluate(request('plain'))).toMatchObject({ metrics: { loss: 2 } });
    expect(await guest.connection.describe('recorded')).toEqual(recorded);
    guest.connection.close();
    await guest.exit;
    const paths = { table: `/some/where/${data.table.file}`, model: `/some/where/${data.model.file}` };
    expect(JSON.parse(guest.log())).toEqual(paths);
  });

  it('that is not told where they are fails when they are asked for, and only then', async () => {
    const guest = await guestOf(language, recorded);
    expect(await guest.connection.evaluate(request('plain', { x: 0 }))).toMatchObject({ metrics: { loss: 0 } });
    const failure = await failureOf(guest.connection.evaluate(request('plain')));
    expect(failure).toBeInstanceOf(EvaluationError);
    expect(failure.message).toContain(
      'HPORT_DATA is not set: it names the folder with the data of recorded (table, model)',
    );
    guest.connection.close();
    await guest.exit;
  });

  it('gives none where there are none', async () => {
    const guest = await guestOf(language, DESCRIPTORS['recorded']);
    expect(await guest.connection.evaluate(request('plain'))).toMatchObject({ metrics: { loss: 0 } });
    guest.connection.close();
    await guest.exit;
  });
});
