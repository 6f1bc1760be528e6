// The restricted Pod Security Standard, and a little more: https://kubernetes.io/docs/concepts/security/pod-security-standards/
import type { Service } from '../../model/service.ts';
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

export function tellSecurity(parts: readonly Part[], world: World): void {
  const writable = parts.filter(
    ({ service, facts }) => service.readOnly?.value !== true && facts.writes.length === 0,
  );
  if (writable.length > 0)
    note(
      world,
      'know',
      `the root filesystem of ${namesOf(writable)} is read-only here: what else than volumes and /tmp they write to needs a folder`,
    );
  const foreign = parts.filter(
    ({ isBuilt, facts }) => !isBuilt && facts.user === undefined && facts.data === undefined,
  );
  if (foreign.length > 0)
    note(
      world,
      'know',
      `published images do not know the id that they run under here: try ${namesOf(foreign)}`,
    );
  const refused = parts.filter(({ service }) => asksForMore(service));
  if (refused.length > 0)
    note(
      world,
      'decide',
      `the restricted standard refuses rights (privileged, cap_add) that compose gives to ${namesOf(refused)}`,
    );
}

function asksForMore({ privileged, capAdd }: Service): boolean {
  return privileged?.value === true || capAdd.some(({ value }) => !admitted.has(value.replace(/^CAP_/, '')));
}

function namesOf(parts: readonly Part[]): string {
  return parts.map(({ service }) => service.name).join(', ');
}
