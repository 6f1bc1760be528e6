// Docker's contexts: named engines in the folder of its client's configuration. Layout as the client writes it:
// `contexts/meta/<sha256 of the name>/meta.json`, with certificates in `contexts/tls/<the same>/docker/`.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { SeaworthyError, systemCode } from '../../base/errors.ts';
import { flagAt, parsedJson, textAt } from '../../base/json.ts';

export interface ContextEndpoint {
  /** `tcp://host:2376`, `unix:///path`, `ssh://user@host`. */
  readonly host: string;
  readonly skipVerify: boolean;
  /** Folder with `ca.pem`, `cert.pem`, `key.pem`, which need not be there. */
  readonly certificates: string;
}

/** The folder of the Docker client's configuration: `DOCKER_CONFIG`, or `~/.docker`. */
export function configFolder(env: NodeJS.ProcessEnv): string {
  const given = env['DOCKER_CONFIG'];
  return given === undefined || given === '' ? join(env['HOME'] ?? homedir(), '.docker') : given;
}

/** `config.json` of the Docker client as it stands; undefined when there is none. @throws SeaworthyError CONFIG_INVALID */
export function dockerConfig(env: NodeJS.ProcessEnv): unknown {
  return jsonFile(join(configFolder(env), 'config.json'));
}

/** @throws SeaworthyError CONFIG_INVALID when there is no such context, or its file cannot be understood. */
export function contextEndpoint(name: string, env: NodeJS.ProcessEnv): ContextEndpoint {
  const folder = join(configFolder(env), 'contexts');
  const id = createHash('sha256').update(name).digest('hex');
  const meta = jsonFile(join(folder, 'meta', id, 'meta.json'));
  const host = textAt(meta, 'Endpoints', 'docker', 'Host');
  if (host === undefined) {
    throw new SeaworthyError('CONFIG_INVALID', `there is no Docker context ${name} in ${folder}`, {
      hint: 'docker context ls shows those there are; DOCKER_HOST names an engine without one.',
    });
  }
  const skipVerify = flagAt(meta, 'Endpoints', 'docker', 'SkipTLSVerify');
  return { host, skipVerify, certificates: join(folder, 'tls', id, 'docker') };
}

function jsonFile(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw new SeaworthyError('CONFIG_INVALID', `${path} cannot be read`, { cause: error });
  }
  const parsed = parsedJson(text);
  if (parsed !== undefined) return parsed;
  // Without the cause, which quotes the text: logins stand in it.
  throw new SeaworthyError('CONFIG_INVALID', `${path} is not JSON`, {
    hint: "Mend the Docker client's configuration, or set DOCKER_CONFIG to another folder.",
  });
}
