// The property that every kind of generated files has: read back by our own readers, and nothing for our own rules to say.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { chosenStack } from '../../src/generate/chosen-stack.ts';
import type { Asked, Generated, GeneratedFile, Given } from '../../src/generate/generator.ts';
import { kinds } from '../../src/generate/kinds.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { Project } from '../../src/model/project.ts';
import { readProject } from '../../src/read/project.ts';
import { positionsIn } from '../../src/review/positions.ts';
import { review } from '../../src/review/run.ts';

export interface Generation {
  readonly before: Project;
  readonly generated: Generated;
  /** What came out the second time. */
  readonly again: Generated;
  /** The project with the new files in it. */
  readonly after: Project;
  /** Text of one of the files. @throws Error when it was not made */
  text(path: string): string;
}

export interface GenerationOptions {
  readonly environment?: string;
  /** Flags of the kind. */
  readonly asked?: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** What review rightly says of the new files: a placeholder that waits for a person. `rule file:line message`. */
  readonly awaits?: readonly string[];
}

export type Files = Readonly<Record<string, string>>;

/** All files below a folder of the repository, such as an example. */
export function filesOf(folder: string): Files {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  return Object.fromEntries(paths.map((path) => [relative(folder, path), readFileSync(path, 'utf8')]));
}

/**
 * Runs a kind on a project and holds it to what all kinds promise: the same bytes twice, every new file understood, no
 * problem that was not there before, and no finding of any rule in a new file, in the strict preset.
 */
export async function generation(
  kind: string,
  files: Files,
  options: GenerationOptions = {},
): Promise<Generation> {
  const made = await generateOnly(kind, files, options);
  const paths = new Set(made.generated.files.map(({ path }) => path));
  expect(made.again, 'the same bytes twice').toEqual(made.generated);
  const unknown = made.after.artifacts.filter(
    ({ file, understood }) => paths.has(file) && understood !== 'yes',
  );
  expect(unknown, 'every new file is understood').toEqual([]);
  expect(newProblems(made.before, made.after), 'nothing is broken by it').toEqual([]);
  // A file of the user that got a few lines more keeps what was to be said of it.
  const told = (finding: string) => finding.replace(/:\d+ /, ' ');
  const edited = made.generated.files.filter(({ edits }) => edits !== undefined).map(({ path }) => path);
  const before = new Set(findingsIn(made.before, new Set(edited)).map(told));
  const found = findingsIn(made.after, paths).filter((finding) => !before.has(told(finding)));
  expect(found, 'our own rules have nothing to say').toEqual(options.awaits ?? []);
  return made;
}

/** Without what is promised: to see what comes out. */
export async function generateOnly(
  kind: string,
  files: Files,
  options: GenerationOptions = {},
): Promise<Generation> {
  const root = join(realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-generate-'))), 'shop');
  onTestFinished(() => rmSync(dirname(root), { recursive: true, force: true }));
  writeFiles(
    root,
    Object.entries(files).map(([path, text]) => ({ path, text })),
  );
  const before = await read(root);
  const generated = await generatedFrom(kind, before, options);
  const again = await generatedFrom(kind, before, options);
  writeFiles(root, generated.files);
  const after = await read(root);
  const text = (path: string) => {
    const found = generated.files.find((file) => file.path === path);
    if (found !== undefined) return found.text;
    throw new Error(`${path} is not among ${generated.files.map((file) => file.path).join(', ')}`);
  };
  return { before, generated, again, after, text };
}

async function generatedFrom(kind: string, project: Project, options: GenerationOptions): Promise<Generated> {
  const entry = kinds.find(({ name }) => name === kind);
  if (entry === undefined) throw new Error(`there is no kind ${kind}`);
  const { generator } = await entry.load();
  const { environment } = options;
  return generator.generate({
    project,
    stack: chosenStack(project, environment),
    asked: askedOf(options.asked ?? {}),
    environment,
    now: new Date('2026-01-01T00:00:00Z'),
    text: (path) =>
      existsSync(join(project.root, path)) ? readFileSync(join(project.root, path), 'utf8') : undefined,
    randomBytes: countedBytes(),
  } satisfies Given);
}

function askedOf(values: Readonly<Record<string, string | boolean | readonly string[]>>): Asked {
  return {
    text: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    list: (name) => {
      const value = values[name];
      return typeof value === 'object' ? value : [];
    },
    is: (name) => values[name] === true,
  };
}

/** Bytes that look random and are the same in each run. */
function countedBytes(): (size: number) => Uint8Array {
  let state = 1;
  return (size) =>
    Uint8Array.from({ length: size }, () => {
      state = (state * 48271) % 2147483647;
      return state & 0xff;
    });
}

export function read(root: string): Promise<Project> {
  return readProject({ root, scope: 'review', processEnv: {} });
}

function writeFiles(root: string, files: readonly Pick<GeneratedFile, 'path' | 'text' | 'mode'>[]): void {
  for (const { path, text, mode } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { mode: mode ?? 0o644 });
  }
}

/** `rule file:line message` of every finding that stands in one of the files. */
export function findingsIn(project: Project, paths: ReadonlySet<string>): readonly string[] {
  const result = review(project, { preset: 'strict', today: '2026-01-01' });
  expect(result.failures).toEqual([]);
  const positions = positionsIn(project.texts);
  const told = ({ rule, at, message }: Finding) =>
    `${rule} ${at.file}:${positions.start(at).line} ${message}`;
  // What a new file accepts, it accepts with a reason that a person reads.
  const isAccepted = ({ waived }: Finding) => waived !== undefined && paths.has(waived.at.file);
  return result.findings.filter((one) => !isAccepted(one) && paths.has(one.at.file)).map(told);
}

function newProblems(before: Project, after: Project): readonly string[] {
  const known = new Set(problemsOf(before));
  return problemsOf(after).filter((problem) => !known.has(problem));
}

function problemsOf(project: Project): readonly string[] {
  return [
    ...project.problems,
    ...project.stacks.flatMap((stack) => stack.problems),
    ...[...project.dockerfiles.values()].flatMap((dockerfile) => dockerfile.problems),
    ...[...project.envFiles.values()].flatMap((envFile) => envFile.problems),
  ].map(({ code, span, message }) => `${code} ${span.file} ${message}`);
}
