import { approximated, carried, lost, type Translator } from './keys.ts';
import { amountsOf, statedAmounts } from './resources.ts';

const memoryLimit = () => carried('memory limit');
const cpuLimit = () => carried('CPU limit');
const memoryRequest: Translator = ({ built: { part } }) =>
  sameAs(
    amountsOf(part).memoryRequest,
    statedAmounts(part).memoryRequest,
    'memory request',
    'memory cannot be taken back',
  );
const cpuRequest: Translator = ({ built: { part } }) =>
  sameAs(
    amountsOf(part).cpuRequest,
    statedAmounts(part).cpuRequest,
    'CPU request',
    'no autoscaler adds pods when it needs more',
  );

function sameAs(amount: number, stated: number, what: string, why: string) {
  return amount === stated ? carried(what) : approximated(`the limit is the ${what}: ${why}`);
}

const pids = () => lost('a setting of the kubelet, the same for all pods of a node');
const weight = () => lost('weights come from the CPU request');
const disk = () => lost('no limits on block devices');
const realtime = () => lost('no real-time scheduling');

export const resourceKeys: Readonly<Record<string, Translator>> = {
  blkio_config: disk,
  cpu_count: cpuLimit,
  cpu_percent: weight,
  cpu_period: () => lost('together with cpu_quota: set a CPU limit'),
  cpu_quota: () => lost('set a CPU limit'),
  cpu_rt_period: realtime,
  cpu_rt_runtime: realtime,
  cpu_shares: weight,
  cpus: cpuLimit,
  cpuset: () => lost('which CPUs is decided by the kubelet'),
  'deploy.resources.limits.cpus': cpuLimit,
  'deploy.resources.limits.memory': memoryLimit,
  'deploy.resources.limits.pids': pids,
  'deploy.resources.reservations.cpus': cpuRequest,
  'deploy.resources.reservations.devices': () =>
    lost('set the limit of the device plug-in, such as `nvidia.com/gpu: 1`'),
  'deploy.resources.reservations.generic_resources': () => lost('resources of a Swarm'),
  'deploy.resources.reservations.memory': memoryRequest,
  gpus: () => lost('set the limit of the device plug-in, such as `nvidia.com/gpu: 1`'),
  mem_limit: memoryLimit,
  mem_reservation: memoryRequest,
  mem_swappiness: () => lost('swap is a matter of the node'),
  memswap_limit: () => lost('swap is a matter of the node'),
  oom_kill_disable: () => lost('who takes more memory than its limit is killed'),
  oom_score_adj: () =>
    approximated('from the class of service that requests and limits make, and the priority class'),
  pids_limit: pids,
  ulimits: () => lost('limits of the runtime on the nodes'),
};
