// The flags of `generate kubernetes`.
import type { KindOption } from '../generator.ts';

export const options: Readonly<Record<string, KindOption>> = {
  into: { type: 'string', value: 'FOLDER', help: 'where the manifests go (default kubernetes)' },
  registry: { type: 'string', value: 'PREFIX', help: 'where built images are pushed: ghcr.io/acme' },
  tag: { type: 'string', value: 'TAG', help: 'tag of the built images' },
  digest: {
    type: 'string',
    multiple: true,
    value: 'SERVICE=DIGEST',
    help: "digest of a service's image (repeatable)",
  },
  host: { type: 'string', value: 'HOST', help: 'name under which the Ingress of production answers' },
  'ingress-class': { type: 'string', value: 'NAME', help: 'class of the Ingress (default traefik)' },
  'ingress-namespace': {
    type: 'string',
    value: 'NAME',
    help: "namespace of the Ingress controller's pods (default: as the class)",
  },
  'storage-class': { type: 'string', value: 'NAME', help: "class of volumes (default: the cluster's own)" },
  'storage-size': { type: 'string', value: 'SIZE', help: 'size of each volume (default 10Gi)' },
  secrets: {
    type: 'string',
    value: 'HOW',
    help: 'external (default): ExternalSecrets; existing: Secrets that somebody makes by hand',
  },
  'secret-store': {
    type: 'string',
    value: 'NAME',
    help: 'ClusterSecretStore that ExternalSecrets read (default: the name of the stack)',
  },
  owner: { type: 'string', value: 'TEAM', help: 'label owner of the workloads' },
  contact: { type: 'string', value: 'EMAIL', help: 'annotation email of the workloads' },
};
