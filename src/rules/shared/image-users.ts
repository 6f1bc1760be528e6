// Users that published images bring. Sources: the Dockerfiles behind https://github.com/docker-library/official-images,
// and those named in the rows.
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { chainOf } from './build.ts';
import { type ImageName, parseImage } from './image.ts';
import { runCommands } from './run.ts';

/** The user that an image made for itself, where the image runs as root all the same. */
export function spareUser({ repository, tag }: ImageName): string | undefined {
  return repository === 'node' && !/windows|nanoserver/.test(tag ?? '') ? 'node' : undefined;
}

const defaultUsers: Readonly<Record<string, string>> = {
  // https://github.com/grafana/grafana/blob/main/Dockerfile
  'grafana/grafana': '472',
  // https://github.com/jenkinsci/docker/blob/master/debian/bookworm/hotspot/Dockerfile
  'jenkins/jenkins': 'jenkins',
  // https://airflow.apache.org/docs/docker-stack/build.html
  'apache/airflow': 'airflow',
  // https://github.com/n8n-io/n8n/blob/master/docker/images/n8n/Dockerfile
  'n8nio/n8n': 'node',
  // https://github.com/keycloak/keycloak/blob/main/quarkus/container/Dockerfile
  'quay.io/keycloak/keycloak': '1000',
  // https://github.com/apache/solr-docker
  solr: 'solr',
};

/** The user that containers of the image run as unless told otherwise, where that is not root. */
export function defaultUserOf({ repository }: ImageName): string | undefined {
  return Object.hasOwn(defaultUsers, repository) ? defaultUsers[repository] : undefined;
}

const numbers: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  node: { node: '1000' },
  nginx: { nginx: '101' },
};

/** The number of a user that the image itself has. */
function numberInImage({ repository }: ImageName, name: string): string | undefined {
  // https://github.com/GoogleContainerTools/distroless/blob/main/common/variables.bzl
  if (repository.startsWith('gcr.io/distroless/')) return name === 'nonroot' ? '65532' : undefined;
  return Object.hasOwn(numbers, repository) ? numbers[repository]?.[name] : undefined;
}

/** USER of the stage before the last one, when that was no root. */
export function userBefore({ instructions }: Stage, last: DockerInstruction): string | undefined {
  const before = instructions.findLast(
    ({ keyword, span, args }) =>
      keyword === 'USER' &&
      span.start < last.span.start &&
      !/^(?:root|0)(?::|$)|\$|^$/.test(args[0]?.value ?? ''),
  );
  return before?.args[0]?.value;
}

/** As the stage or its base makes the user; with a number the user's own group and home count as with the name. */
export function userNumber(dockerfile: Dockerfile, stage: Stage, name: string): string | undefined {
  const commands = chainOf(dockerfile, stage).flatMap(({ instructions }) =>
    instructions.flatMap((instruction) => runCommands(dockerfile, instruction)),
  );
  if (commands.some(({ program }) => program === 'usermod')) return undefined;
  for (const { program, args } of commands) {
    const words = args.map(({ text }) => text);
    if (!/^(?:useradd|adduser)$/.test(program) || !words.includes(name)) continue;
    const at = words.findIndex((word) => /^(?:-u|--uid)$/.test(word));
    const joined = words
      .map((word) => /^--uid=(\d+)$/.exec(word)?.[1])
      .find((number) => number !== undefined);
    const number = joined ?? (at === -1 ? undefined : words[at + 1]);
    return number !== undefined && /^[1-9]\d*$/.test(number) ? number : undefined;
  }
  const root = stage.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
  return root && numberInImage(root, name);
}
