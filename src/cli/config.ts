import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCodes, messageOf, SeaworthyError } from '../base/errors.ts';
import { type ConfigOptions, renderConfig } from '../read/compose/config.ts';
import type { ComposeSteps } from '../read/compose/context.ts';
import { imageLock, tagsOf } from '../read/compose/image-lock.ts';
import { selectServices } from '../read/compose/select.ts';
import { explanation } from './config-explain.ts';
import { listed } from './config-lists.ts';
import { choice, projectOptions } from './flags.ts';
import { type DeployProject, openUnchecked, refuseProblems } from './project.ts';
import { projectFolder } from './project-folder.ts';
import { brokenReferences, refusedByCompose } from './references.ts';
import type { Flags, Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'config',
  usage: 'config [FLAGS] [SERVICE...]',
  about:
    'Prints the resolved compose project: files merged, variables put in, secrets masked.\n' +
    'With services: only these and what they depend on.',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'yaml (default) or json' },
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE',
      help: 'write to a file; the words yaml and json choose the format',
    },
    quiet: { type: 'boolean', short: 'q', help: 'only check' },
    explain: {
      type: 'string',
      value: 'KEY',
      help: 'which file and line set a key, and what was overridden; $ for all',
    },
    links: {
      type: 'boolean',
      help: 'how services, images, workloads, pipelines, scripts, variables and code hang together; text or json',
    },
    services: { type: 'boolean', help: 'only the names of the services' },
    images: { type: 'boolean', help: 'only the images' },
    volumes: { type: 'boolean', help: 'only the names of the volumes' },
    networks: { type: 'boolean', help: 'only the names of the networks' },
    models: { type: 'boolean', help: 'only the models' },
    profiles: { type: 'boolean', help: 'only the names of the profiles' },
    hash: { type: 'string', value: 'SERVICE', help: 'a hash of each service: names with commas, or "*"' },
    variables: { type: 'boolean', help: 'the variables that the files use, with their defaults' },
    environment: { type: 'boolean', help: 'the variables that interpolation sees' },
    'show-secrets': { type: 'boolean', help: 'print secret values too' },
    'all-resources': { type: 'boolean', help: 'networks, volumes and the like that no service uses too' },
    'no-interpolate': { type: 'boolean', help: 'leave variables as written' },
    'no-normalize': { type: 'boolean', help: 'add no names, default network and implied dependencies' },
    'no-path-resolution': { type: 'boolean', help: 'leave paths as written' },
    'no-env-resolution': { type: 'boolean', help: 'leave env files of services unread' },
    'no-consistency': { type: 'boolean', help: 'accept names that nothing defines' },
    'resolve-image-digests': { type: 'boolean', help: 'images by digest' },
    'lock-image-digests': { type: 'boolean', help: 'only the images by digest, as an override file' },
    ...projectOptions,
  },
  examples: [
    ['seaworthy config -f compose.yaml -f compose.production.yaml', 'the merged project'],
    ['seaworthy config api --format json', 'one service and its dependencies, as JSON'],
    ['seaworthy config --explain services.api.ports[0]', 'where a value comes from'],
    ['seaworthy config --explain services.api.environment', 'where each variable of a service comes from'],
    ['seaworthy config --links api', 'what a service stands on, and what builds and deploys it'],
    ['seaworthy config --images', 'what would be pulled or built'],
    ['seaworthy config --hash "*"', 'what changes when a container has to be made anew'],
    ['seaworthy config --variables --no-interpolate', 'what the files want from the environment'],
    ['seaworthy config --no-interpolate -o resolved.yaml', 'one file for all, variables left open'],
  ],
  async run(context) {
    const { flags, terminal } = context;
    if (flags.is('links')) {
      const { linksOf } = await import('./config-links.ts');
      write(context, await linksOf(context, formatOf(flags) === 'json' ? 'json' : 'text'));
      return exitCodes.ok;
    }
    const opened = await open(context);
    const key = flags.text('explain');
    if (key !== undefined) {
      terminal.stdout.write(explanation(opened, key, formatOf(flags)));
      return exitCodes.ok;
    }
    const list = listed(context, opened);
    if (list === undefined) write(context, rendered(flags, opened, context.positionals));
    else if (!flags.is('quiet')) terminal.stdout.write(list);
    return exitCodes.ok;
  },
};

async function open(context: VerbContext): Promise<DeployProject> {
  const { flags } = context;
  const steps: ComposeSteps = {
    interpolate: !(flags.is('no-interpolate') || flags.is('variables')),
    normalise: !flags.is('no-normalize'),
    resolvePaths: !flags.is('no-path-resolution'),
    checkConsistency: !flags.is('no-consistency'),
    // What an env file says may hang on variables as well.
    resolveEnvironment: !leavesEnvFiles(flags),
  };
  const opened = await openUnchecked(context, projectFolder(context), { steps, withoutBuilds: true });
  // Docker compose lists variables of files that it would refuse: one looks for them because something is missing.
  if (flags.is('variables')) return opened;
  const broken = flags.is('no-consistency') ? [] : brokenReferences(opened.project, refusedByCompose);
  refuseProblems([...opened.problems, ...broken]);
  return opened;
}

function leavesEnvFiles(flags: Flags): boolean {
  return flags.is('no-env-resolution') || flags.is('no-interpolate');
}

function rendered(flags: Flags, { stack }: DeployProject, names: readonly string[]): string {
  const hasTemplates = flags.is('no-interpolate');
  const options: ConfigOptions = {
    format: formatOf(flags),
    showSecrets: flags.is('show-secrets'),
    services: hasTemplates ? new Set(stack.services.keys()) : selectServices(stack, names),
    allResources: hasTemplates || flags.is('all-resources'),
    hasTemplates,
    hasEnvFiles: leavesEnvFiles(flags),
  };
  const isLock = flags.is('lock-image-digests');
  if (isLock || flags.is('resolve-image-digests')) refuseTags(tagsOf(stack, options.services));
  return isLock ? imageLock(stack, options) : renderConfig(stack, options);
}

function formatOf(flags: Flags): 'yaml' | 'json' {
  const word = flags.text('output');
  return choice(flags, 'format', ['yaml', 'json']) ?? (word === 'json' ? 'json' : 'yaml');
}

/** Digests of images are asked of an engine or a registry, and there is none to ask yet. */
function refuseTags(images: readonly string[]): void {
  if (images.length === 0) return;
  throw new SeaworthyError('ENGINE_UNREACHABLE', 'the digests of images are known to a Docker engine only', {
    detail: images.map((image) => `${image} has no digest`),
    hint: 'Write the images as name@sha256:…, or use docker compose config for this until the docker engine is here.',
  });
}

/** To `-o FILE`, else to the terminal. Everywhere else `-o` names a format, so those two words do here too. */
function write({ flags, cwd, terminal }: VerbContext, text: string): void {
  if (flags.is('quiet')) return;
  const file = flags.text('output');
  if (file === undefined || file === 'yaml' || file === 'json') {
    terminal.stdout.write(text);
    return;
  }
  try {
    writeFileSync(resolve(cwd, file), text);
  } catch (error) {
    throw new SeaworthyError('FILE_SYSTEM', `${file} cannot be written (${messageOf(error)})`, {
      hint: 'Name a file in a folder that is there.',
      cause: error,
    });
  }
}
