import { processIdentity } from '../../core/identity.js';
import { connectDocker } from '../engines/parts/docker-client.js';
import { RUNNER_LABEL } from '../engines/parts/docker-sweep.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import type { Subject } from './subject.js';

/** Nothing is fetched while evaluating: the containers that answered everything else had no network to do it with. */
const network: Check = { name: 'network', run };
export default network;

async function run(subject: Subject): Promise<Verdict> {
  const { engine, family } = subject;
  if (engine.name !== 'docker') return skipped(`the engine ${engine.name} isolates nothing; --engine docker does`);
  // There must be one to look at.
  await subject.guest();
  const docker = await connectDocker();
  const label = [`${RUNNER_LABEL}=${processIdentity()}`, `org.hport.family=${family.name}`];
  const containers = await docker.listContainers({ filters: { label } });
  if (containers.length === 0) return skipped('no container of this check is running any more');
  const open = containers.filter(({ HostConfig }) => HostConfig.NetworkMode !== 'none');
  const problems = open.map(
    ({ Id, HostConfig }) => `container ${Id.slice(0, 12)} is in the network ${HostConfig.NetworkMode}`,
  );
  return verdict(problems, 'Start guests with the network "none".', `containers looked at: ${containers.length}`);
}
