// Every verb: what it does, and the chunk that holds it. Only the verb that runs is loaded.
import type { Verb } from './verb.ts';

export interface VerbEntry {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly load: () => Promise<{ readonly verb: Verb }>;
}

export const verbs: readonly VerbEntry[] = [
  {
    name: 'review',
    summary: 'find what will not build, start or hold, across all files',
    load: () => import('./review.ts'),
  },
  {
    name: 'fix',
    summary: 'repair what review finds: a diff, or --write',
    load: () => import('./fix.ts'),
  },
  { name: 'rules', summary: 'list the rules of review', load: () => import('./rules.ts') },
  {
    name: 'explain',
    summary: 'what a rule finds, why, and what to do; ids of other tools work',
    load: () => import('./explain.ts'),
  },
  {
    name: 'config',
    summary: 'print the resolved compose project, secrets masked',
    load: () => import('./config.ts'),
  },
  {
    name: 'init',
    summary: 'write a commented seaworthy.yaml from what is found',
    load: () => import('./init.ts'),
  },
  {
    name: 'generate',
    summary: 'make new files from what the repository says',
    load: () => import('./generate.ts'),
  },
  {
    name: 'convert',
    summary: 'make Kubernetes manifests of the compose project',
    load: () => import('./convert.ts'),
  },
  {
    name: 'env',
    summary: 'check env files against what reads them',
    load: () => import('./env.ts'),
  },
  {
    name: 'secrets',
    summary: 'make, rotate and list the secrets of a stack',
    load: () => import('./secrets.ts'),
  },
  { name: 'plan', summary: 'show phases, steps, reasons and budgets', load: () => import('./plan.ts') },
  {
    name: 'up',
    aliases: ['deploy'],
    summary: 'bring the stack up behind health gates',
    load: () => import('./up.ts'),
  },
  { name: 'resume', summary: 'finish an interrupted run', load: () => import('./resume.ts') },
  {
    name: 'rollback',
    summary: 'undo an interrupted run, or go back a release',
    load: () => import('./rollback.ts'),
  },
  { name: 'cancel', summary: 'stop a run and undo its unfinished phase', load: () => import('./cancel.ts') },
  {
    name: 'status',
    aliases: ['ps'],
    summary: 'what runs, what the journal says, what differs',
    load: () => import('./status.ts'),
  },
  {
    name: 'diff',
    summary: 'what runs against its release, field by field, and who changed it',
    load: () => import('./diff.ts'),
  },
  { name: 'logs', summary: 'logs of services', load: () => import('./logs.ts') },
  { name: 'events', summary: 'the journal of a run', load: () => import('./events.ts') },
  { name: 'smoke', summary: 'functional checks against the running stack', load: () => import('./smoke.ts') },
  {
    name: 'load',
    summary: 'requests at a stated rate, held against thresholds',
    load: () => import('./load.ts'),
  },
  {
    name: 'backup',
    summary: 'restore the newest copies, as proof that it can be done',
    load: () => import('./backup.ts'),
  },
  {
    name: 'evidence',
    summary: 'what was measured, and whether it is whole',
    load: () => import('./evidence.ts'),
  },
  { name: 'report', summary: 'the readiness verdict, from evidence', load: () => import('./report.ts') },
  {
    name: 'shed',
    summary: 'emergency: stop what matters least, so that the rest holds',
    load: () => import('./shed.ts'),
  },
  {
    name: 'restore-load',
    summary: 'bring back what was shed, behind gates',
    load: () => import('./restore-load.ts'),
  },
  { name: 'down', summary: 'stop and remove the stack', load: () => import('./down.ts') },
  { name: 'doctor', summary: 'what this machine can run', load: () => import('./doctor.ts') },
];
