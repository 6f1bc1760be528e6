// Small projects as people commit them: what is repaired there keeps every byte and comment that it need not touch.
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
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
};
const total = { projects: 0, files: 0, findings: 0, fixes: 0, hunks: 0 };

describe('a project is repaired without a needless byte', () => {
  test.each(projects)('%s', async (name) => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-repair-')));
    try {
      // Away from this repository, whose ignored files and manifests would be taken for those of the project.
      const root = join(folder, name);
      cpSync(join(fixtures, name), root, { recursive: true });
      const { flaws, uncovered: come, findings, fixes, hunks } = await held(root);
      expect(flaws).toEqual([]);
      expect(come).toEqual(uncovered[name] ?? []);
      total.projects += 1;
      total.files += filesIn(root);
      total.findings += findings;
      total.fixes += fixes;
      total.hunks += hunks;
      expect(fixes, 'something is to be fixed').toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test('they are many', () => {
    expect(total.files).toBeGreaterThanOrEqual(150);
    expect(total.fixes).toBeGreaterThanOrEqual(300);
  });
});

afterAll(() => {
  const { files, findings, fixes, hunks } = total;
  console.info(
    `${total.projects} projects, ${files} files: ${findings} findings, ${fixes} fixes, ${hunks} hunks`,
  );
});

function filesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    .length;
}
