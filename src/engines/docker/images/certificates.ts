// Certificates of registries whose issuer only this machine knows: `/etc/docker/certs.d/<registry>/*.crt`, where the
// engine looks too (https://docs.docker.com/engine/security/certificates/).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

const folder = '/etc/docker/certs.d';

/** Undefined where there are none of its own. Beside them the usual issuers hold. */
export function certificatesOf(domain: string): readonly Buffer[] | undefined {
  try {
    const own = join(folder, domain);
    const found = readdirSync(own)
      .filter((name) => name.endsWith('.crt'))
      .map((name) => readFileSync(join(own, name)));
    return found.length === 0 ? undefined : [...found, ...rootCertificates.map((text) => Buffer.from(text))];
  } catch {
    return undefined;
  }
}
