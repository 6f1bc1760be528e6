// The restricted Pod Security Standard, and a little more: https://kubernetes.io/docs/concepts/security/pod-security-standards/
import { note, type Part, type World } from './part.ts';
import type { Fields } from './tree.ts';

/** Outside of the ranges that nodes give to their own users. */
export const userId = 10_001;

/** Capabilities that the restricted standard lets a container add. */
const admitted: ReadonlySet<string> = new Set(['NET_BIND_SERVICE']);

export function podSecurity(part: Part): Fields {
  const { user, group } = idsOf(part);
  return {
    '#user': `No root, and an id of its own${user === userId ? '' : ': compose names it'}; \`fsGroup\` lets it write to its volumes.`,
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    fsGroup: group,
    // Large volumes are not gone through at each start.
    fsGroupChangePolicy: 'OnRootMismatch',
    sysctls: part.ports.some(({ port }) => port < 1024)
      ? [
          {
            '#why': 'Lets a user without rights listen below 1024.',
            name: 'net.ipv4.ip_unprivileged_port_start',
            value: '0',
          },
        ]
      : undefined,
    seccompProfile: { type: 'RuntimeDefault' },
    appArmorProfile: { type: 'RuntimeDefault' },
  };
}

export function containerSecurity({ service }: Part): Fields {
  const added = service.capAdd
    .map(({ value }) => value.toUpperCase().replace(/^CAP_/, ''))
    .filter((name) => admitted.has(name));
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'], add: added.length === 0 ? undefined : added },
  };
}

/** A number from compose when it is above the ids of a node; below them, and for names, our own. */
export function idsOf({ service }: Part): { readonly user: number; readonly group: number } {
  const [, user, group] = /^(\d+)(?::(\d+))?$/.exec(service.user?.value ?? '') ?? [];
  if (user === undefined || Number(user) < 10_000) return { user: userId, group: userId };
  return {
    user: Number(user),
    group: group === undefined || Number(group) < 10_000 ? Number(user) : Number(group),
  };
}

export function tellSecurity(part: Part, world: World): void {
  const { service } = part;
  if (service.readOnly?.value !== true && part.facts.writes.length === 0)
    note(
      world,
      'know',
      `${service.name} has a read-only root filesystem here: if it writes elsewhere than to its volumes and /tmp, give it a folder there`,
    );
  if (!part.isBuilt && part.facts.user === undefined && part.facts.files.length === 0)
    note(
      world,
      'know',
      `${service.name} runs ${part.image} as user ${idsOf(part).user}: try that the image works with an id that it does not know`,
    );
  if (
    service.privileged?.value === true ||
    service.capAdd.some(({ value }) => !admitted.has(value.replace(/^CAP_/, '')))
  )
    note(
      world,
      'decide',
      `${service.name} asks for rights that the restricted standard refuses (privileged, cap_add): it may not work without them`,
    );
}
