// The ports that the image of a container listens on, as far as its Dockerfile or its documentation says.
import type { Related } from '../../../model/finding.ts';
import type { Container } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { defaultPorts } from '../data-stores.ts';
import { parseImage } from '../image.ts';
import { builtImageOf } from './built-image.ts';

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
    const facts = (built.link?.sources ?? []).flatMap((source) => source.facts);
    const found = facts.flatMap((fact) => (fact.kind === 'listen' ? [fact.port] : []));
    return {
      ports: expose.length === 0 ? new Set() : new Set([...expose.map(({ value }) => value), ...found]),
      related: expose.map(({ value, span }) => ({ at: span, message: `EXPOSE ${value}` })),
    };
  }
  return ofPublished(container);
}

/** A published image as it is: anything that could configure another port makes it unknown. */
function ofPublished({ image, command, args, env, envFrom, mounts }: Container): Listens | undefined {
  const name = image === undefined ? undefined : parseImage(image.value);
  const ports = name && defaultPorts(name);
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
