import type { Located } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf } from '../shared/build.ts';
import { stageOf } from '../shared/image.ts';
import { isBelow, isProvided, mountOf } from '../shared/mounts.ts';

export default defineRule({
  id: 'gateway-certificate-missing',
  area: 'compose',
  severity: 'critical',
  confidence: 'likely',
  aliases: [],
  title: 'A proxy is to use a certificate that is not in its container',
  why: 'nginx opens certificates and keys before anything else, and stops at start when one is not there.',
  fix: 'Mount the folder with the certificate at the path that the configuration names.',
  references: ['https://nginx.org/en/docs/http/configuring_https_servers.html'],
  on: 'server-config',
  *check({ config, from }, { service, link }) {
    if (!service.enabled || service.entrypoint !== undefined || service.command !== undefined) return;
    const stage = stageOf(link);
    // Whatever makes or copies a file of that folder may bring it.
    const texts =
      link?.dockerfile === undefined
        ? []
        : chainOf(link.dockerfile, stage).flatMap(({ instructions }) =>
            instructions.map(({ raw }) => raw.value),
          );
    const seen = new Set<string>();
    const missing: Located<string>[] = [];
    for (const { value, span } of config.certificates ?? []) {
      const folder = value.slice(0, value.lastIndexOf('/')) || '/';
      if (
        seen.has(value) ||
        isProvided(service, value) ||
        service.mounts.some(({ target }) => isBelow(target.value, folder))
      )
        continue;
      const isBrought = texts.some(
        (text) =>
          text.includes(folder) || /openssl|mkcert|certbot|\.sh\b/.test(text) || mentions(text, folder),
      );
      if (isBrought || (link !== undefined && stage === undefined)) continue;
      // Templates and certificates that packages ship: /etc/ssl/certs/ssl-cert-snakeoil.pem.
      if (/snakeoil|^\/etc\/ssl\/certs\/ca-/.test(value) || mountOf(service, value) !== undefined) continue;
      seen.add(value);
      missing.push({ value, span });
    }
    const [first, ...others] = missing;
    if (first === undefined) return;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    yield {
      at: first.span,
      message: `${service.name} needs ${first.value}${more}, but nothing brings ${others.length === 0 ? 'it' : 'them'} into its container`,
      object: `services.${service.name}.certificate.${first.value}`,
      related: [
        { at: from, message: `${service.name} is given this file here` },
        ...others
          .slice(0, 5)
          .map(({ value, span }) => ({ at: span, message: `${value} is not there either` })),
      ],
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            gateway:
              image: nginx:1.27-alpine
              volumes:
                - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
                - ./certs:/etc/nginx/certs:ro
        `,
        'nginx.conf': `
          server {
            listen 443 ssl;
            ssl_certificate /etc/ssl/site/tls.crt;
            ssl_certificate_key /etc/nginx/certs/tls.key;
          }
        `,
        'certs/README': 'tls.key\n',
      },
      'nginx.conf:3:19',
    ),
    good({
      'compose.yaml': `
        services:
          gateway:
            image: nginx:1.27-alpine
            volumes:
              - ./nginx.conf:/etc/nginx/conf.d/default.conf:ro
              - ./certs:/etc/nginx/certs:ro
      `,
      'nginx.conf': `
        server {
          listen 443 ssl;
          ssl_certificate /etc/nginx/certs/tls.crt;
          ssl_certificate_key /etc/nginx/certs/tls.key;
        }
      `,
      'certs/README': 'tls.key\n',
    }),
  ],
});

/** A COPY of a whole folder of settings. */
function mentions(text: string, folder: string): boolean {
  const target = text.trim().split(/\s+/).at(-1) ?? '';
  return target.startsWith('/') && isBelow(folder, target.replace(/\/$/, ''));
}
