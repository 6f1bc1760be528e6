// Links of compose services: what they are built of, what they start, what they are given and whom they call.
import type { Link, LinkEnd } from '../../../model/link.ts';
import type { BuildLink, Project } from '../../../model/project.ts';
import type { Service, Stack } from '../../../model/service.ts';
import { addressesOf } from '../env-address.ts';
import { hostsOf, linkOf } from '../stack.ts';
import { codeLinks } from './code.ts';
import { buildEnd, fileEnd, imageEnd, link, serviceEnd, variableEnd } from './ends.ts';

export function* serviceLinks(project: Project): Iterable<Link> {
  for (const stack of project.stacks) {
    for (const service of stack.services.values()) {
      const end = serviceEnd(stack, service);
      const built = linkOf(project, service);
      if (built?.how === 'declared') yield* buildLinks(end, built);
      else if (service.image !== undefined)
        yield link(end, 'runs', imageEnd(service.image.value), ['declared'], service.image.span);
      yield* given(project, end, stack, service);
      yield* variables(end, service);
      yield* called(end, stack, service);
    }
  }
  for (const { stack, service, config, from } of project.serverConfigs) {
    const file = fileEnd('file', config.file);
    yield link(serviceEnd(stack, service), 'is given', file, ['declared'], from);
    for (const { host, span } of config.addresses) {
      const target = hostsOf(stack).get(host);
      if (target !== undefined && target !== service)
        yield link(file, 'calls', serviceEnd(stack, target), ['resolved'], span);
    }
  }
}

function* buildLinks(owner: LinkEnd, built: BuildLink): Iterable<Link> {
  const { service, context, dockerfile } = built;
  const { build, image } = service;
  if (build === undefined) return;
  const end = buildEnd(owner, context, build);
  yield link(owner, 'is built by', end, ['declared'], build.context.span);
  if (image !== undefined) yield link(end, 'makes', imageEnd(image.value), ['declared'], image.span);
  if (dockerfile === undefined) return;
  const isDefault = build.dockerfile.trail?.some(({ how }) => how === 'default') === true;
  const from = fileEnd('Dockerfile', dockerfile.file);
  yield link(end, 'builds', from, isDefault ? ['resolved', 'certain'] : ['declared'], build.dockerfile.span);
  yield* codeLinks(owner, from, built);
}

/** Env files, and files that are mounted or handed in as configs and secrets. */
function* given({ files }: Project, end: LinkEnd, stack: Stack, service: Service): Iterable<Link> {
  for (const { path, exists } of service.envFiles)
    if (exists) yield link(end, 'is given', fileEnd('file', path.value), ['declared'], path.span);
  for (const { kind, source, span } of service.mounts) {
    if (kind === 'bind' && source !== undefined && files.kind(source.value) === 'file')
      yield link(end, 'is given', fileEnd('file', source.value), ['declared'], span);
  }
  const handed = [
    ...service.configs.map((use) => ({ use, file: stack.configs.get(use.name)?.file })),
    ...service.secrets.map((use) => ({ use, file: stack.secrets.get(use.name)?.file })),
  ];
  for (const { use, file } of handed)
    if (file !== undefined)
      yield link(end, 'is given', fileEnd('file', file.value), ['declared'], use.span, file.span);
}

function* variables(end: LinkEnd, service: Service): Iterable<Link> {
  for (const { name, nameSpan, value, from } of service.environment.values()) {
    const how = from === 'environment' ? 'declared' : 'resolved';
    const places = value === undefined ? [nameSpan] : [nameSpan, value.span];
    yield link(end, 'sets', variableEnd(end, name, nameSpan), [how, 'certain'], ...places);
  }
}

function* called(end: LinkEnd, stack: Stack, service: Service): Iterable<Link> {
  for (const { service: name, span } of service.dependsOn) {
    const other = stack.services.get(name);
    if (other !== undefined) yield link(end, 'waits for', serviceEnd(stack, other), ['declared'], span);
  }
  for (const { host, value } of addressesOf(service)) {
    const other = hostsOf(stack).get(host);
    if (other !== undefined && other !== service)
      yield link(end, 'calls', serviceEnd(stack, other), ['resolved'], value.span);
  }
}
