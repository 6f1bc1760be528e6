// Which version of the Engine API is spoken: the newest that both sides know.
import type { IncomingHttpHeaders } from 'node:http';
import { SeaworthyError } from '../../base/errors.ts';

export interface EngineVersion {
  /** `1.45`: the version spoken, not necessarily the engine's newest. */
  readonly api: string;
  /** The engine's newest. */
  readonly engineApi: string;
  /** `linux`, `windows`. */
  readonly os: string;
}

/** Engine 20.10, the oldest that is tested against. */
const oldest = 41;
/** The newest whose changes were looked at; a newer engine still speaks it. */
const newest = 47;

/** From the headers of `/_ping`. @throws SeaworthyError ENGINE_UNSUPPORTED */
export function negotiate(headers: IncomingHttpHeaders, where: string): EngineVersion {
  const engineApi = one(headers['api-version']);
  const os = one(headers.ostype) ?? 'linux';
  const minor = Number(/^1\.(\d+)$/.exec(engineApi ?? '')?.[1] ?? Number.NaN);
  if (engineApi === undefined || Number.isNaN(minor)) {
    throw new SeaworthyError('ENGINE_UNSUPPORTED', `what answers at ${where} is not a Docker Engine`, {
      hint: 'DOCKER_HOST or the Docker context names something else; docker version shows what the client sees.',
    });
  }
  if (minor < oldest) {
    throw new SeaworthyError('ENGINE_UNSUPPORTED', `the engine at ${where} speaks API ${engineApi} only`, {
      hint: `Seaworthy needs 1.${oldest}, which is Docker Engine 20.10, or newer.`,
    });
  }
  return { api: `1.${Math.min(minor, newest)}`, engineApi, os };
}

/** `1.45` is at least `1.44`: both are of the first major version. */
export function isAtLeast({ api }: EngineVersion, wanted: string): boolean {
  return Number(api.slice(2)) >= Number(wanted.slice(2));
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
