// Compose overlays of development, staging and production from one base: only what an environment adds to it.
import { SeaworthyError } from '../../base/errors.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { linkOf } from '../../rules/shared/stack.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import { entry, flow, fromPlain, item, list, map, type YamlEntry, yamlFile } from '../yaml.ts';
import { type Addition, decide, know, nothing, type Place } from './base.ts';
import { isGuessed, limitKeys, limitsFor } from './limits.ts';
import { closedPorts, developerPorts } from './ports.ts';
import { type SecretFiles, secretFiles } from './secret-files.ts';
import { debugOff, logRotation, readOnlyRoot, restartPolicy } from './settings.ts';

const environments = ['development', 'staging', 'production'] as const;

export const generator: Generator = {
  generate(given): Generated {
    const { project, environment } = given;
    const base = baseOf(project, requireStack(given));
    const wanted = environment === undefined ? [...environments] : [environment];
    const made = wanted.map((name) => overlayOf(project, base, name, environment !== undefined));
    return {
      files: made.flatMap(({ file }) => (file === undefined ? [] : [file])),
      notes: withoutRepeats(made.flatMap(({ notes }) => notes)),
    };
  },
};

/** What stands without an environment, in the folder of the stack. */
function baseOf({ stacks }: Project, stack: Stack): Stack {
  if (stack.environment === undefined) return stack;
  const base = stacks.find((one) => one.folder === stack.folder && one.environment === undefined);
  if (base !== undefined) return base;
  throw new SeaworthyError('NO_PROJECT', `there is no base beside ${stack.files.join(', ')}`, {
    hint: 'Name the file that all environments share with -f.',
  });
}

/** The same is true of staging and production: it is told once. */
function withoutRepeats(notes: readonly Note[]): readonly Note[] {
  const told = new Set<string>();
  return notes.filter(({ text }) => !told.has(text) && told.add(text));
}

interface Overlay {
  readonly file: GeneratedFile | undefined;
  readonly notes: readonly Note[];
}

const spellings: readonly RegExp[] = [/^dev/i, /^stag/i, /^prod/i];

/** An overlay that is there under another spelling (`compose.prod.yml`) is left alone. */
function standing({ stacks, files }: Project, base: Stack, environment: string): string | undefined {
  const spelling = spellings.find((one) => one.test(environment));
  const other = stacks.find(
    (one) =>
      one.folder === base.folder &&
      one.environment !== undefined &&
      one.environment !== environment &&
      spelling?.test(one.environment) === true,
  );
  if (other !== undefined) return other.files.at(-1);
  const override = base.files.find((file) => /\.override\.ya?ml$/.test(file));
  if (environment === 'development' && override !== undefined) return override;
  // With -f the other files of the folder were not read.
  const stem = (base.files[0] ?? '').replace(/\.ya?ml$/, '');
  const names = (shortNames[environment] ?? []).flatMap((name) => [
    `${stem}.${name}.yml`,
    `${stem}.${name}.yaml`,
  ]);
  return names.find((name) => files.kind(name) === 'file');
}

const shortNames: Readonly<Record<string, readonly string[]>> = {
  development: ['dev', 'override'],
  staging: ['stage', 'stg'],
  production: ['prod'],
};

function overlayOf(project: Project, base: Stack, environment: string, isAsked: boolean): Overlay {
  const there = isAsked ? undefined : standing(project, base, environment);
  if (there !== undefined)
    return { file: undefined, notes: [know(`${there} is there for ${environment} already`)] };
  const isForUsers = !spellings[0]?.test(environment);
  const made = isForUsers ? forUsers(project, base, environment) : forDevelopers(project, base);
  if (made.services.length === 0)
    return { file: undefined, notes: [...made.notes, know(`${environment} needs nothing beside the base`)] };
  const path = pathOf(base, environment);
  const root = map(
    ...(made.services.some(({ uses }) => uses) ? [loggingEntry()] : []),
    entry('services', map(...made.services.map((one, index) => ({ ...one.entry, gap: index > 0 }))), {
      gap: true,
    }),
    ...(made.secrets.length === 0 ? [] : [secretsEntry(made.secrets, environment)]),
  );
  return {
    file: {
      path,
      text: yamlFile({
        head: headOf(
          base,
          environment,
          path,
          made.services.some(({ limited }) => limited),
        ),
        root,
      }),
    },
    notes: made.notes,
  };
}

/** Named as the base is: `docker-compose.production.yml` beside `docker-compose.yml`. */
function pathOf(base: Stack, environment: string): string {
  const first = base.files[0] ?? 'compose.yaml';
  const match = /^(.*?)(\.ya?ml)$/.exec(first);
  return `${match?.[1] ?? first}.${environment}${match?.[2] ?? '.yaml'}`;
}

function headOf(base: Stack, environment: string, path: string, hasLimits: boolean): string {
  const name = (file: string) => file.slice(file.lastIndexOf('/') + 1);
  const first = name(base.files[0] ?? 'compose.yaml');
  const limits = 'Limits without a remark are to begin with: nothing here says what a service needs.';
  return [
    `What ${environment} adds to ${first}:`,
    `  docker compose -f ${first} -f ${name(path)} up -d`,
    ...(hasLimits ? [limits] : []),
  ].join('\n');
}

function loggingEntry(): YamlEntry {
  const options = fromPlain({ 'max-size': '10m', 'max-file': '3' });
  return entry('x-logging', map(entry('driver', 'json-file'), entry('options', flow(options))), {
    mark: '&logging',
    gap: true,
    above: 'Docker keeps every line that a container ever wrote, unless it is told when to stop.',
  });
}

function secretsEntry(definitions: readonly YamlEntry[], environment: string): YamlEntry {
  const hasFiles = definitions.some(
    ({ value }) =>
      typeof value === 'object' &&
      value !== null &&
      value.kind === 'map' &&
      value.entries.some(({ key }) => key === 'file'),
  );
  const what = hasFiles ? 'Variables and files' : 'Variables';
  return entry('secrets', map(...definitions), {
    gap: true,
    above: `${what} are filled by: seaworthy secrets init -e ${environment}`,
  });
}

interface Parts {
  readonly services: readonly {
    readonly entry: YamlEntry;
    readonly uses: boolean;
    readonly limited: boolean;
  }[];
  readonly secrets: readonly YamlEntry[];
  readonly notes: readonly Note[];
}

function byName({ services }: Stack): readonly Service[] {
  return [...services.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function forDevelopers(project: Project, base: Stack): Parts {
  const ports = developerPorts(base, project);
  const services = byName(base).flatMap((service) => {
    const entries = ports.get(service)?.entries ?? [];
    return entries.length === 0
      ? []
      : [{ entry: entry(service.name, map(...entries)), uses: false, limited: false }];
  });
  return { services, secrets: [], notes: [...ports.values()].flatMap(({ notes }) => notes) };
}

function forUsers(project: Project, base: Stack, environment: string): Parts {
  const secrets = secretFiles(project, base, environment);
  const notes: Note[] = [...secrets.notes];
  const guessed: string[] = [];
  const services = byName(base).flatMap((service) => {
    const place: Place = { project, stack: base, service, link: linkOf(project, service) };
    const additions = additionsOf(place, secrets);
    notes.push(...additions.flatMap((one) => one.notes));
    if (isGuessed(place)) guessed.push(service.name);
    const entries = additions.flatMap((one) => one.entries);
    const has = (key: string) => entries.some((one) => one.key === key);
    const added = {
      entry: entry(service.name, map(...entries)),
      uses: has('logging'),
      limited: limitKeys.some(has),
    };
    return entries.length === 0 ? [] : [added];
  });
  if (guessed.length > 0) {
    const text = `memory limits of ${guessed.join(', ')}: no file says what they need; the values are to begin with, so measure under load and correct them`;
    notes.unshift(decide(text));
  }
  return { services, secrets: secrets.definitions, notes };
}

function additionsOf(place: Place, secrets: SecretFiles): readonly Addition[] {
  const { service } = place;
  const variables = [...debugOff(place), ...(secrets.environment.get(service) ?? [])];
  const names = secrets.names.get(service) ?? [];
  const environment = variables.length === 0 ? [] : [entry('environment', map(...variables))];
  const files = names.length === 0 ? [] : [entry('secrets', flow(list(...names.map((name) => item(name)))))];
  // In the order in which other files have these keys.
  return [
    secrets.written.has(service) ? nothing : readOnlyRoot(place),
    { entries: files, notes: [] },
    { entries: environment, notes: [] },
    closedPorts(place),
    restartPolicy(place),
    limitsFor(place),
    logRotation(place),
  ];
}
