// The module of Maven or Gradle whose jar an image starts, and the class in it that is started.
import { posix } from 'node:path';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { folderOf, joinPath, nameOf } from '../paths.ts';
import { isSpringProperties } from '../source/java/properties.ts';
import type { MainMark } from '../source/scan.ts';
import { type CompiledPlace, onDisk, runsOf } from './compiled.ts';
import type { Start } from './started-files.ts';

export interface JavaProgram {
  /** Java files and properties of the module. */
  readonly files: readonly string[];
  /** The file of the class that is started, where it can be told. */
  readonly started: readonly string[];
}

export interface JavaPlace extends CompiledPlace {
  readonly read: (path: string) => string | undefined;
  /** How a file says that a program begins in it. */
  readonly markOf: (file: string) => MainMark | undefined;
}

export function javaProgram(stage: Stage, starts: readonly Start[], place: JavaPlace): JavaProgram {
  const stages = place.dockerfile.stages.slice(0, stage.index + 1);
  const isJava = /\bjava\b|\.jar\b|\bmvnw?\b|\bgradlew?\b/;
  if (!stages.some(({ instructions }) => instructions.some(({ raw }) => isJava.test(raw.value))))
    return { files: [], started: [] };
  const module = startedModule(stage, starts, place) ?? likelyModule(stages, place);
  if (module === undefined) return { files: [], started: [] };
  const files = place.files
    .below(joinPath(module, 'src/main'))
    .filter((file) => isJavaFile(file) || isSpringProperties(file));
  const isStarted = starts.some(({ started }) => /^(?:jar|class|built)$/.test(started.kind));
  const main = isStarted || isInstalled(stage) ? mainOf(module, files, starts, place) : undefined;
  return { files, started: main === undefined ? [] : [main] };
}

function isJavaFile(file: string): boolean {
  return /\.(?:java|kt)$/.test(file);
}

/** `gradle installDist` makes a script of the shell that starts the program. */
function isInstalled({ instructions }: Stage): boolean {
  return instructions.some(
    ({ keyword, raw }) => keyword === 'COPY' && /build\/(?:install|distributions)\//.test(raw.value),
  );
}

function isModule(folder: string, { files }: JavaPlace): boolean {
  return files.kind(joinPath(folder, 'src/main')) === 'folder';
}

/** The module of the very jar that the command names, or of the folder in which it is built and run. */
function startedModule(stage: Stage, starts: readonly Start[], place: JavaPlace): string | undefined {
  for (const { started, workdir } of starts) {
    const found =
      started.kind === 'jar' && started.path !== undefined
        ? moduleOfJar(stage, posix.resolve('/', workdir, started.path), place)
        : started.kind === 'built'
          ? onDisk(place, stage, posix.resolve('/', workdir, started.folder ?? '.'))
          : undefined;
    if (found !== undefined && isModule(found, place)) return found;
  }
  return undefined;
}

const output = /^(.*?)\/?(?:target|build\/(?:libs|install|distributions))\/.+$/;

function moduleOfJar(stage: Stage, jar: string, place: JavaPlace): string | undefined {
  for (const instruction of copiesIn(stage, place.dockerfile.stages).toReversed()) {
    const target = instruction.args.at(-1)?.value ?? '';
    const path = posix.resolve(
      '/',
      stage.image.workdir?.value ?? '/',
      expanded(target, stage, place.dockerfile),
    );
    for (const { value } of instruction.args.slice(0, -1)) {
      const source = expanded(value, stage, place.dockerfile);
      const isInto = path === posix.dirname(jar) && matchesName(posix.basename(source), posix.basename(jar));
      if (path === jar || isInto) return moduleOfOutput(instruction, source, place);
    }
  }
  // Built where it is run.
  const own = output.exec(jar)?.[1];
  return own === undefined ? undefined : onDisk(place, stage, own);
}

/** COPY and ADD of a stage and of those that it is made from. */
function copiesIn(stage: Stage, stages: readonly Stage[]): readonly DockerInstruction[] {
  const base = stage.baseStage === undefined ? undefined : stages[stage.baseStage];
  const own = stage.instructions.filter(({ keyword }) => keyword === 'COPY' || keyword === 'ADD');
  return base === undefined ? own : [...copiesIn(base, stages), ...own];
}

function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  let at = 0;
  return (
    name.startsWith(parts[0] ?? '') &&
    name.endsWith(parts.at(-1) ?? '') &&
    parts.every((part) => {
      const found = name.indexOf(part, at);
      at = found + part.length;
      return found !== -1;
    })
  );
}

/** `target/app.jar`, or `/src/orders/build/libs/*.jar` of another stage: the folder above the output. */
function moduleOfOutput(
  instruction: DockerInstruction,
  source: string,
  place: JavaPlace,
): string | undefined {
  const folder = output.exec(source)?.[1];
  if (folder === undefined) return undefined;
  const from = instruction.flags.find(({ name }) => name === 'from')?.value;
  if (from === undefined) return joinPath(place.context, posix.resolve('/', folder).slice(1));
  const other = place.dockerfile.stages.find(
    ({ name, index }) => name === from.toLowerCase() || String(index) === from,
  );
  return other && onDisk(place, other, posix.resolve('/', other.image.workdir?.value ?? '/', folder));
}

/** The one module whose output is copied, or else the one that is built. */
function likelyModule(stages: readonly Stage[], place: JavaPlace): string | undefined {
  const folders = new Set<string>();
  for (const each of stages) for (const folder of jarModules(each, place)) folders.add(folder);
  if (folders.size === 0)
    for (const each of stages) for (const folder of builtModules(each, place)) folders.add(folder);
  const [module, ...others] = [...folders].filter((folder) => isModule(folder, place));
  return others.length > 0 ? undefined : module;
}

function* jarModules(stage: Stage, place: JavaPlace): Iterable<string> {
  for (const instruction of stage.instructions) {
    if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') continue;
    for (const { value } of instruction.args.slice(0, -1)) {
      const module = moduleOfOutput(instruction, expanded(value, stage, place.dockerfile), place);
      if (module !== undefined) yield module;
    }
  }
}

/** The working folder in which Maven or Gradle runs. */
function* builtModules(stage: Stage, place: JavaPlace): Iterable<string> {
  for (const { text, workdir } of runsOf(stage)) {
    if (!/\b(?:mvnw?|gradlew?)\b/.test(text)) continue;
    const own = onDisk(place, stage, workdir);
    if (own !== undefined) yield own;
  }
}

function expanded(text: string, stage: Stage, dockerfile: Dockerfile): string {
  return text.replace(/\$\{?(\w+)\}?/g, (all, name: string) => {
    const pairs = stage.instructions.filter(({ keyword }) => keyword === 'ARG').flatMap((each) => each.pairs);
    const own = pairs.find((pair) => pair.name.value === name)?.value?.value;
    return own ?? dockerfile.args.get(name)?.value ?? all;
  });
}

/** The class that the command names, or that the build writes into the jar, or the only one that can be started. */
function mainOf(
  module: string,
  files: readonly string[],
  starts: readonly Start[],
  place: JavaPlace,
): string | undefined {
  const named = starts.flatMap(({ started }) => (started.kind === 'class' ? [started.name] : []))[0];
  const declared = named ?? declaredMain(module, place);
  if (declared !== undefined) return classFile(declared, files);
  const marked = files.filter(isJavaFile).map((file) => ({ file, mark: place.markOf(file) }));
  for (const kind of ['application', 'main']) {
    const [only, ...others] = marked.filter(({ mark }) => mark === kind);
    if (only !== undefined) return others.length === 0 ? only.file : undefined;
  }
  return undefined;
}

const mavenMain = /<(?:start-class|mainClass)>\s*([\w.$]+)\s*</g;
const gradleMain = /\b(?:mainClass(?:Name)?|Main-Class)['"]?\s*(?:[=:]|\.set\()?\s*['"]([\w.$]+)['"]/g;

/** Undefined also where a build names several: only its own rules say for which of them. */
function declaredMain(module: string, { read }: JavaPlace): string | undefined {
  const maven = read(joinPath(module, 'pom.xml'));
  const gradle = ['build.gradle', 'build.gradle.kts']
    .map((name) => read(joinPath(module, name)) ?? '')
    .join('\n');
  const found = [...(maven ?? '').matchAll(mavenMain), ...gradle.matchAll(gradleMain)].map(
    ([, name = '']) => name,
  );
  const [only, ...others] = new Set(found.filter((name) => name.includes('.') || /^[A-Z]/.test(name)));
  return others.length === 0 ? only : undefined;
}

/** `com.acme.App`; Kotlin calls the class of a file `AppKt`, and need not have folders for packages. */
function classFile(name: string, files: readonly string[]): string | undefined {
  const path = name.replace(/\$.*$/, '').replaceAll('.', '/');
  const paths = [path, path.replace(/Kt$/, '')];
  const whole = files.find((file) =>
    paths.some((each) => file.endsWith(`/${each}.java`) || file.endsWith(`/${each}.kt`)),
  );
  if (whole !== undefined) return whole;
  const names = paths.map((each) => `${nameOf(each)}.kt`);
  const alike = files.filter((file) => names.includes(nameOf(file)) && folderOf(file) !== '');
  return alike.length === 1 ? alike[0] : undefined;
}
