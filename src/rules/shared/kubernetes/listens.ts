// The ports that the image of a container listens on, as far as its Dockerfile or its documentation says.
import type { ImageFacts } from '../../../model/dockerfile.ts';
import type { Related } from '../../../model/finding.ts';
import type { Container } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import type { SourceFact } from '../../../model/source.ts';
import { type BuiltImage, builtImageOf } from '../built-image.ts';
import { lineText } from '../command.ts';
import { parseImage } from '../image.ts';
import { imagePorts } from '../image-ports.ts';

type ListenFact = Extract<SourceFact, { kind: 'listen' }>;

interface Listens {
  readonly ports: ReadonlySet<number>;
  readonly related: readonly Related[];
}

export function listensOn(project: Project, container: Container): Listens | undefined {
  const built = builtImageOf(project, container);
  if (built !== undefined) {
    // Another command than the image's may listen elsewhere.
    if (container.command.length > 0) return undefined;
    const { expose } = built.stage.image;
    const sources = built.link?.sources ?? project.imageSources(built.dockerfile);
    const found = sources.flatMap(({ facts }) => facts).filter((fact) => fact.kind === 'listen');
    if (expose.length === 0) return ofCode(built, container, found);
    return {
      ports: new Set([
        ...expose.map(({ value }) => value),
        ...found.map(({ port }) => port),
        ...portsTold(built.stage.image),
      ]),
      related: expose.map(({ value, span }) => ({ at: span, message: `EXPOSE ${value}` })),
    };
  }
  return ofPublished(container);
}

/** Ports that the start command or the health check of the image speaks of: EXPOSE may leave some out. */
function portsTold({ entrypoint, cmd, healthcheck }: ImageFacts): readonly number[] {
  const text = [entrypoint, cmd, healthcheck?.test].map(lineText).join(' ');
  return [...text.matchAll(/(?:^|[\s:=])(\d{2,5})(?![\w.])/g)].map((match) => Number(match[1]));
}

/** What the code says, where it says all: every call has a port that nothing around the container changes. */
function ofCode(built: BuiltImage, container: Container, found: readonly ListenFact[]): Listens {
  const nothing: Listens = { ports: new Set(), related: [] };
  const started = [built.stage.image.entrypoint, built.stage.image.cmd].map(lineText).join(' ');
  if (container.args.length > 0 || container.envFrom.length > 0 || /\d{2,5}|\.sh\b|\$/.test(started))
    return nothing;
  const ports = new Map<number, Related>();
  for (const { port, variable, confidence, at } of found) {
    const entry = container.env.find(({ name }) => name.value === variable);
    const set =
      entry?.value?.value ??
      (variable === undefined ? undefined : built.stage.image.env.get(variable)?.value);
    const isKnown = entry === undefined || entry.value !== undefined;
    if (!isKnown || (set !== undefined && !/^\d+$/.test(set)) || confidence === 'possible') return nothing;
    ports.set(set === undefined ? port : Number(set), { at, message: 'the code listens here' });
  }
  return { ports: new Set(ports.keys()), related: [...ports.values()] };
}

/** A published image as it is: anything that could configure another port makes it unknown. */
function ofPublished({ image, command, args, env, envFrom, mounts }: Container): Listens | undefined {
  const name = image === undefined ? undefined : parseImage(image.value);
  const ports = name && imagePorts(name);
  const isTold =
    command.length > 0 ||
    args.length > 0 ||
    envFrom.length > 0 ||
    env.some((entry) => /port|listen|config|template/i.test(entry.name.value)) ||
    mounts.some(
      ({ path }) =>
        !/^\/(?:var\/lib|data|bitnami|usr\/share|tmp|var\/run|var\/cache)/.test(path?.value ?? ''),
    );
  return ports === undefined || isTold ? undefined : { ports: new Set(ports), related: [] };
}
