import { SuiteError } from '../../core/errors.js';
import { hasForeignCode } from '../engines/parts/foreign-code.js';
import { listEngines } from '../engines/registry.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import { differences } from './compare.js';
import { spread, type Instance } from './instance.js';
import { shownParams } from './respondent.js';
import { openSubject, type Subject } from './subject.js';

/** Another engine gives the same answers: what runs inside the runner or in a container is compared with a process of the host. */
const enginesAgree: Check = { name: 'engines', after: ['metrics', 'cost', 'same seed', 'call order'], run };
export default enginesAgree;

async function run(subject: Subject): Promise<Verdict> {
  if (subject.instances.some(({ descriptor }) => descriptor.deterministic === false)) {
    return skipped('the family says that it is not deterministic');
  }
  const partner = await partnerOf(subject);
  if (typeof partner === 'string') return skipped(partner);
  await using other = partner;
  const problems: string[] = [];
  for (const instance of spread(subject.instances, 8)) problems.push(...(await compare(subject, other, instance)));
  const mend =
    'Pin what the answers depend on (requirements.lock, number of threads, order of sums), or give the golden evaluations the tolerance that is meant.';
  return verdict(problems, mend, `the same as on the engine ${other.engine.name}`);
}

/** The family on the engine to compare with, or why there is none. */
async function partnerOf({ family, engine, size, signal, onNotice }: Subject): Promise<Subject | string> {
  if (engine.name === 'docker' && hasForeignCode(family)) {
    return 'code that is not of the suite runs outside of containers only where that is asked for: --engine process';
  }
  const embedded = (await listEngines()).filter((each) => each.embedded).map(({ name }) => name);
  const names = engine.name === 'process' ? embedded : ['process'];
  let why = 'there is no other engine';
  for (const name of names) {
    const options = { ...(signal === undefined ? {} : { signal }), ...(onNotice === undefined ? {} : { onNotice }) };
    try {
      const partner = await openSubject(family, {
        engine: name,
        size: name === 'inline' ? undefined : size,
        ...options,
      });
      await partner.guest();
      return partner;
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof SuiteError)) throw error;
      why = error.message;
    }
  }
  return engine.name === 'process' ? `${why}; --engine docker compares with a container` : why;
}

async function compare(subject: Subject, other: Subject, instance: Instance): Promise<readonly string[]> {
  const { descriptor } = instance;
  const tolerance = Math.max(0, ...descriptor.golden.map((golden) => golden.tolerance ?? 0));
  const [here, there] = [await subject.guest(), await other.guest()];
  const between = `on ${subject.engine.name} and on ${other.engine.name}`;
  const problems: string[] = [];
  for (const params of await subject.cheapest(instance, 4)) {
    const [first, second] = [await here.result(params), await there.result(params)];
    const found = differences(descriptor, first, second, { between, tolerance });
    problems.push(...found.map((difference) => `${difference}: ${shownParams(params)}`));
  }
  return problems;
}
