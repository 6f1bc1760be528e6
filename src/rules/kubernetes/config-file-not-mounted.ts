import type { Container, KubernetesSet, Volume, Workload } from '../../model/kubernetes.ts';
import { keysOf } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { findIn, isPatched } from '../shared/kubernetes/find.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'config-file-not-mounted',
  area: 'kubernetes',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A program is told to read a file that its ConfigMap does not have',
  why: 'A mounted ConfigMap holds one file for each of its keys and nothing else: the program stops because it cannot open the file.',
  fix: 'Name the file as the key is called, or give the key that path under `items`.',
  references: ['https://kubernetes.io/docs/concepts/storage/volumes/#configmap'],
  on: 'container',
  *check(container, { workload, set }) {
    for (const word of [
      ...container.command,
      ...container.args,
      ...container.env.flatMap(({ value }) => value ?? []),
    ]) {
      const path = /^(?:--?[\w.-]+[= ])?(\/[\w./-]+\.(?:ya?ml|json|toml|conf|cfg|ini|properties|xml))$/.exec(
        word.value,
      )?.[1];
      const mounted = path === undefined ? undefined : filesAt(path, container, workload, set);
      if (path === undefined || mounted === undefined || mounted.files.includes(mounted.rest)) continue;
      yield {
        at: word.span,
        message: `${subject(container, workload)} is told to read ${path}, but ${mounted.title} brings ${mounted.files.slice(0, 4).join(', ')}`,
        object: `${workload.title} container ${container.name} ${path}`,
        related: [{ at: mounted.at, message: `${mounted.title} is mounted here` }],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - name: api
                image: ghcr.io/acme/api:1.4.2
                args: [--config=/etc/api/config.yml]
                volumeMounts: [{name: config, mountPath: /etc/api}]
            volumes: [{name: config, configMap: {name: api}}]
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: api}
          data:
            config.yaml: "port: 80"
        `,
      },
      'k8s/api.yaml:8:14',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              args: [--config=/etc/api/config.yml, --log=/etc/api/logs/log.json]
              volumeMounts: [{name: config, mountPath: /etc/api}]
          volumes:
            - name: config
              configMap:
                name: api
                items: [{key: config.yaml, path: config.yml}, {key: log, path: logs/log.json}]
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: api}
        data:
          config.yaml: "port: 80"
          log: "{}"
      `,
    }),
  ],
});

interface Mounted {
  readonly title: string;
  readonly at: Container['nameSpan'];
  /** Below the mount. */
  readonly rest: string;
  readonly files: readonly string[];
}

/** The files of the ConfigMap that is mounted over a path; undefined when something else is, or may be. */
function filesAt(
  path: string,
  container: Container,
  { pod }: Workload,
  set: KubernetesSet,
): Mounted | undefined {
  const holding = container.mounts
    .filter((mount) => path.startsWith(`${mount.path?.value.replace(/\/$/, '')}/`))
    .sort((a, b) => (b.path?.value.length ?? 0) - (a.path?.value.length ?? 0));
  const [mount] = holding;
  const isFile = container.mounts.some((one) => one.path?.value === path);
  const volume = pod.volumes.find(({ name }) => name?.value === mount?.volume?.value);
  if (mount?.path === undefined || isFile || volume?.type !== 'configMap' || set.open !== undefined)
    return undefined;
  const files = filesOf(volume, set);
  const rest = path.slice(mount.path.value.replace(/\/$/, '').length + 1);
  const title = `ConfigMap ${textAt(volume.source, 'name')?.value}`;
  return files === undefined ? undefined : { title, at: mount.span, rest, files };
}

function filesOf({ source }: Volume, set: KubernetesSet): readonly string[] | undefined {
  const items = itemsAt(source, 'items').flatMap((item) => textAt(item, 'path')?.value ?? []);
  if (items.length > 0) return items;
  const name = textAt(source, 'name')?.value ?? '';
  const object = findIn(set, 'ConfigMap', name);
  if (object === undefined || isPatched(set, 'ConfigMap', name)) return undefined;
  const keys = ['data', 'binaryData'].flatMap((part) => keysOf(nodeAt(object.node, part)));
  return keys.length === 0 ? undefined : keys;
}
