import type { Metrics, Progress } from '../core/types.js';
import { EvaluationError, type Benchmark } from './benchmark.js';
import { isMetric } from './bounds.js';
import type { Watch } from './guest.js';
import { encodeError, encodeResult, METHODS, STANDARD_CODES, type Id } from './jsonrpc.js';
import { lazyCancel } from './lazy-cancel.js';
import type { Task } from './queue.js';
import type { Evaluate, Release, Request } from './request.js';
import { encodeFailure, fail, finish, type Reply, type Ticket } from './ticket.js';

/** Turns requests into tasks, and knows every evaluation that is not answered yet. */
export interface Desk {
  /** Undefined when the request is dealt with already. */
  take(request: Request, reply: Reply): Task | undefined;
  /** Evaluations of one batch for the benchmark's own `evaluateBatch`. */
  takeTogether(requests: readonly Evaluate[], replyTo: (request: Request) => Reply): Task;
}

export function createDesk(
  benchmark: Benchmark,
  notify: (method: string, params: object) => void,
  watch: Watch | undefined,
): Desk {
  const open = new Map<Id, Ticket>();

  const issue = ({ id, params }: Evaluate, reply: Reply): Ticket | undefined => {
    if (open.has(id)) {
      reply(encodeError(id, STANDARD_CODES.invalidRequest, 'the id belongs to a request that is not answered yet'));
      return undefined;
    }
    const onProgress = params.progress === true ? reporter(notify, id) : undefined;
    const ticket: Ticket = {
      id,
      params,
      cancel: lazyCancel(onProgress),
      state: 'queued',
      reply: (text) => {
        open.delete(id);
        reply(text);
      },
    };
    open.set(id, ticket);
    return ticket;
  };
  const cancel = (target: Id): void => {
    const ticket = open.get(target);
    ticket?.cancel.cancel();
    if (ticket?.state === 'queued') fail(ticket, new EvaluationError('cancelled', 'cancelled before the start'));
  };
  return {
    take(request, reply) {
      switch (request.method) {
        case 'describe':
          return () => describe(benchmark, request.id, request.instance, reply);
        case 'evaluate': {
          const ticket = issue(request, reply);
          return ticket === undefined ? undefined : () => evaluate(benchmark, ticket, watch);
        }
        case 'release':
          return () => release(benchmark, request, reply);
        case 'cancel':
          cancel(request.target);
          if (request.id !== undefined) reply(encodeResult(request.id, null));
          return undefined;
        case undefined:
          if (request.id !== undefined) reply(encodeError(request.id, request.code, request.message));
          return undefined;
      }
    },
    takeTogether(requests, replyTo) {
      const tickets = requests
        .map((request) => issue(request, replyTo(request)))
        .filter((ticket) => ticket !== undefined);
      return () => evaluateTogether(benchmark, tickets, watch);
    },
  };
}

function reporter(notify: (method: string, params: object) => void, id: Id): (progress: Progress) => void {
  return ({ level, metrics }) => {
    if (isMetric(level)) notify(METHODS.progress, { id, level, metrics: sound(metrics) });
  };
}

/** A metric that the wire does not carry is left out: a loss that has diverged is no reason to lose the guest. */
function sound(metrics: Metrics): Metrics {
  if (Object.values(metrics).every(isMetric)) return metrics;
  return Object.fromEntries(Object.entries(metrics).filter(([, value]) => isMetric(value)));
}

function release(benchmark: Benchmark, { id, checkpoints }: Release, reply: Reply): undefined {
  try {
    benchmark.release?.(checkpoints);
    if (id !== undefined) reply(encodeResult(id, null));
  } catch (error) {
    const failure = encodeFailure(id ?? null, error);
    if (id !== undefined) reply(failure);
  }
}

function describe(benchmark: Benchmark, id: Id, instance: string, reply: Reply): Promise<void> | undefined {
  const refuse = (error: unknown): void => reply(encodeFailure(id, error));
  try {
    const descriptor = benchmark.describe(instance);
    if (descriptor instanceof Promise) return descriptor.then((found) => reply(encodeResult(id, found)), refuse);
    reply(encodeResult(id, descriptor));
  } catch (error) {
    refuse(error);
  }
  return undefined;
}

function evaluate(benchmark: Benchmark, ticket: Ticket, watch: Watch | undefined): Promise<void> | undefined {
  if (ticket.state === 'answered') return undefined;
  ticket.state = 'running';
  watch?.begin();
  try {
    const answer = benchmark.evaluate(ticket.params, ticket.cancel);
    if (!(answer instanceof Promise)) {
      watch?.end();
      finish(ticket, answer, benchmark);
      return undefined;
    }
    watch?.wait();
    return answer
      .finally(() => watch?.end())
      .then(
        (result) => finish(ticket, result, benchmark),
        (error: unknown) => fail(ticket, error),
      );
  } catch (error) {
    watch?.end();
    fail(ticket, error);
    return undefined;
  }
}

async function evaluateTogether(
  benchmark: Benchmark,
  tickets: readonly Ticket[],
  watch: Watch | undefined,
): Promise<void> {
  const waiting = tickets.filter(({ state }) => state === 'queued');
  for (const ticket of waiting) ticket.state = 'running';
  if (waiting.length === 0) return;
  watch?.begin();
  try {
    const answers = benchmark.evaluateBatch?.(waiting.map(({ params }) => params));
    watch?.wait();
    const found = (await answers) ?? [];
    watch?.end();
    for (const [at, ticket] of waiting.entries()) {
      const answer = found[at];
      if (answer === undefined || answer instanceof Error) fail(ticket, answer ?? new Error('the batch has no answer'));
      else finish(ticket, answer, benchmark);
    }
  } catch (error) {
    watch?.end();
    for (const ticket of waiting) if (ticket.state === 'running') fail(ticket, error);
  }
}
