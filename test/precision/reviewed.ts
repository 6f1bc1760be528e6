// What the built review says about a checkout, and how many lines of deployment files it rests on.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Severity } from '../../src/model/finding.ts';
import type { ListedProject } from './projects.ts';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface JsonFinding extends Place {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: string;
  readonly object: string;
  readonly related: readonly Place[];
  readonly waived: unknown;
}

interface JsonReview {
  readonly findings: readonly JsonFinding[];
  readonly artifacts: readonly {
    readonly file: string;
    readonly kind: string;
    readonly understood: string;
  }[];
}

export interface Reviewed extends ListedProject {
  /** Without the waived ones. */
  readonly findings: readonly JsonFinding[];
  readonly files: number;
  readonly lines: number;
}

/** Review reads sources for what they need of the environment: they are not what is deployed by. */
const notDeployment = new Set(['source', 'other']);

/** @throws when the review fails for a reason of its own */
export function reviewed(project: ListedProject, folder: string): Reviewed {
  const run = spawnSync(process.execPath, ['dist/seaworthy.js', 'review', folder, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  if ((run.status !== 0 && run.status !== 3) || run.stdout === '') {
    throw new Error(`review of ${project.repository} ended with ${run.status}: ${run.stderr}`);
  }
  const { findings, artifacts }: JsonReview = JSON.parse(run.stdout);
  const read = artifacts.filter(({ kind, understood }) => understood !== 'no' && !notDeployment.has(kind));
  const lines = read.reduce((sum, { file }) => sum + linesOf(join(folder, file)), 0);
  return {
    ...project,
    findings: findings.filter(({ waived }) => waived === null),
    files: read.length,
    lines,
  };
}

function linesOf(path: string): number {
  const text = readFileSync(path, 'utf8');
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}
