// Every kind of files that `seaworthy generate` makes; only the one that is asked for is loaded.
import type { Kind } from './generator.ts';
import { options as kubernetesOptions } from './kubernetes/options.ts';

export const kinds: readonly Kind[] = [
  {
    name: 'overlay',
    summary: 'compose.development.yaml, compose.staging.yaml and compose.production.yaml beside the base',
    withoutOverride: true,
    load: () => import('./overlay/overlay.ts'),
  },
  {
    name: 'backup',
    summary: 'compose.backup.yaml and a script: a job for each data store that saves, restores and counts',
    load: () => import('./backup/backup.ts'),
  },
  {
    name: 'ci',
    summary: 'a workflow of GitHub: review, tests, images, and a deployment with gate and rollback',
    options: {
      branch: { type: 'string', value: 'NAME', help: 'the branch that is deployed (default main)' },
    },
    load: () => import('./ci/ci.ts'),
  },
  {
    name: 'dockerfile',
    summary: 'Dockerfile and .dockerignore for programs in Node, Python, Go and Java and for static pages',
    options: {
      folder: {
        type: 'string',
        multiple: true,
        value: 'DIR',
        help: 'the program in this folder, even if it has one',
      },
    },
    load: () => import('./dockerfile/dockerfile.ts'),
  },
  {
    name: 'monitoring',
    summary: 'compose.monitoring.yaml: Prometheus, a prober, alerts for the KPIs, and a dashboard of Grafana',
    load: () => import('./monitoring/monitoring.ts'),
  },
  {
    name: 'tls',
    summary: 'compose.tls.yaml: Caddy or Traefik with certificates in front of what is published',
    options: {
      proxy: { type: 'string', value: 'NAME', help: 'caddy (default) or traefik' },
    },
    load: () => import('./tls/tls.ts'),
  },
  {
    name: 'kubernetes',
    summary: 'manifests: a kustomize base, three overlays, and a report of what became of each compose key',
    options: kubernetesOptions,
    load: () => import('./kubernetes/kubernetes.ts'),
  },
  {
    name: 'env',
    summary: '.env.example: every key, who reads it, and what belongs there',
    load: () => import('./env/env.ts'),
  },
  {
    name: 'secrets',
    summary: 'values for secrets that have none; literals moved out of compose files',
    load: () => import('./secrets/secrets.ts'),
  },
];
