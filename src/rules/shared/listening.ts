// The ports that a service's process listens on, as far as code, EXPOSE and known images say.
import type { Span } from '../../base/span.ts';
import type { Related } from '../../model/finding.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import type { SourceFact } from '../../model/source.ts';
import { lineText } from './command.ts';
import { stageOf } from './image.ts';
import { imageListening } from './image-listening.ts';
import { isTestPath } from './source.ts';

export interface Listening {
  /** Each port and where it is known from; no place when it is the image's own default. */
  readonly ports: ReadonlyMap<number, Related | undefined>;
  /** False when only EXPOSE says so, which nobody enforces. */
  readonly sure: boolean;
}

/** Ports the service listens on; undefined when they cannot be known. */
export function listeningOf(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): Listening | undefined {
  const known = cache.get(service);
  if (known !== undefined && known.link === link) return known.listening;
  const listening =
    service.build === undefined && link === undefined
      ? ofPublishedImage(project, service)
      : ofBuild(service, link);
  cache.set(service, { link, listening });
  return listening;
}

const cache = new WeakMap<
  Service,
  { readonly link: BuildLink | undefined; readonly listening: Listening | undefined }
>();

function ofPublishedImage(project: Project, service: Service): Listening | undefined {
  const ports = imageListening(project, service);
  return ports && { ports: new Map([...ports].map((port) => [port, undefined])), sure: true };
}

const runners =
  /^(?:npm|npx|yarn|pnpm|bun|bunx|make|task|just|poetry|pipenv|foreman|supervisord?|air|nx|turbo)\b|\.sh\b/;

function ofBuild(service: Service, link: BuildLink | undefined): Listening | undefined {
  const image = stageOf(link)?.image;
  if (link === undefined || image === undefined) return undefined;
  const override = lineText(service.entrypoint) + lineText(service.command);
  // What a script of the repository starts instead of the image's own command cannot be read off.
  if (runners.test(override)) return undefined;
  const facts = link.sources.filter((source) => !isTestPath(source.file)).flatMap((source) => source.facts);
  const ports = new Map<number, Related | undefined>();
  for (const port of image.expose) ports.set(port.value, { at: port.span, message: `EXPOSE ${port.value}` });
  // A script may start programs of the base image beside those that are in sight.
  const isScript = /\.sh\b/.test(lineText(image.cmd ?? image.entrypoint));
  let sure = override === '' && statesExposed(service, image.env, ports);
  // What starts none of the files is for the base image's own program, which the code may only be mounted into.
  const starts =
    override === '' ? image.cmd !== undefined || image.entrypoint !== undefined : link.started.length > 0;
  for (const fact of starts ? facts : []) {
    if (fact.kind !== 'listen') continue;
    const port = portOf(fact, service, image.env);
    if (port === undefined) return undefined;
    ports.set(port.value, { at: port.at, message: `the code listens on port ${port.value}` });
    sure ||= fact.confidence !== 'possible' && override === '' && !isScript;
  }
  const command = [override, lineText(image.entrypoint), lineText(image.cmd)].join(' ');
  if (ports.size === 0) return undefined;
  for (const port of mentionedPorts(command, service, image.env))
    if (!ports.has(port)) ports.set(port, undefined);
  return { ports, sure };
}

/** PORT names a port that is exposed: two places agree, and few programs read PORT and listen elsewhere. */
function statesExposed(service: Service, imageEnv: EnvOf, exposed: ReadonlyMap<number, unknown>): boolean {
  const stated = service.environment.get('PORT')?.value?.value ?? imageEnv.get('PORT')?.value;
  return stated !== undefined && /^\d+$/.test(stated) && exposed.has(Number(stated));
}

type EnvOf = ReadonlyMap<string, { readonly value: string; readonly span: Span }>;

/** The port of a listen call after the variable that may change it. */
function portOf(
  fact: Extract<SourceFact, { kind: 'listen' }>,
  service: Service,
  imageEnv: EnvOf,
): { readonly value: number; readonly at: Span } | undefined {
  if (fact.variable === undefined) return { value: fact.port, at: fact.at };
  const entry = service.environment.get(fact.variable);
  if (entry !== undefined && entry.value === undefined) return undefined;
  const set = entry?.value ?? imageEnv.get(fact.variable);
  if (set === undefined)
    return service.envFiles.some((file) => !file.exists) ? undefined : { value: fact.port, at: fact.at };
  return /^\d+$/.test(set.value) ? { value: Number(set.value), at: set.span } : undefined;
}

/** Numbers in commands and environment that may be ports, and the defaults of known server programs. */
function* mentionedPorts(command: string, service: Service, imageEnv: EnvOf): Iterable<number> {
  const environment = [...service.environment.values()].map((entry) => entry.value?.value ?? '');
  const shipped = [...imageEnv.values()].map((value) => value.value);
  for (const text of [command, ...shipped, ...environment.filter((value) => !value.includes('://'))]) {
    for (const match of text.matchAll(/(?<![\w.])\d{2,5}(?![\w.])/g)) yield Number(match[0]);
  }
  for (const [program, port] of serverDefaults) if (program.test(command)) yield port;
}

const serverDefaults: readonly (readonly [RegExp, number])[] = [
  [/\buvicorn\b|\bgunicorn\b|\bfastapi run\b|\bmanage\.py runserver\b|\bhypercorn\b/, 8000],
  [/\bflask\b.*\brun\b/, 5000],
  [/\bnext\b|\bserve\b|\bserver\.js\b|\brails\b|\bpuma\b/, 3000],
  [/\bstreamlit\b/, 8501],
  [/\bvite\b.*\bpreview\b/, 4173],
  [/\bvite\b/, 5173],
  [/\.jar\b/, 8080],
];

/** Ports that server programs take when nobody says otherwise. */
export const defaultPortsOfServers: ReadonlySet<number> = new Set(serverDefaults.map(([, port]) => port));

/** True when the number stands in the text by itself. */
export function mentionsPort(text: string, port: number): boolean {
  return text.includes(`${port}`) && new RegExp(`(?<!\\d)${port}(?!\\d)`).test(text);
}
