import { formatSuiteError, messageOf, SuiteError } from '../../core/errors.js';
import { passed, type Check, type Verdict } from './check.js';
import type { Subject } from './subject.js';

/** The family's code can be loaded: without that nothing can be said. */
const start: Check = { name: 'start', run };
export default start;

async function run(subject: Subject): Promise<Verdict> {
  try {
    await subject.guest();
    return passed();
  } catch (error) {
    subject.signal?.throwIfAborted();
    // Inside the runner it is the objective's own import that throws, anything it likes.
    const message = error instanceof SuiteError ? formatSuiteError(error) : messageOf(error);
    return { status: 'failed', message: `no guest starts: ${message}` };
  }
}
