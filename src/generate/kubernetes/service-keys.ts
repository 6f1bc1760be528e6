// Each key of a compose service and what Kubernetes has for it. The longest path that fits decides.

import { approximated, carried, lost, type Translator } from './keys.ts';
import { healthKeys } from './keys-health.ts';
import { networkKeys } from './keys-network.ts';
import { resourceKeys } from './keys-resources.ts';
import { securityKeys } from './keys-security.ts';
import { storageKeys } from './keys-storage.ts';
import { isCarriedLabel } from './labels.ts';
import { graceSeconds } from './workload.ts';

const none = 'pods have nothing like it';

export const serviceKeys: Readonly<Record<string, Translator>> = {
  ...healthKeys,
  ...networkKeys,
  ...resourceKeys,
  ...securityKeys,
  ...storageKeys,
  annotations: () => lost("annotations of containers are the runtime's; pods have others"),
  attach: () => lost('nothing is attached: `kubectl logs` shows the output'),
  build: ({ built }) => approximated(`nothing builds in a cluster: ${built.part.image} must be pushed`),
  cgroup: () => lost(none),
  cgroup_parent: () => lost(none),
  command: () => carried('args of the container'),
  container_name: ({ built }) => lost(`pods get names of their own; others reach it as ${built.part.name}`),
  credential_spec: () => lost('for Windows'),
  depends_on: () =>
    approximated(
      'no order of starting: readiness keeps traffic away, and who calls too early has to ask again',
    ),
  'depends_on.*.required': () => carried('nothing waits, so nothing is required'),
  deploy: () => lost(none),
  'deploy.labels': () => lost('labels of a Swarm service'),
  'deploy.mode': ({ built }) => approximated(built.part.kindWhy),
  'deploy.placement': () => lost('nodes of a cluster have other labels: set `nodeSelector`'),
  'deploy.replicas': ({ built: { part } }) =>
    part.kind === 'StatefulSet'
      ? approximated('one pod: two must not write to the same data')
      : part.scales
        ? approximated(`${part.replicas} pods at least, more by the autoscaler`)
        : carried('replicas'),
  'deploy.restart_policy': ({ built }) => restart(built.part.kind),
  'deploy.rollback_config': () => lost('a rollout that fails stops; `kubectl rollout undo` goes back'),
  'deploy.update_config': ({ built: { part } }) =>
    part.kind === 'Deployment'
      ? approximated('RollingUpdate: a new pod answers before an old one goes, one at a time')
      : approximated('its one pod stops before the new one starts'),
  develop: () => lost('for work on the code'),
  domainname: () => lost('names in a cluster come from Services'),
  entrypoint: () => carried('command of the container'),
  env_file: () => carried('its variables stand in the ConfigMap, or come from the Secret'),
  environment: ({ built, path }) => variable(built.environment.settings.find(({ name }) => name === path[1])),
  extends: () => carried('resolved before'),
  hostname: ({ built: { part } }) =>
    approximated(`pods are named by their workload; others reach it as ${part.name}`),
  image: ({ built: { part } }) =>
    part.isBuilt ? approximated(`${part.image} takes its place`) : carried('image of the container'),
  init: () => lost('the image needs an init of its own (tini) where the program leaves zombies'),
  isolation: () => lost('for Windows'),
  label_file: () => approximated('read as labels'),
  labels: ({ path, node, built }) =>
    label(path[1] ?? (node.kind === 'scalar' ? String(node.value) : ''), built.part.service.labels.size),
  logging: () => lost('the cluster gathers what is printed, and the kubelet rotates it'),
  models: () => lost('a model runner of Docker'),
  platform: ({ built }) => carried(`nodeSelector of ${built.part.kind} ${built.part.name}`),
  post_start: () => lost('write it as `lifecycle.postStart`'),
  pre_start: () => lost('write it as an init container'),
  pre_stop: () => lost('write it as `lifecycle.preStop`'),
  profiles: () => carried('it is here because one of them is selected'),
  provider: () => lost('a plug-in of compose'),
  pull_policy: () => approximated('Always: a copy on a node is not trusted'),
  pull_refresh_after: () => approximated('pulled at each start'),
  restart: ({ built }) => restart(built.part.kind),
  runtime: () => lost('set `runtimeClassName` where the cluster has such a class'),
  scale: ({ built }) => approximated(`${built.part.replicas} pods`),
  stdin_open: () => carried('stdin of the container'),
  stop_grace_period: ({ built: { part } }) =>
    carried(`terminationGracePeriodSeconds ${graceSeconds(part)}, with the time to leave the Service`),
  stop_signal: () => lost('set STOPSIGNAL in the image: the kubelet sends what it says, or SIGTERM'),
  tty: () => carried('tty of the container'),
  umask: () => lost('the program or its image sets it'),
  use_api_socket: () => lost('the socket of the engine'),
  working_dir: () => carried('workingDir of the container'),
};

function restart(kind: string) {
  return kind === 'Job'
    ? approximated('restartPolicy OnFailure, three times')
    : approximated('pods are always started anew, with growing pauses');
}

function variable(setting: { readonly kind: string } | undefined) {
  switch (setting?.kind) {
    case 'plain':
      return carried('in the ConfigMap');
    case 'secret':
      return carried('from the Secret');
    case 'composed':
      return carried('put together of text and keys of the Secret');
    case 'file':
      return carried('a file of the Secret, which the program reads');
    default:
      return lost('no value: the shell of whoever starts compose has it');
  }
}

function label(key: string, count: number) {
  if (count === 0) return lost('no labels');
  return isCarriedLabel(key)
    ? approximated('an annotation of the workload')
    : lost('a label that tools read from the Docker engine');
}
