// Users and databases that scripts and documents name, against those that the stack's PostgreSQL makes.
import type { Located } from '../../base/span.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { Script, ScriptCommand, ScriptWord } from '../../model/script.ts';
import type { Service } from '../../model/service.ts';
import { composeCallOf, servicesNamed, withoutSudo } from './compose-call.ts';
import { containerMeant } from './containers.ts';
import { dataStoreOf } from './data-stores.ts';
import { rootImageOf } from './image.ts';
import { linkOf } from './stack.ts';
import { reworded } from './word-fix.ts';

const clients = /^(?:psql|pg_dump|pg_dumpall|pg_restore|pg_isready|createdb|dropdb|vacuumdb|reindexdb)$/;

/** Roles that nothing in the stack creates: the image makes only the one of POSTGRES_USER. */
export function* unknownRoles(
  project: Project,
  script: Script,
): Iterable<Problem & { readonly name: string }> {
  const told = new Set<string>();
  for (const command of script.commands) {
    const user = userIn(command);
    if (user === undefined || user.dynamic || told.has(user.text) || !/^[a-z_][\w-]*$/i.test(user.text))
      continue;
    const services = serversOf(project, command);
    const roles = services.map((service) => roleOf(project, service));
    const [role] = roles;
    if (role === undefined || roles.some((one) => one === undefined || one.value === user.text)) continue;
    if (isCreated(project, user.text)) continue;
    told.add(user.text);
    yield {
      at: user.span,
      message: `${script.file} logs in as ${user.text}, and ${services[0]?.name} has only the role ${role.value}`,
      object: `role ${user.text}`,
      name: user.text,
      related: [{ at: role.span, message: 'the role is made by this' }],
      ...reworded(
        project,
        usesOf(project, script, user.text),
        roles.every((one) => one?.value === role.value) ? role.value : undefined,
      ),
    };
  }
}

/** PostgreSQL services in whose container the command runs, by the service's or the container's name. */
function serversOf(project: Project, command: ScriptCommand): readonly Service[] {
  const words = withoutSudo(command);
  const call = composeCallOf(command);
  const isExec = words[0]?.text === 'docker' && words[1]?.text === 'exec';
  const named = call?.verb === 'exec' ? servicesNamed(call).map(({ text }) => text) : [];
  const all = project.stacks.flatMap((stack) => [...stack.services.values()]);
  const container = isExec ? containerMeant(project, command) : undefined;
  const found = all.filter((service) =>
    isExec
      ? container !== undefined && service.containerName?.value === container
      : named.includes(service.name),
  );
  const isServer = (service: Service) =>
    dataStoreOf(rootImageOf(service, linkOf(project, service)))?.name === 'PostgreSQL';
  return found.every(isServer) ? found : [];
}

function userIn(command: ScriptCommand): ScriptWord | undefined {
  const start = command.words.findIndex(({ text }) => clients.test(text));
  // The check of readiness does not log in.
  if (start === -1 || command.words[start]?.text === 'pg_isready') return undefined;
  for (const [index, word] of command.words.entries()) {
    if (index <= start) continue;
    if (word.text === '-U' || word.text === '--username') return command.words[index + 1];
    const joined = /^(?:-U|--username=)(.+)$/.exec(word.text)?.[1];
    if (joined !== undefined)
      return { ...word, text: joined, span: { ...word.span, start: word.span.end - joined.length } };
  }
  return undefined;
}

/** What POSTGRES_USER makes; undefined where scripts at the first start, files or the shell may make more. */
function roleOf(project: Project, service: Service): Located<string> | undefined {
  const image = rootImageOf(service, linkOf(project, service));
  if (linkOf(project, service) !== undefined || image === undefined || /^bitnami\//.test(image.repository))
    return undefined;
  if (service.mounts.some(({ target }) => target.value.startsWith('/docker-entrypoint-initdb.d')))
    return undefined;
  if (service.environment.has('POSTGRES_USER_FILE') || service.envFiles.some(({ exists }) => !exists))
    return undefined;
  const user = service.environment.get('POSTGRES_USER');
  if (user === undefined) return { value: 'postgres', span: service.image?.span ?? service.nameSpan };
  const { value } = user;
  // What an env file on the server says is not known here, unless it only has a default.
  const isGiven = value?.trail?.some(({ how }) => how === 'interpolation' || how === 'env-file');
  return value === undefined || value.value === '' || isGiven === true ? undefined : value;
}

/** Some script, migration or document makes the role. */
function isCreated(project: Project, name: string): boolean {
  const made = new RegExp(
    `create (?:user|role)\\s+(?:if not exists\\s+)?["']?${name}\\b|createuser\\b[^\\n]*\\b${name}\\b`,
    'i',
  );
  return [...project.texts.values()].some(({ text }) => made.test(text));
}

/** Every place in which the script logs in by that name to a server of the stack. */
function usesOf(project: Project, script: Script, name: string): readonly ScriptWord[] {
  return script.commands.flatMap((command) => {
    const user = userIn(command);
    return user?.text === name && serversOf(project, command).length > 0 ? [user] : [];
  });
}
