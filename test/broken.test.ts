// Whatever stands in a repository: each mistake has its place and a next step, the rest is still read, nothing is run.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SeaworthyError } from '../src/base/errors.ts';
import { printableLine } from '../src/base/text.ts';
import type { ReadProblem } from '../src/model/artifact.ts';
import type { Project } from '../src/model/project.ts';
import { plain } from '../src/output/paint.ts';
import { reviewText } from '../src/output/review/text.ts';
import { readProject } from '../src/read/project.ts';
import { positionsIn } from '../src/review/positions.ts';
import type { ReviewResult } from '../src/review/result.ts';
import { review } from '../src/review/run.ts';
import { type Answer, seaworthy, temporaryFolder } from './cli/command.ts';
import { dangerousCases, largeCases, unreadable } from './fixtures/broken/make.ts';

const root = resolve('test/fixtures/broken');
const kept = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** Whether a value is missing is only known where the stack is deployed: a review says so, and `plan` refuses. */
const refusedByPlan = ['interpolation-required-missing'];
/** Docker compose takes these without a word: told, and nothing more. */
const taken = ['env-line-without-name', 'env-text-after-quote'];

/** `file:line:column rule`, one a line, beside each broken repository. */
function expectedOf(name: string): readonly string[] {
  return readFileSync(join(root, name, 'expected.txt'), 'utf8')
    .split('\n')
    .filter(Boolean);
}

async function reviewed(folder: string): Promise<ReviewResult> {
  return review(await readProject({ root: folder, scope: 'review', processEnv: {} }));
}

function placesOf({ findings, texts }: ReviewResult): readonly string[] {
  const positions = positionsIn(texts);
  return findings.map(({ at, rule }) => {
    const { line, column } = positions.start(at);
    return `${at.file}:${line}:${column} ${rule}`;
  });
}

/** Findings that stand outside of their file. */
function misplaced({ findings, texts }: ReviewResult): readonly string[] {
  return findings
    .filter(({ at }) => {
      const length = texts.get(at.file)?.text.length ?? 0;
      return at.start < 0 || at.start > at.end || at.end > length;
    })
    .map(({ rule, at }) => `${rule} ${JSON.stringify(at)}`);
}

/** What a person must never be shown. */
function expectCivil(text: string, folder: string): void {
  expect(text).not.toMatch(/^ {4}at /m);
  expect(text).not.toMatch(/\b(?:TypeError|RangeError|ENOENT|SyntaxError)\b/);
  expect(text).not.toMatch(/a bug in seaworthy|unexpected error/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
  expect(text.includes(folder)).toBe(false);
}

function expectAdvice(text: string): void {
  expect(text).toMatch(/^ {2}(?:do|fix) {2}/m);
}

function expectRefused({ code, stdout, stderr }: Answer, folder: string, expected: readonly string[]): void {
  expect({ code, stderr }).toEqual({ code: 3, stderr: '' });
  expectCivil(stdout, folder);
  expectAdvice(stdout);
  for (const line of expected) {
    const [place = '', rule = ''] = [
      line.slice(0, line.lastIndexOf(' ')),
      line.slice(line.lastIndexOf(' ') + 1),
    ];
    const found = stdout
      .split('\n')
      .filter(
        (one) => one.includes(`${printableLine(place)}  `) && (one.endsWith(rule) || /^ {2}see /.test(one)),
      );
    // What several files share is told once, with all places.
    expect(found, line).not.toEqual([]);
    expect(stdout, line).toContain(`  ${rule}\n`);
  }
}

test('there are at least 70 broken repositories, each with what is expected of it', () => {
  const made = [...dangerousCases, ...largeCases, unreadable];
  expect(kept.length + made.length).toBeGreaterThanOrEqual(70);
  expect(kept.filter((name) => expectedOf(name).length === 0)).toEqual([]);
  expect(made.filter(({ expected }) => expected.length === 0)).toEqual([]);
});

describe('a broken repository is refused with places and next steps', () => {
  test.each(kept)('%s', async (name) => {
    const folder = join(root, name);
    const result = await reviewed(folder);
    expect(result.failures).toEqual([]);
    expect(result.refused).toBe(![...refusedByPlan, ...taken].includes(name));
    expect(placesOf(result)).toEqual(expect.arrayContaining([...expectedOf(name)]));
    expect(misplaced(result)).toEqual([]);
    const text = reviewText(result, { paint: plain, verbose: true });
    expectCivil(text, folder);
    expectAdvice(text);
  });
});

describe('reading for a rollout gives a place and a next step to each problem', () => {
  const withCompose = kept.filter((name) => existsSync(join(root, name, 'compose.yaml')));
  test.each(withCompose)('%s', async (name) => {
    const folder = join(root, name);
    const project = await readProject({ root: folder, scope: 'deploy', processEnv: {} }).catch(refusal);
    if (project instanceof SeaworthyError) return expect(project.hint).toBeTruthy();
    for (const { message, hint, span } of problemsOf(project)) {
      const length = project.texts.get(span.file)?.text.length ?? 0;
      expect({ hint: hint !== '', file: span.file !== '' }, message).toEqual({ hint: true, file: true });
      expect(span.end, message).toBeLessThanOrEqual(length);
    }
  });
});

/** A file that was asked for and is not there. */
function refusal(error: unknown): SeaworthyError {
  if (error instanceof SeaworthyError) return error;
  throw error;
}

function problemsOf(project: Project): readonly ReadProblem[] {
  return [
    ...project.problems,
    ...project.stacks.flatMap(({ problems }) => problems),
    ...(project.settings?.problems ?? []),
  ];
}

describe('what is only a lot is read in time by its size', () => {
  test.each(largeCases)('$name', async ({ make, expected }) => {
    const folder = temporaryFolder();
    make(folder);
    const result = await reviewed(folder);
    expect(result.refused).toBe(true);
    expect(placesOf(result)).toEqual(expect.arrayContaining([...expected]));
    const text = reviewText(result, { paint: plain });
    expectCivil(text, folder);
    expectAdvice(text);
  });
});

describe('the command line on what no checkout can hold', () => {
  test.each(dangerousCases)('$name', ({ make, expected }) => {
    const folder = temporaryFolder();
    make(folder);
    // A repository of a few files must not take the memory of the machine.
    const answer = seaworthy(['review', folder, '-v'], { nodeFlags: ['--max-old-space-size=400'] });
    expectRefused(answer, folder, expected);
  });

  // Root may read every file, so that the command runs as nobody then.
  test('made-unreadable', () => {
    const folder = temporaryFolder();
    unreadable.make(folder);
    const answer = seaworthy(['review', folder, '-v'], process.getuid?.() === 0 ? { uid: 65_534 } : {});
    expectRefused(answer, folder, unreadable.expected);
    expect(answer.stdout).toContain('may not be read by this user');
  });
});

describe('the command line on kept cases', () => {
  test.each([
    'yaml-quote-open',
    'yaml-binary',
    'dockerfile-binary',
    'settings-torn',
    'hostile-names-of-services',
    'hostile-values',
    'hostile-dockerfile',
    'path with spaces and $(touch pwned)',
  ])('%s', (name) => {
    const folder = join(root, name);
    expectRefused(seaworthy(['review'], { cwd: folder }), folder, expectedOf(name));
  });

  test.each([
    ['yaml-quote-open', 'compose.yaml:3:23: A quoted value is not closed; Add the closing quote.'],
    ['interpolation-required-missing', 'compose.yaml:3:18: Variable TAG is required and not set'],
    ['settings-service-unknown', 'seaworthy.yaml:3:16: phase core names wbe'],
    ['env-utf16', '.env:1:1: .env is UTF-16LE, not UTF-8; Save the file as UTF-8.'],
    ['hostile-names-of-services', 'compose.yaml:2:3: A name in services must be'],
  ])('plan refuses %s', (name, said) => {
    const folder = temporaryFolder(join(root, name));
    const { code, stdout, stderr } = seaworthy(['plan'], { cwd: folder });
    expect({ code, said: stderr.includes(said) }, stderr).toEqual({ code: 3, said: true });
    expectCivil(stdout + stderr, folder);
  });
});

describe('the advice is that of the mistake', () => {
  test.each([
    ['compose-key-misspelt-in-service', 'Write environment'],
    ['compose-services-not-indented', 'Move "web" under "services:" if it is a service.'],
    ['compose-key-of-the-service-in-build', '"restart" is a key of the service: move it one level out.'],
    ['yaml-latin-1', 'Save the file as UTF-8.'],
    ['yaml-tab-indent', 'Replace the tab by spaces.'],
    ['yaml-template-not-rendered', 'render the template first'],
    ['extends-missing', 'Write base'],
    ['dockerfile-instruction-unknown', 'Write RUN'],
    ['dockerfile-flag-unknown', 'Write --platform'],
    ['env-name-with-blank', 'A name holds no blanks'],
    ['settings-key-unknown', 'Write phases'],
    ['settings-service-unknown', 'Did you mean web?'],
    ['settings-percent-without-base', 'Write a number of CPUs such as 0.5 or 500m.'],
  ])('%s', async (name, advice) => {
    expect(reviewText(await reviewed(join(root, name)), { paint: plain, verbose: true })).toContain(advice);
  });
});

describe('the readable half of a broken file still counts', () => {
  test.each([
    ['yaml-flow-open', 'compose/privileged-container'],
    ['include-missing', 'compose/privileged-container'],
    ['override-broken', 'compose/privileged-container'],
    ['names-of-prototypes', 'compose/privileged-container'],
    ['dockerfile-broken-behind-compose', 'compose/privileged-container'],
    ['dockerfile-crlf-with-error', 'dockerfile/last-user-root'],
    ['yaml-crlf-with-error', 'compose/data-store-not-persisted'],
    ['env-file-of-a-service-broken', 'env/syntax'],
  ])('%s', async (name, rule) => {
    const { findings } = await reviewed(join(root, name));
    expect(findings.map((finding) => finding.rule)).toContain(rule);
  });
});

test('nothing was executed', () => {
  const places = [process.cwd(), tmpdir(), ...kept.map((name) => join(root, name))];
  expect(places.filter((folder) => existsSync(join(folder, 'pwned')))).toEqual([]);
});
