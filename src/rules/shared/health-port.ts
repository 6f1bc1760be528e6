// A health check that asks a port of its own container on which nothing listens.
import type { BuildLink, Project } from '../../model/project.ts';
import type { CommandLine, Port, Service } from '../../model/service.ts';
import { healthcheckOf, lineText } from './command.ts';
import { type Listening, listeningOf } from './listening.ts';

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
  const listening = listeningOf(project, service, link);
  if (check?.test === undefined || check.disabled || listening === undefined) return undefined;
  const asked = askedPort(lineText(check.test));
  if (asked === undefined || listening.ports.has(asked.port)) return undefined;
  const published = service.ports.find(
    (one) => one.published?.value === asked.port && one.target.value !== asked.port,
  );
  // EXPOSE alone is no proof, unless the port asked is plainly the host's.
  if (!listening.sure && published === undefined) return undefined;
  return { test: check.test, asked, listening, published };
}
