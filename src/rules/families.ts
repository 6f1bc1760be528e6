// Rules about nodes of the same files are one family: it is loaded where there are such files.
import type { NodeKind } from './rule.ts';

/** The kinds of node that each is about. What is of no certain files is general. */
export const families = {
  general: ['project', 'problem', 'change', 'script', 'document', 'terraform'],
  stacks: ['stack', 'service', 'port', 'server-config'],
  dockerfiles: ['dockerfile', 'stage', 'instruction'],
  manifests: ['kubernetes-set', 'kubernetes-object', 'workload', 'container', 'chart'],
  pipelines: ['workflow', 'job', 'step', 'expression', 'action', 'gitlab', 'dependabot', 'pre-commit'],
  'env-files': ['env-file'],
} as const satisfies Readonly<Record<string, readonly NodeKind[]>>;

export type Family = keyof typeof families;
