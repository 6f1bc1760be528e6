import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Port, Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOnlyInternal } from '../shared/stack.ts';
import { reviewFix, swapped } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'host-port-conflict',
  area: 'compose',
  severity: 'critical',
  aliases: ['dclint:no-duplicate-exported-ports'],
  title: 'Two services publish the same host port',
  why: 'The second container fails with "port is already allocated", so the stack never comes up whole.',
  fix: 'Give one of the two another host port.',
  references: ['https://docs.docker.com/reference/compose-file/services/#ports'],
  on: 'stack',
  *check(stack, { project }) {
    const found = [...conflicts(project, stack)];
    // A menu of services, of which each user starts a few by name.
    const isMenu = stack.services.size > 20 && found.length > 5;
    for (const problem of found) yield isMenu ? { ...problem, severity: 'low' } : problem;
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8080:8000"]
            web:
              image: ghcr.io/acme/web:1.4.2
              ports: ["127.0.0.1:8080:80"]
        `,
      },
      'compose.yaml:7:13',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["8080:8000"]
            web:
              image: ghcr.io/acme/web:1.4.2
              ports: ["127.0.0.1:8081:80"]
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: [ 8080:8080, 8081:9000 ]
            web:
              image: ghcr.io/acme/web:1.4.2
              ports:
                - target: 80
                  published: "8080" # for the people
        `,
      },
      'compose.yaml:8:9',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: [ 8080:8080, 8081:9000 ]
            web:
              image: ghcr.io/acme/web:1.4.2
              ports:
                - target: 80
                  published: "8082" # for the people
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:8000", "53:53/udp"]
          web:
            image: ghcr.io/acme/web:1.4.2
            ports: ["127.0.0.2:8080:80", "53:53/tcp"]
          old-web:
            image: ghcr.io/acme/web:1.3.0
            profiles: [old]
            ports: ["127.0.0.2:8080:80"]
          worker:
            image: ghcr.io/acme/worker:1.4.2
            ports: ["127.0.0.1:8080:8000"]
            networks: [back]
        networks:
          back:
            internal: true
      `,
    }),
  ],
});

function collide(a: Port, b: Port): boolean {
  if (a.published === undefined || a.published.value === 0) return false;
  if (a.published.value !== b.published?.value || a.protocol !== b.protocol) return false;
  // One mapping written in two merged files is one mapping.
  if (a.service === b.service && a.target.value === b.target.value) return false;
  return isEvery(a) || isEvery(b) || a.host?.value === b.host?.value;
}

/** Profiles are alternatives as a rule: only services of the same ones are meant to run at once. */
function runTogether(stack: Stack, port: Port, service: Service): boolean {
  const names = (one: Service | undefined) =>
    (one?.profiles ?? [])
      .map((profile) => profile.value)
      .sort()
      .join(' ');
  return names(stack.services.get(port.service)) === names(service);
}

function isEvery(port: Port): boolean {
  return port.host === undefined || ['', '0.0.0.0', '::', '[::]'].includes(port.host.value);
}

function* conflicts(project: Project, stack: Stack): Iterable<Problem> {
  const taken: Port[] = [];
  for (const service of stack.services.values()) {
    if (!service.enabled || service.networkMode?.value === 'host' || isOnlyInternal(stack, service)) continue;
    for (const port of service.ports) {
      const first = taken.find((other) => collide(other, port) && runTogether(stack, other, service));
      taken.push(port);
      if (first === undefined) continue;
      yield {
        at: port.span,
        message: `${service.name} publishes host port ${port.published?.value}, which ${first.service} publishes already`,
        object: `services.${service.name}.ports.${port.published?.value}`,
        related: [{ at: first.span, message: `${first.service} publishes it here` }],
        ...movedPort(project, stack, port),
      };
    }
  }
}

/** The next port that no service of the stack publishes. */
function movedPort(project: Project, stack: Stack, { published }: Port): Pick<Problem, 'fix'> {
  if (published === undefined) return {};
  const ports = [...stack.services.values()].flatMap((service) => service.ports);
  const taken = new Set(ports.map((port) => port.published?.value));
  let free = published.value + 1;
  while (taken.has(free)) free += 1;
  if (free > 65_535) return {};
  const edit = swapped(project, published, String(published.value), String(free));
  return reviewFix(`Publish it as ${free}`, edit);
}
