// Stacks that developers run for themselves, whatever their files are called.
import type { Project } from '../../model/project.ts';
import type { Mount, Service, Stack } from '../../model/service.ts';
import { lineText } from './command.ts';
import { dataStoreOf } from './data-stores.ts';
import { parseImage } from './image.ts';

const known = new WeakMap<Stack, boolean>();

/** True when services run from the sources in the working copy, or only what the code at hand needs is in it. */
export function isForDevelopers(project: Project, stack: Stack): boolean {
  const before = known.get(stack);
  if (before !== undefined) return before;
  const services = [...stack.services.values()].filter(({ enabled }) => enabled);
  const answer =
    services.some(runsSources) || (holdsOnlyStores(services) && holdsProgram(project, stack.folder));
  known.set(stack, answer);
  return answer;
}

const developing =
  /\b(?:npm|yarn|pnpm|bun)\s+(?:run\s+)?(?:dev|watch|start:dev)\b|\b(?:nodemon|runserver|ts-node-dev|watchmedo|webpack-dev-server|spring-boot:run|bootRun)\b|\s--reload\b|\b(?:flask\s+run|rails\s+s(?:erver)?|tsx\s+watch|cargo\s+watch)\b/;
const runtimes =
  /^(?:node|python|ruby|php|golang|rust|maven|gradle|openjdk|eclipse-temurin|oven\/bun|denoland\/deno|elixir|mcr\.microsoft\.com\/dotnet\/sdk)$/;
const environmentKeys = [
  'NODE_ENV',
  'RAILS_ENV',
  'RACK_ENV',
  'FLASK_ENV',
  'APP_ENV',
  'ASPNETCORE_ENVIRONMENT',
];

function runsSources(service: Service): boolean {
  const isDevelopment = (name: string) =>
    /^(?:dev|development|local|test)$/i.test(service.environment.get(name)?.value?.value ?? '');
  return environmentKeys.some(isDevelopment) || isWorkedOn(service);
}

/** True when the service is made to run code as it is written: a command that watches it, or a mount of it. */
export function isWorkedOn(service: Service): boolean {
  const { build, image, keys, mounts } = service;
  if (keys.has('develop') || /^(?:dev|devel|development)$/i.test(build?.target?.value ?? '')) return true;
  if (developing.test(` ${lineText(service.command)} ${lineText(service.entrypoint)} `)) return true;
  if (build !== undefined) return mounts.some((mount) => isBind(mount, build.context.value));
  const runtime = image === undefined ? undefined : parseImage(image.value)?.repository;
  return runtime !== undefined && runtimes.test(runtime) && mounts.some((mount) => isBind(mount, undefined));
}

/** A folder of the working copy, or the given one. */
function isBind({ kind, source }: Mount, folder: string | undefined): boolean {
  if (kind !== 'bind' || source === undefined) return false;
  return folder === undefined ? !/^[/~]|\.[a-z]+$/i.test(source.value) : source.value === folder;
}

/** Data stores and the pages to look into them, which nobody restarts: the program itself runs elsewhere. */
function holdsOnlyStores(services: readonly Service[]): boolean {
  const isStore = ({ image, build }: Service) => {
    const name = image === undefined ? undefined : parseImage(image.value);
    return (
      build === undefined &&
      name !== undefined &&
      (dataStoreOf(name) !== undefined || isTool(name.repository))
    );
  };
  return services.length > 0 && services.every((one) => isStore(one) && !restarts(one));
}

const manifests =
  'package.json pom.xml build.gradle build.gradle.kts go.mod pyproject.toml requirements.txt Gemfile composer.json Cargo.toml';

/** True when there is a program at hand that the stack leaves out: it is started from the working copy. */
function holdsProgram({ files }: Project, folder: string): boolean {
  const prefixes = folder === '' ? [''] : ['', `${folder}/`];
  return manifests.split(' ').some((name) => prefixes.some((prefix) => files.kind(prefix + name) === 'file'));
}

function isTool(repository: string): boolean {
  return /adminer|pgadmin|phpmyadmin|mongo-express|redis-?(?:commander|insight)|mailhog|mailpit|maildev|minio|localstack|azurite|keycloak|zookeeper|kafka|mssql|server\/mssql|jaeger|smtp4dev|kibana|dashboards|mailcatcher|wiremock|vault|openldap/.test(
    repository,
  );
}

function restarts({ restart, keys }: Service): boolean {
  return keys.has('deploy') || (restart !== undefined && restart.value !== 'no');
}
