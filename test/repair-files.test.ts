// Small projects as people commit them: what is repaired there keeps every byte and comment that it need not touch.
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { held } from './review/held.ts';

const fixtures = join(import.meta.dirname, 'fixtures/repair');
const projects = readdirSync(fixtures).toSorted();
/** What stood behind a mistake: until that was mended, nothing could be said of it. */
const uncovered: Readonly<Record<string, readonly string[]>> = {
  'compose-lists-at-key-level': [
    'consumer/Dockerfile: dockerfile/run-as-root (the image on python:3.12-slim names no user and runs as root)',
  ],
  // An autoscaler that finds its Deployment makes copies of it.
  'k8s-anchors': [
    'app.yaml: kubernetes/disruption-budget-missing (Deployment api has no PodDisruptionBudget)',
  ],
  'k8s-kustomized': [
    'base/deployment.yaml: kubernetes/readiness-probe-missing-behind-service (Deployment payments has no readiness probe and gets requests through Service payments)',
  ],
};
const total = { projects: 0, files: 0, findings: 0, fixes: 0, hunks: 0 };

/** What people write, and in how many of the files at least. */
const variety: readonly (readonly [what: string, pattern: RegExp, files: number])[] = [
  ['a comment', /(?:^|\s)#\s/m, 90],
  ['an anchor that is used', /&(\w+)[\s\S]*\*\1\b/, 8],
  ['a merge key', /^\s*(?:- )?<<:/m, 5],
  ['flow style', /(?:: |- )(?:\{.*:.*\}|\[.*,.*\])/, 30],
  ['Windows line ends', /\r\n/, 8],
  ['a byte order mark', /^\ufeff/, 2],
  ['no line end at the end', /[^\n]$/, 5],
  ['a line of more than 120 columns', /^.{121,}$/m, 4],
  ['a heredoc', /<<-?["']?[A-Z]+/, 3],
  ['a block scalar', /: [|>][-+]?\s*(?:#.*)?$/m, 5],
  ['a tab', /\t/, 3],
  ['blanks at the end of a line', /\S[ \t]+\r?$/m, 5],
  ['an indentation of three, or of more than four at once', /^(?: {3}| {5,8})\S/m, 20],
  ['other letters than those of ASCII', /[^\0-\x7f]/, 3],
  ['several documents', /^---$/m, 5],
];
const texts: string[] = [];

describe('a project is repaired without a needless byte', () => {
  test.each(projects)('%s', async (name) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-repair-')));
    try {
      // Away from this repository, whose ignored files and manifests would be taken for those of the project.
      const root = join(folder, name);
      cpSync(join(fixtures, name), root, { recursive: true });
      const { flaws, uncovered: come, findings, fixes, hunks, repair } = await held(root);
      expect(flaws).toEqual([]);
      expect(come).toEqual(uncovered[name] ?? []);
      total.projects += 1;
      const artifacts = repair.before.artifacts.filter(({ kind }) => kind !== 'source' && kind !== 'other');
      total.files += artifacts.length;
      texts.push(...artifacts.map(({ file }) => readFileSync(join(root, file), 'utf8')));
      total.findings += findings;
      total.fixes += fixes;
      total.hunks += hunks;
      expect(fixes, 'something is to be fixed').toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test.each(variety)('some have %s', (_, pattern, files) => {
    expect(texts.filter((text) => pattern.test(text)).length).toBeGreaterThanOrEqual(files);
  });

  test('they are many', () => {
    expect(total.files).toBeGreaterThanOrEqual(150);
    expect(total.fixes).toBeGreaterThanOrEqual(500);
  });
});

afterAll(() => {
  const { files, findings, fixes, hunks } = total;
  console.info(
    `${total.projects} projects, ${files} deployment files: ${findings} findings, ${fixes} fixes, ${hunks} hunks`,
  );
});
