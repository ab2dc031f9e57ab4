import { processIdentity } from '../../core/identity.js';
import { connectDocker } from '../engines/parts/docker-client.js';
import { RUNNER_LABEL } from '../engines/parts/docker-sweep.js';
import { skipped, verdict, type Check, type Verdict } from './check.js';
import type { Subject } from './subject.js';

/**
 * Nothing is fetched while evaluating: the containers that answered everything else had no network to do it with, and no system
 * calls that get past that (sockets of virtual machines, io_uring).
 */
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
  for (const { Id } of containers) {
    const { HostConfig } = await docker.getContainer(Id).inspect();
    const profile =
      (HostConfig.SecurityOpt as readonly string[] | null)?.find((option) => option.startsWith('seccomp=')) ?? '';
    const allowed = FORBIDDEN.filter((call) => profile.includes(`"${call}"`));
    if (profile === '') problems.push(`container ${Id.slice(0, 12)} has no profile of system calls of ours`);
    if (allowed.length > 0) problems.push(`container ${Id.slice(0, 12)} may call ${allowed.join(', ')}`);
    const vsock =
      /"names":\["socket"\],"action":"SCMP_ACT_ALLOW"(?!,"args":\[\{"index":0,"value":(?:1|2|10|16),"op":"SCMP_CMP_EQ"\}\])/;
    if (vsock.test(profile)) problems.push(`container ${Id.slice(0, 12)} may open sockets of any kind`);
  }
  return verdict(
    problems,
    'Start guests with the network "none" and containers/seccomp.json.',
    `containers looked at: ${containers.length}`,
  );
}

const FORBIDDEN = ['io_uring_setup', 'io_uring_enter', 'ptrace', 'socketcall', 'unshare', 'mount'];
