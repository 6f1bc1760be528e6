// Two states of each example against what is said of them: each finding of the flawed one is a defect of its list, each
// defect is found or says why not, and the repaired one has none.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lineStarts, positionAt } from '../src/base/span.ts';
import { readProject } from '../src/read/project.ts';
import { review } from '../src/review/run.ts';

const examples = join(import.meta.dirname, '..', 'examples');

/** Defects that no rule looks for, and who finds them instead. */
const notByReview: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  'policy-platform': new Map([
    ['docker-compose.yml:1', 'obsolete keys have no rule yet'],
    ['docker-compose.yml:22', 'the plan refuses the budget'],
    ['docker-compose.yml:138', 'reported at line 135, where the address is written'],
    ['docker-compose.yml:188', 'the plan refuses the budget'],
    ['docker-compose.yml:204', 'the plan refuses the budget'],
    ['docker-compose.yml:211', 'unused volumes have no rule yet'],
    ['services/.dockerignore:2', 'reported at the COPY lines it breaks'],
    ['services/policy/server.js:48', 'a missing signal handler has no rule yet'],
    ['services/auth/server.js:30', 'reported where the variable is set'],
    ['services/shared/service.js:77', 'reported where the variable is set'],
    ['.gitignore:1', 'reported at the secrets in the file'],
  ]),
  'task-manager': new Map([
    ['docker-compose.yml:1', 'only the strict preset speaks of obsolete keys'],
    ['docker-compose.yml:19', 'how much is logged is a matter of taste'],
    ['docker-compose.yml:22', 'only the strict preset speaks of ports on every interface that are no stores'],
    ['.gitignore:1', 'there is no .env yet'],
  ]),
};

function listedDefects(example: string): ReadonlySet<string> {
  const rows = readFileSync(join(examples, example, 'flawed', 'README.md'), 'utf8').split('\n');
  const places = rows.flatMap((row) => {
    const match = /^\|\s*([^|\s]+)\s*\|\s*(\d+):/.exec(row);
    return match === null ? [] : [`${match[1]}:${match[2]}`];
  });
  return new Set(places);
}

async function reviewOf(example: string, state: string) {
  const root = join(examples, example, state);
  const result = review(await readProject({ root, scope: 'review', processEnv: {} }));
  const places = result.findings.map(({ at }) => {
    const text = result.texts.get(at.file)?.text ?? '';
    return `${at.file}:${positionAt(lineStarts(text), at.start).line}`;
  });
  return { result, places: new Set(places) };
}

describe.each(Object.keys(notByReview))('%s', (example) => {
  test('each finding in the flawed example is a defect of its list', async () => {
    const listed = listedDefects(example);
    const { result, places } = await reviewOf(example, 'flawed');
    expect(result.risk.word).toBe('HIGH');
    expect([...places].filter((place) => !listed.has(place))).toEqual([]);
  });

  test('each defect of the list is found, but for those that say why not', async () => {
    const { places } = await reviewOf(example, 'flawed');
    const missed = [...listedDefects(example)].filter((place) => !places.has(place));
    expect(missed.sort()).toEqual([...(notByReview[example]?.keys() ?? [])].sort());
  });

  test('the repaired example has no findings', async () => {
    const { result } = await reviewOf(example, 'repaired');
    expect(result.findings).toEqual([]);
    expect(result.risk.word).toBe('LOW');
  });
});
