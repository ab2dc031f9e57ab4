import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/types.js';
import { formatRecord, openJsonl } from '../../src/log/jsonl.js';
import { readJsonl } from '../../src/log/read.js';
import type { Observed } from '../../src/log/records.js';
import { type EvaluateResult, EvaluationError, InvalidResult } from '../../src/protocol/benchmark.js';
import { checkResult } from '../../src/protocol/result.js';
import { createCharge } from '../../src/runner/charge.js';
import type { Pending } from '../../src/runner/clocks/clock.js';
import { virtualClock } from '../../src/runner/clocks/virtual.js';
import { createJudge } from '../../src/runner/outcome.js';
import { descriptorOf } from '../images/family-fixture.js';

const place = mkdtempSync(join(tmpdir(), 'hport-test-bounds-'));
const recorded = createJudge(descriptorOf('test'));
const measured = createJudge({ ...descriptorOf('test'), clock: 'measured' });

const number = fc.oneof(fc.double(), fc.constantFrom(1e308, 5e-324, -0, 1e151, 1e12, 1e13, Infinity, NaN, -1));
const anything = fc.oneof(number, fc.anything());
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('A'.repeat(100_000)), fc.constant('\u001b[2J\ud800'));
const result = fc.oneof(
  fc.record({ metrics: fc.record({ loss: anything }), cost: anything }),
  fc.record({ metrics: fc.anything(), cost: number, checkpoint: anything }, { requiredKeys: [] }),
  fc.anything(),
);
const hostile = fc.oneof(
  result.map((value) => ({ value })),
  fc.record({ message: text, cost: fc.oneof(number, fc.constant(undefined)) }),
);

/** The way of an answer from the wire to the judge. */
function judged(judge: typeof recorded, answer: object, elapsed: number): Answer {
  if ('message' in answer) {
    const { message, cost } = answer as { readonly message: string; readonly cost?: number };
    return judge.failed(new EvaluationError('objective-failed', message, cost), elapsed);
  }
  try {
    return judge.completed(checkResult((answer as { readonly value: unknown }).value), elapsed);
  } catch (error) {
    if (!(error instanceof InvalidResult)) throw error;
    return judge.invalid(error, elapsed);
  }
}

function observed(evaluation: number, at: number, outcome: Answer): Observed {
  const common = { record: 'observed', evaluation, at, status: outcome.status, cost: outcome.cost } as const;
  return outcome.status === 'completed'
    ? { ...common, metrics: outcome.metrics }
    : { ...common, code: outcome.code, message: outcome.message };
}

const pendingAt = (start: number): Pending => ({
  ...{ evaluation: 0, suggestion: { trial: 0, configuration: {}, fidelity: {} }, worker: 0, start, seed: 0 },
});

describe('what a guest sends', () => {
  it('makes records that every reader takes, whatever it is', async () => {
    let files = 0;
    const run = async (answers: readonly object[], elapsed: number): Promise<void> => {
      for (const judge of [recorded, measured]) {
        const file = join(place, `${files++}.jsonl`);
        const log = openJsonl(file, { eachRecord: false });
        let at = 0;
        for (const [number, answer] of answers.entries()) {
          const { outcome } = createCharge({ clock: 'virtual', accounting: 'resume' }, 100)(
            pendingAt(at),
            judged(judge, answer, elapsed),
          );
          at += outcome.cost;
          log.append(observed(number, at, outcome));
        }
        log.close();
        let read = 0;
        for await (const records of readJsonl(file)) read += [...records].length;
        expect(read).toBe(answers.length);
        expect(readFileSync(file).length).toBeLessThan(15_000 * answers.length + 1);
      }
    };
    await fc.assert(
      fc.asyncProperty(fc.array(hostile, { maxLength: 8 }), fc.double({ min: 1e-6, max: 1e6, noNaN: true }), run),
      { numRuns: 300 },
    );
  });

  it('has a message of 2000 characters at most, without what a terminal would obey', () => {
    const shown = recorded.failed(
      new EvaluationError('objective-failed', `\u001b]52;c;x\u0007\u009b2J${'A'.repeat(1e6)}`),
      1,
    );
    expect(shown.message).toMatch(/^[ -~]*A{1900,}\.\.\.$/);
    expect(shown.message.length).toBeLessThan(2010);
  });

  it.each([
    [1e308, 0.01],
    [0.5, 0.01],
    [0.005, 0.005],
    [1e-9, 1e-6],
  ])('costs %s s on a measured clock where the runner measured 0.01 s: %s s', (cost, charged) => {
    const outcome =
      cost > 1e12
        ? judged(measured, { value: { metrics: { loss: 1 }, cost } }, 0.01)
        : measured.completed({ metrics: { loss: 1 }, cost }, 0.01);
    if (outcome.status === 'completed') expect(outcome.cost).toBe(charged);
    else expect(outcome).toMatchObject({ status: 'failed', code: 'invalid-result', cost: 0.01 });
  });

  it('ends a budget of time, however little it says that it costs', () => {
    const charge = createCharge({ clock: 'virtual', accounting: 'resume' }, 1e6);
    const clock = virtualClock();
    const answer = recorded.completed({ metrics: { loss: 1 }, cost: 5e-324 });
    clock.expect(pendingAt(1e6 - 1e-9), charge(pendingAt(1e6 - 1e-9), answer));
    expect(answer.cost).toBe(1e-6);
    expect(charge(pendingAt(0), answer).outcome.cost).toBe(1e-3);
    expect(clock.next(Infinity)).toMatchObject({ at: 1e6 - 1e-9 + 1e-3 });
  });

  it('may not be a metric that nobody can compute with', () => {
    const big: EvaluateResult = { metrics: { loss: 1e160 }, cost: 1 };
    expect(recorded.completed(big)).toMatchObject({ code: 'invalid-result', message: /1e\+160, beyond 1e\+150/ });
  });
});

it.each([{ at: Infinity }, { at: NaN }, { at: -1 }, { cost: Infinity }, { cost: -1 }, { metrics: { loss: NaN } }])(
  'the writer of logs refuses %j, which its reader would refuse',
  (wrong) => {
    const record: Observed = { record: 'observed', evaluation: 0, at: 1, status: 'completed', cost: 1, ...wrong };
    expect(() => formatRecord(record)).toThrow(/no log can have/);
  },
);
