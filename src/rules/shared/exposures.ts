// What the code of a service opens, where the service can be reached from outside of its stack.
import type { Problem } from '../../model/finding.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Port, Service, Stack } from '../../model/service.ts';
import type { Exposure, SourceFact } from '../../model/source.ts';
import { isLoopback } from './env-address.ts';
import { isTestPath } from './source.ts';
import { isForUsers } from './stack.ts';

export type ExposureFact = Extract<SourceFact, { kind: 'exposure' }>;

/** The first port that is published to other machines. */
export function openPort(service: Service): Port | undefined {
  return service.ports.find(
    ({ host }) => host === undefined || !isLoopback(host.value) || host.value === '0.0.0.0',
  );
}

export function exposuresOf(link: BuildLink | undefined, what: Exposure): readonly ExposureFact[] {
  const files = (link?.sources ?? []).filter((source) => !isTestPath(source.file));
  return files
    .flatMap(({ facts }) => facts)
    .filter(
      (fact): fact is ExposureFact =>
        fact.kind === 'exposure' && fact.what === what && fact.confidence !== 'possible',
    );
}

interface Place {
  readonly project: Project;
  readonly stack: Stack;
  readonly production: boolean;
  readonly link: BuildLink | undefined;
}

/** Stacks of developers and tests, by the folder in which they lie. */
export function isTrial({ files }: Stack): boolean {
  return files.some((file) => /(?:^|\/)(?:dev|tests?|e2e|ci|\.ci|\.github|profiles)\//.test(file));
}

/** The problem of a service whose code has the exposure, at the port through which it is reached. */
export function* exposed(
  service: Service,
  { project, stack, production, link }: Place,
  what: Exposure,
  says: string,
): Iterable<Problem> {
  const port = openPort(service);
  if (!service.enabled || port === undefined || !isForUsers(project, stack, production) || isTrial(stack))
    return;
  // A command that starts none of the files is for the base image's own program.
  if ((service.command ?? service.entrypoint) !== undefined && link?.started.length === 0) return;
  const [fact] = exposuresOf(link, what);
  if (fact === undefined) return;
  yield {
    at: fact.at,
    message: `${service.name} ${says} and is published at port ${port.published?.value ?? port.target.value}`,
    object: `services.${service.name}.${what}`,
    confidence: 'likely',
    related: [{ at: port.span, message: 'the port is published here' }],
  };
}
