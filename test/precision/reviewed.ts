// What the built review says about a checkout, and how many lines of deployment files it rests on.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
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

const program = 'dist/seaworthy.js';

/** Review reads sources for what they need of the environment: they are not what is deployed by. */
const notDeployment = new Set(['source', 'other']);

/** What is kept of an earlier run of the same build is used again. @throws when the review fails */
export function reviewed(project: ListedProject, folder: string, keeps: boolean): Reviewed {
  const kept = `${folder}.review.json`;
  const isKnown = keeps && existsSync(kept) && statSync(kept).mtimeMs > statSync(program).mtimeMs;
  const text = isKnown ? readFileSync(kept, 'utf8') : reviewText(project, folder);
  if (keeps && !isKnown) writeFileSync(kept, text);
  return resultOf(project, folder, JSON.parse(text));
}

/** @throws when the review fails for a reason of its own */
function reviewText(project: ListedProject, folder: string): string {
  const run = spawnSync(process.execPath, [program, 'review', folder, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  if ((run.status !== 0 && run.status !== 3) || run.stdout === '') {
    throw new Error(`review of ${project.repository} ended with ${run.status}: ${run.stderr}`);
  }
  return run.stdout;
}

function resultOf(project: ListedProject, folder: string, { findings, artifacts }: JsonReview): Reviewed {
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
