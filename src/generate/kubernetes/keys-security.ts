import { approximated, carried, lost, type Translator } from './keys.ts';
import { idsOf } from './security.ts';

const refused = 'the restricted Pod Security Standard refuses it';

export const securityKeys: Readonly<Record<string, Translator>> = {
  cap_add: ({ built }) =>
    built.part.service.capAdd.every(({ value }) => /^(?:CAP_)?NET_BIND_SERVICE$/i.test(value))
      ? carried('capabilities of the container')
      : lost(`${refused}: all capabilities are dropped`),
  cap_drop: () => carried('all capabilities are dropped'),
  device_cgroup_rules: () => lost(refused),
  devices: () => lost('a device plug-in gives devices to pods'),
  group_add: () => lost('its groups are those of `fsGroup`'),
  ipc: () => lost(refused),
  pid: () => lost(refused),
  privileged: ({ node }) => (isFalse(node) ? carried('not privileged') : lost(refused)),
  read_only: ({ node }) =>
    isFalse(node)
      ? approximated('read-only, with folders where it is known to write')
      : carried('readOnlyRootFilesystem'),
  security_opt: ({ built }) =>
    built.part.service.securityOpt.every(({ value }) => /^no-new-privileges(?:[:=]true)?$/.test(value))
      ? carried('allowPrivilegeEscalation: false')
      : approximated("no new privileges, and the runtime's own seccomp and AppArmor profiles"),
  sysctls: () => lost('only those of the restricted standard are admitted: set `securityContext.sysctls`'),
  user: ({ built: { part } }) => {
    const { user, group } = idsOf(part);
    const said = part.service.user?.value ?? '';
    return said === `${user}` || said === `${user}:${group}`
      ? carried('runAsUser')
      : approximated(`runs as ${user}: a number above the users of the nodes`);
  },
  userns_mode: () => approximated('a user namespace of its own for each pod'),
  uts: () => lost(refused),
};

function isFalse(node: { readonly kind: string; readonly value?: unknown }): boolean {
  return node.kind === 'scalar' && node.value === false;
}
