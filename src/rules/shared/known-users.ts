// The users that an image certainly has, as far as its Dockerfile and its base say.
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { chainOf, fromStage } from './build.ts';
import { type ImageName, parseImage } from './image.ts';
import { isPlainBase } from './image-families.ts';
import { runText } from './installs.ts';
import { runCommands } from './run.ts';

export interface KnownUsers {
  /** Names that the Dockerfile makes, groups named beside them included. */
  readonly made: ReadonlySet<string>;
  /** True when nothing else can have made a user: a base of known users, and no script or file that adds some. */
  readonly closed: boolean;
  /** What is given to package managers, whose packages bring users of their own. */
  readonly packages: readonly string[];
  readonly image: ImageName | undefined;
}

/** Users of Debian, Alpine, Red Hat and SUSE; a name of another system is no reason to speak. */
const systemUsers = new Set(
  `root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats nobody _apt ubuntu adm shutdown
  halt operator ftp cron sshd at squid xfs cyrus vpopmail ntp smmsp guest postmaster dbus systemd-network systemd-coredump
  systemd-resolve systemd-timesync systemd-oom systemd-journal-remote tss messagebus polkitd chrony http git uuidd alpm
  containeruser containeradministrator`.split(/\s+/),
);

/** Users that packages make, by whatever name the package goes. */
const packageUsers = new Set(
  `nginx apache httpd postgres redis valkey mysql mongod mongodb rabbitmq memcache memcached haproxy varnish vcache
  mosquitto clamav clam postfix named bind unbound tor debian-tor couchdb grafana prometheus elasticsearch logstash kibana
  jenkins tomcat squid opendkim dovecot vmail sphinx sphinxsearch zabbix icinga nagios puppet consul vault rtkit pulse
  avahi colord lighttpd php-fpm freeswitch asterisk ldap openldap slapd influxdb telegraf cassandra zookeeper coturn
  turnserver stunnel stunnel4 dnsmasq nslcd radvd znc minidlna transmission debian-transmission murmur ircd icecast icecast2
  gitlab-runner buildkite-agent fluent td-agent fluentd caddy podman build rpc rpcuser qemu kvm libvirt`.split(
    /\s+/,
  ),
);

const imageUsers: Readonly<Record<string, readonly string[]>> = {
  node: ['node'],
  php: ['www-data'],
  gradle: ['gradle'],
  nginx: ['nginx'],
  httpd: ['www-data'],
  postgres: ['postgres'],
  redis: ['redis'],
  mysql: ['mysql'],
  mariadb: ['mysql'],
  mongo: ['mongodb'],
  rabbitmq: ['rabbitmq'],
  memcached: ['memcache'],
  haproxy: ['haproxy'],
  caddy: [],
  scratch: [],
  // https://github.com/oven-sh/bun/tree/main/dockerhub, https://github.com/denoland/deno_docker
  'oven/bun': ['bun'],
  'denoland/deno': ['deno'],
  'nginxinc/nginx-unprivileged': ['nginx'],
  // https://playwright.dev/docs/docker
  'mcr.microsoft.com/playwright': ['pwuser'],
  'mcr.microsoft.com/playwright/python': ['pwuser'],
};

/** Users that the published image brings beside those of its system; undefined when that is not known. */
function usersOfImage(image: ImageName): readonly string[] | undefined {
  if (Object.hasOwn(imageUsers, image.repository)) return imageUsers[image.repository];
  if (image.repository.startsWith('gcr.io/distroless/')) return ['nonroot'];
  if (!isPlainBase(image)) return undefined;
  // https://learn.microsoft.com/dotnet/core/docker/container-images
  return image.repository.startsWith('mcr.microsoft.com/') ? ['app'] : [];
}

/** True when the name is one of the image, by its Dockerfile, its base or a package. */
export function isKnownUser(users: KnownUsers, name: string): boolean {
  const lower = name.toLowerCase();
  if (users.made.has(name) || systemUsers.has(lower)) return true;
  if (users.image !== undefined && usersOfImage(users.image)?.includes(name) === true) return true;
  if (users.packages.length === 0) return false;
  return (
    packageUsers.has(lower) || lower.startsWith('_') || users.packages.some((text) => text.includes(name))
  );
}

/** True when some published image brings a user of that name: on an unknown base it proves nothing. */
export function isUsualImageUser(name: string): boolean {
  return packageUsers.has(name) || Object.values(imageUsers).some((names) => names.includes(name));
}

const cache = new WeakMap<Stage, KnownUsers>();

export function knownUsers(dockerfile: Dockerfile, stage: Stage, depth = 0): KnownUsers {
  const known = cache.get(stage) ?? readUsers(dockerfile, stage, depth);
  cache.set(stage, known);
  return known;
}

function readUsers(dockerfile: Dockerfile, stage: Stage, depth: number): KnownUsers {
  const root = stage.image.rootImage;
  const image = root === undefined ? undefined : parseImage(root);
  const instructions = chainOf(dockerfile, stage).flatMap((one) => one.instructions);
  const values = valuesOf(dockerfile, instructions);
  const made = new Set<string>();
  const packages: string[] = [];
  let closed = image !== undefined && usersOfImage(image) !== undefined;
  for (const instruction of instructions) {
    if (instruction.keyword === 'RUN') {
      const text = runText(instruction).replace(/\\\r?\n/g, ' ');
      packages.push(...(text.match(installs) ?? []));
      for (const name of namesMade(text, values)) {
        if (name === undefined) closed = false;
        else made.add(name);
      }
      closed &&= !runsUnseen(dockerfile, instruction, text);
    } else if (bringsUsers(instruction)) {
      const other = depth < 5 ? copiedFrom(dockerfile, instruction, stage) : undefined;
      const brought = other === undefined ? undefined : knownUsers(dockerfile, other, depth + 1);
      closed &&= brought?.closed === true;
      for (const name of brought?.made ?? []) made.add(name);
      if (brought?.image !== undefined) for (const name of usersOfImage(brought.image) ?? []) made.add(name);
      packages.push(...(brought?.packages ?? []));
    }
  }
  return { made, closed, packages, image };
}

const installs =
  /\b(?:apt-get|apt|aptitude|apk|yum|dnf|microdnf|tdnf|zypper|pacman|xbps-install)\b[^&|;\n]*/g;
const makers = /\b(?:useradd|adduser|usermod)\b([^&|;\n]*)/g;

/** Every word after `useradd` and its kin that may be a name; undefined for one that only the build knows. */
function* namesMade(text: string, values: ReadonlyMap<string, string>): Iterable<string | undefined> {
  for (const match of text.includes('user') ? text.matchAll(makers) : []) {
    for (const word of (match[1] ?? '').split(/[\s"'(){}]+(?![^$]*\})/)) {
      const name = word.includes('$') ? expanded(word, values) : word;
      if (name === undefined || /^[a-z_][\w.-]*$/i.test(name)) yield name;
    }
  }
  // A list of users may be made under any name and copied to /etc/passwd later.
  if (!/passwd|newusers|sysusers/.test(text)) return;
  let found = !/\/\w*passwd|newusers|sysusers/.test(text);
  for (const match of text.matchAll(/([a-z_$][\w.${}-]*):[^:\s"']*:[\d$]/gi)) {
    found = true;
    yield expanded(match[1] ?? '$', values);
  }
  if (!found) yield undefined;
}

function expanded(text: string, values: ReadonlyMap<string, string>): string | undefined {
  const whole = text.replace(/\$(?:\{(\w+)(?::?-([^}$]*))?\}|(\w+))/g, (found, braced, fallback, plain) => {
    return values.get(braced ?? plain) ?? fallback ?? found;
  });
  return whole.includes('$') ? undefined : whole;
}

/** What ARG and ENV say by themselves. */
function valuesOf(dockerfile: Dockerfile, instructions: readonly DockerInstruction[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { keyword, pairs } of instructions) {
    if (keyword !== 'ARG' && keyword !== 'ENV') continue;
    for (const { name, value } of pairs) {
      const text = value?.value ?? dockerfile.args.get(name.value)?.value;
      if (text !== undefined && !values.has(name.value)) values.set(name.value, text);
    }
  }
  return values;
}

const unseen =
  /^(?:\.|source|eval|make|dpkg|rpm|rpm2cpio|ansible-playbook|chef-client|puppet|salt-call|perl|debootstrap|rpmdb)$/;
const seenFolders = /^\/(?:usr\/)?s?bin\/(?!.*\.)/;

/** True for scripts and packages of files, which make users that nobody sees here. */
function runsUnseen(dockerfile: Dockerfile, instruction: DockerInstruction, text: string): boolean {
  const commands = runCommands(dockerfile, instruction);
  if (commands.length === 0) return true;
  if (/\.(?:sh|deb|rpm|run|bash)\b|\|\s*(?:sudo\s+)?(?:ba|da|z)?sh\b/.test(text)) return true;
  return commands.some(({ program, words, args }) => {
    const path = words[0]?.text ?? '';
    if (path.includes('$') || unseen.test(program)) return true;
    if (path.includes('/') && !seenFolders.test(path)) return true;
    return (
      /^(?:ba|da|a|z)?sh$/.test(program) &&
      args.some(({ text: word }) => /^[\w./]/.test(word)) &&
      !args.some(({ text: word }) => /^-\w*c$/.test(word))
    );
  });
}

/** A COPY over the list of users, or over a folder that may hold one. */
function bringsUsers({ keyword, args }: DockerInstruction): boolean {
  if (keyword !== 'COPY' && keyword !== 'ADD') return false;
  const target = args.at(-1)?.value ?? '';
  if (/^\/etc\/?$|^\/etc\/passwd$/.test(target))
    return /passwd|etc|\*|\.$/.test(
      args
        .map(({ value }) => value)
        .slice(0, -1)
        .join(' '),
    );
  return target === '/' && args.slice(0, -1).some(({ value }) => !/\/?[\w-]+\.(?!tar)\w+$/.test(value));
}

function copiedFrom(
  dockerfile: Dockerfile,
  { flags, args }: DockerInstruction,
  stage: Stage,
): Stage | undefined {
  const from = flags.find(({ name }) => name === 'from')?.value;
  const other = from === undefined ? undefined : fromStage(dockerfile, from);
  const isList = args.slice(0, -1).every(({ value }) => /^\/(?:etc\/?|etc\/passwd)?$/.test(value));
  return other === stage || !isList ? undefined : other;
}
