// Fault 22, by chance: files that are wrong in any way a text can be. Each mistake has its place; nothing crashes.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SeaworthyError } from '../../../src/base/errors.ts';
import { readProject } from '../../../src/read/project.ts';

const sound: Readonly<Record<string, string>> = {
  'compose.yaml': `name: shop
x-base: &base
  restart: always
services:
  web:
    <<: *base
    build: { context: ./web, args: [MODE=\${MODE:-prod}] }
    ports: ["127.0.0.1:8080:8000"]
    environment:
      DB: postgres://u:\${PASSWORD:?needed}@db:5432/x
    depends_on:
      db: { condition: service_healthy }
    healthcheck: { test: ["CMD", "true"], interval: 5s }
  db:
    image: postgres:16
    env_file: .env
    volumes: ["data:/var/lib/postgresql/data"]
    deploy: { resources: { limits: { memory: 256M, cpus: "0.5" } } }
volumes: { data: {} }
`,
  'seaworthy.yaml': `stack: shop
budget: { memory: 1GiB, cpus: 2 }
phases:
  - name: core
    services: [db]
    gate: { stable_for: 1s, deadline: 5s }
services:
  web: { gate: { http: /ready, port: 8000 }, replace: start-first }
smoke:
  - http: http://web:8000/
    expect: { status: 200, within: 500ms }
`,
  '.env': 'PASSWORD="se cret"\nexport MODE=dev # why\nLIST=a,b\n',
  'web/Dockerfile': 'FROM node:22\nWORKDIR /app\nCOPY run.sh ./\nCMD ["sh", "run.sh"]\n',
};

const nasty = [
  '${',
  '${X:?',
  '$(touch pwned)',
  '`touch pwned`',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '\t',
  '\r',
  '\r\n',
  '\n',
  '\uFEFF',
  '\0',
  '&a ',
  '*a ',
  '*nobody',
  '<<: *base',
  '!!binary x',
  '!tag ',
  '%YAML 9.9\n',
  '---\n',
  '...\n',
  '#',
  '|\n',
  '>-\n',
  '\\',
  '=',
  '=x\n',
  '\u{1F984}',
  '\uD800',
  '999999999999999999999',
  '-1',
  'null',
  '~',
  '[]',
  '{}',
  'true',
  '1e400',
  '__proto__: 1\n',
  'constructor',
];

type Mutation = readonly [kind: 'insert' | 'cut' | 'repeat', at: number, length: number, text: string];

function mutate(text: string, [kind, at, length, insert]: Mutation): string {
  const from = Math.floor(at * text.length);
  if (kind === 'insert') return text.slice(0, from) + insert + text.slice(from);
  if (kind === 'cut') return text.slice(0, from) + text.slice(from + length);
  return text.slice(0, from) + text.slice(from, from + length).repeat(2) + text.slice(from + length);
}

const unit = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
const mutation = fc.tuple(
  fc.constantFrom('insert' as const, 'cut' as const, 'repeat' as const),
  unit,
  fc.integer({ min: 1, max: 30 }),
  fc.constantFrom(...nasty),
);
const mutated = fc.record({
  file: fc.constantFrom(...Object.keys(sound)),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 4 }),
});

function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Problems lie within their files and read like sentences. What is thrown is ours. */
async function expectTold(folder: string, scope: 'deploy' | 'review'): Promise<void> {
  try {
    const project = await readProject({ root: folder, scope, processEnv: {} });
    const problems = [
      ...project.problems,
      ...project.stacks.flatMap((stack) => stack.problems),
      ...(project.settings?.problems ?? []),
    ];
    for (const { message, hint, span } of problems) {
      const length = project.texts.get(span.file)?.text.length ?? 0;
      expect(span.start).toBeLessThanOrEqual(length);
      expect(`${message} ${hint}`).not.toMatch(/Cannot read prop|is not a function|\[object|\n +at /);
    }
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error;
  }
}

test('300 mutated files are read without a crash, and every problem has its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-fuzz-'));
  write(folder, { ...sound, 'web/run.sh': 'sleep 1\n' });
  try {
    await fc.assert(
      fc.asyncProperty(mutated, async ({ file, mutations }) => {
        write(folder, { [file]: mutations.reduce(mutate, sound[file] ?? '') });
        await expectTold(folder, 'deploy');
        await expectTold(folder, 'review');
        write(folder, { [file]: sound[file] ?? '' });
      }),
      { numRuns: 300 },
    );
    expect(readdirSync(folder)).not.toContain('pwned');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
