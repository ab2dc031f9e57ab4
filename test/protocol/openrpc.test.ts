import { resolve } from 'node:path';
import * as openRpc from '@open-rpc/meta-schema';
import { Ajv } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/protocol/benchmark.js';
import { PROTOCOL_VERSION } from '../../src/protocol/descriptor.js';
import { METHODS, STANDARD_CODES } from '../../src/protocol/jsonrpc.js';
import { METHOD_TABLE } from '../../src/protocol/methods.js';
import { openRpcDocument } from '../../src/protocol/openrpc.js';
import { readRequest } from '../../src/protocol/request.js';
import { DESCRIPTORS } from './fixture-descriptors.js';
import { evaluateLine, rawLines, type RawLines } from './raw-lines.js';
import { request, startGuest, type Language, type StartedGuest } from './start-guest.js';

interface OpenRpcMethod {
  readonly name: string;
  readonly params: readonly { readonly name: string; readonly required: boolean; readonly schema: object }[];
  readonly result?: { readonly schema: object };
  readonly errors: readonly { readonly $ref: string }[];
}
interface OpenRpc {
  readonly info: { readonly version: string };
  readonly methods: readonly OpenRpcMethod[];
  readonly components: { readonly errors: Readonly<Record<string, { readonly code: number; readonly data?: object }>> };
}

const DOCUMENT = openRpcDocument() as unknown as OpenRpc;
const ajv = new Ajv2020({ allowUnionTypes: true });
// References of the document point into its components.
ajv.addVocabulary(['components']);

/** The package exports it under a name that its types do not know. */
function published(): object {
  return (openRpc as unknown as { readonly openrpcDocument: object }).openrpcDocument;
}

function paramsSchema({ params }: OpenRpcMethod): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: params.filter(({ required }) => required).map(({ name }) => name),
    properties: Object.fromEntries(params.map(({ name, schema }) => [name, schema])),
  };
}

function method(name: string): OpenRpcMethod {
  const found = DOCUMENT.methods.find((one) => one.name === name);
  if (found === undefined) throw new Error(`the document has no method ${name}`);
  return found;
}

describe('the OpenRPC document', () => {
  it('is the one that is published (write it anew with `vitest -u`)', async () => {
    const file = resolve('src/protocol/openrpc.json');
    const style = { ...(await resolveConfig(file)), filepath: file };
    await expect(await format(JSON.stringify(DOCUMENT, null, 2), style)).toMatchFileSnapshot(file);
  });

  it('follows the meta-schema of OpenRPC', () => {
    const meta = new Ajv({ strict: false, validateFormats: false });
    // The published schema refers to a copy of draft 7 that is on the web only.
    const local = JSON.stringify(published())
      .replaceAll(
        '"https://meta.json-schema.tools/#/definitions/JSONSchemaObject/properties/$ref"',
        '"#/definitions/text"',
      )
      .replaceAll('"https://meta.json-schema.tools"', '"http://json-schema.org/draft-07/schema#"')
      .replace('"definitions":{', '"definitions":{"text":{"type":"string"},')
      .replace('"$schema":"https://meta.json-schema.tools/",', '');
    const validate = meta.compile(JSON.parse(local) as object);
    validate(DOCUMENT);
    expect(validate.errors).toBeNull();
  });

  it('has the version, the methods and the errors of the code', () => {
    expect(DOCUMENT.info.version).toBe(PROTOCOL_VERSION);
    expect(DOCUMENT.methods.map(({ name }) => name)).toEqual(Object.values(METHODS));
    const codes = Object.fromEntries(
      Object.entries(DOCUMENT.components.errors).map(([name, { code }]) => [name, code]),
    );
    expect(codes).toEqual({ ...ERROR_CODES, ...STANDARD_CODES });
    const references = DOCUMENT.methods.flatMap(({ errors }) => errors.map(({ $ref }) => $ref.split('/').at(-1)));
    expect(references.filter((name) => !(String(name) in codes))).toEqual([]);
  });

  it('has the params that the guest reads, each with its type', () => {
    const samples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
      describe: { instance: 'recorded' },
      evaluate: { ...request('plain'), checkpoint: 'c', progress: true, keep: true },
      cancel: { id: 1 },
      release: { checkpoints: ['c'] },
    };
    for (const { name, params, from } of METHOD_TABLE) {
      if (from === 'guest') continue;
      const sample = samples[name] ?? {};
      expect(Object.keys(sample)).toEqual(Object.keys(params));
      const read = (some: object): unknown =>
        readRequest({ jsonrpc: '2.0', id: 1, method: name, params: some })?.method;
      const accepts = ajv.compile(paramsSchema(method(name)));
      const variants: object[] = [sample, { ...sample, unknown: 1 }];
      for (const key of Object.keys(sample)) {
        const without = Object.fromEntries(Object.entries(sample).filter(([name]) => name !== key));
        variants.push(without, { ...sample, [key]: [null] });
      }
      for (const variant of variants) expect([variant, accepts(variant)]).toEqual([variant, read(variant) === name]);
    }
  });
});

const LANGUAGES: readonly Language[] = ['node', 'python'];

describe.each(LANGUAGES)('what the %s guest says', (language) => {
  let guest: StartedGuest;
  let wire: RawLines;
  const validators = new Map<object, ValidateFunction>();
  const expectLegal = (schema: object, value: unknown): void => {
    const validate = validators.get(schema) ?? ajv.compile({ ...schema, components: DOCUMENT.components });
    validators.set(schema, validate);
    validate(value);
    expect(validate.errors).toBeNull();
  };
  beforeAll(async () => {
    guest = await startGuest(language, 'socket');
    wire = rawLines(guest);
  });
  afterAll(() => guest.output.destroy());

  it('follows the document: descriptors, results, progress', async () => {
    wire.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'describe', params: { instance: 'floored' } }));
    wire.send(evaluateLine(2, 'train', { keep: true }), evaluateLine(3, 'curve', { progress: true }));
    const told: { id?: number; method?: string; params?: object; result?: object }[] = [];
    while (told.at(-1)?.id !== 3) told.push((await wire.next()) as (typeof told)[number]);
    const [descriptor, result, ...points] = told;
    expect(descriptor?.result).toEqual(DESCRIPTORS.floored);
    expectLegal(method('describe').result?.schema ?? {}, descriptor?.result);
    expectLegal(method('evaluate').result?.schema ?? {}, result?.result);
    expect(result?.result).toHaveProperty('checkpoint');
    expect(points.pop()).toHaveProperty('result');
    expect(points).toHaveLength(3);
    const schema = paramsSchema(method('progress'));
    for (const point of points) {
      expect(point).toMatchObject({ method: 'progress' });
      expectLegal(schema, point.params);
    }
  });

  it('follows the document: errors 1 to 7', async () => {
    const lines = [
      evaluateLine(1, 'none'),
      evaluateLine(2, 'plain', { fidelity: {} }),
      evaluateLine(3, 'plain', { instance: 'none' }),
      evaluateLine(4, 'throws-cost'),
      evaluateLine(5, 'memory'),
      evaluateLine(6, 'train', { checkpoint: 'none' }),
      evaluateLine(7, 'plain'),
      '{"jsonrpc":"2.0","method":"cancel","params":{"id":7}}',
    ];
    guest.output.write(`${lines.join('\n')}\n`);
    const found = new Map<number, { readonly code: number; readonly data?: object }>();
    while (found.size < 7) {
      const { id, error } = (await wire.next()) as { id: number; error: { code: number; data?: object } };
      found.set(id, error);
    }
    expect([...found].map(([id, { code }]) => [id, code]).sort()).toEqual([1, 2, 3, 4, 5, 6, 7].map((n) => [n, n]));
    const schemas = Object.values(DOCUMENT.components.errors);
    for (const { code, data } of found.values()) {
      if (data !== undefined) expectLegal(schemas.find((error) => error.code === code)?.data ?? {}, data);
    }
    expect(found.get(4)?.data).toEqual({ cost: 7 });
  });
});
