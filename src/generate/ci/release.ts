// What the deployment runs on the host: an overlay with the images of a release, and a script with gate and way back.
import { posix } from 'node:path';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { endpointsOf } from '../shared/endpoints.ts';
import { entry, map, raw, yamlFile } from '../yaml.ts';

export const releaseFile = 'compose.release.yaml';

export function builtServices({ services }: Stack): readonly Service[] {
  return [...services.values()]
    .filter(
      ({ build, enabled }) => build !== undefined && build.inline === undefined && !build.isRemote && enabled,
    )
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

export function releaseOverlay(stack: Stack, built: readonly Service[]): string {
  const services = built.map(({ name }, index) =>
    entry(
      name,
      map(
        entry('image', raw(`\${IMAGES:-localhost/${stack.name}}/${name}:\${RELEASE:-local}`)),
        entry('build', raw('!reset null')),
      ),
      { gap: index > 0 },
    ),
  );
  const head =
    'A release runs the images that the pipeline built, by the commit that they are of; the host builds nothing.';
  return yamlFile({ head, root: map(entry('services', map(...services))) });
}

/** Where the host itself reaches the stack, for the last question of a deployment. */
export function smokeUrl(project: Project, stack: Stack): string | undefined {
  const reached = endpointsOf(project, stack).flatMap(({ service, port, http, health }) => {
    const published = service.ports.find(
      ({ target, protocol }) => target.value === port && protocol === 'tcp',
    );
    return http && published?.published !== undefined
      ? [
          {
            url: `http://127.0.0.1:${published.published.value}${health ?? '/'}`,
            isHealth: health !== undefined,
          },
        ]
      : [];
  });
  return (reached.find(({ isHealth }) => isHealth) ?? reached[0])?.url;
}

export function deployScript(stack: Stack, hasImages: boolean, url: string | undefined): string {
  const own = stack.files.map((file) => posix.relative(stack.folder === '' ? '.' : stack.folder, file));
  const files = [...own, ...(hasImages ? [releaseFile] : [])].map((file) => `-f ${file}`).join(' ');
  const up = stack.folder === '' ? '..' : `../${stack.folder}`;
  return `#!/bin/sh
# Puts a release in place of the one that runs. It counts once every health check passes and the system answers; where
# it does not, the release before it is started again.
# usage: deploy/deploy.sh RELEASE
set -eu
cd "$(dirname "$0")/${up}"

new=$1
# The release that ran well last.
state=.release
old=
if [ -f "$state" ]; then
  old=$(cat "$state")
fi

start() {
  RELEASE=$1 docker compose ${files} up -d --no-build --wait --wait-timeout 300
}
${smokeLines(url)}
if start "$new" && smoke; then
  echo "$new" >"$state"
  echo "release $new runs"
  exit 0
fi

echo "release $new is not well:" >&2
RELEASE=$new docker compose ${files} ps --all >&2
RELEASE=$new docker compose ${files} logs --tail 30 >&2
if [ -z "$old" ]; then
  echo 'there is no release to go back to' >&2
  exit 1
fi
start "$old"
smoke
echo "release $old runs again" >&2
exit 1
`;
}

function smokeLines(url: string | undefined): string {
  if (url === undefined)
    return `
# Nothing of the system can be asked from the host: the health checks are the gate.
smoke() {
  true
}
`;
  return `
smoke() {
  tries=0
  until curl --fail --silent --show-error --max-time 5 --output /dev/null ${url}; do
    tries=$((tries + 1))
    if [ "$tries" -ge 10 ]; then
      return 1
    fi
    sleep 2
  done
}
`;
}
