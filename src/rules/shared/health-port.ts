// A health check that asks a port of its own container on which nothing listens.
import type { BuildLink, Project } from '../../model/project.ts';
import type { CommandLine, Port, Service } from '../../model/service.ts';
import { healthcheckOf, lineText } from './command.ts';
import { type Listening, listeningOf, mentionsPort } from './listening.ts';
import { isNamedNowhere } from './unnamed-port.ts';

/** The address as written, and its port. */
export function askedPort(text: string): { readonly text: string; readonly port: number } | undefined {
  const url = /\b(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{2,5})\b/.exec(text);
  return url?.[1] === undefined ? undefined : { text: url[0], port: Number(url[1]) };
}

interface WrongHealthPort {
  readonly test: CommandLine;
  readonly asked: { readonly text: string; readonly port: number };
  readonly listening: Listening;
  /** The port of the host that was meant to be its container's. */
  readonly published: Port | undefined;
}

export function wrongHealthPort(
  project: Project,
  service: Service,
  link: BuildLink | undefined,
): WrongHealthPort | undefined {
  const check = healthcheckOf(service, link);
  if (check?.test === undefined || check.disabled) return undefined;
  const { test } = check;
  const asked = askedPort(lineText(test));
  if (asked === undefined) return undefined;
  const published = service.ports.find(
    (one) => one.published?.value === asked.port && one.target.value !== asked.port,
  );
  const listening = listeningOf(project, service, link) ?? asPublished(service, link, asked.port, published);
  if (listening === undefined || listening.ports.has(asked.port)) return undefined;
  // EXPOSE alone is no proof, unless the port asked is plainly the host's.
  if (listening.sure || published !== undefined) return { test, asked, listening, published };
  return isNamedNowhere(project, service, link, asked.port, listening.ports.keys())
    ? { test, asked, listening, published }
    : undefined;
}

/**
 * Where nobody knows on which ports the program listens, those of its container that are published, when the check asks
 * the port of the host and nothing in the container's settings names that.
 */
function asPublished(
  service: Service,
  link: BuildLink | undefined,
  asked: number,
  published: Port | undefined,
): Listening | undefined {
  const { ports, expose, environment, envFiles, networkMode } = service;
  if (published === undefined || networkMode !== undefined || envFiles.some(({ exists }) => !exists))
    return undefined;
  if (ports.some(({ target }) => target.value === asked)) return undefined;
  const values = [...environment.values()].map(({ value }) => value?.value ?? '');
  const instructions = link?.dockerfile?.instructions.map(({ raw }) => raw.value) ?? [];
  const texts = [...values, ...expose.map(({ value }) => value), ...instructions];
  texts.push(lineText(service.command), lineText(service.entrypoint));
  if (texts.some((text) => mentionsPort(text, asked))) return undefined;
  const isOpen = [...environment].some(
    ([name, { value }]) => value === undefined && /port|listen|addr/i.test(name),
  );
  if (isOpen) return undefined;
  const message = `${published.target.value} is the port of the container`;
  return { ports: new Map([[published.target.value, { at: published.span, message }]]), sure: false };
}
