// Caddy: gets certificates by itself, and sends what comes by HTTP to HTTPS.
import type { Site } from './sites.ts';

export function caddyfile(sites: readonly Site[]): string {
  return [
    '# What is published, by HTTPS. Caddy gets the certificates and renews them.',
    '{',
    '\t# Let’s Encrypt writes there when a certificate is about to run out.',
    '\temail {$ACME_EMAIL}',
    '\t# Nobody needs to change this file from inside the network.',
    '\tadmin off',
    '}',
    ...sites.flatMap(siteLines),
    '',
  ].join('\n');
}

function siteLines({ service, port, prefix }: Site): readonly string[] {
  return [
    '',
    `${prefix}{$DOMAIN} {`,
    '\t# For a year, browsers do not even try without encryption.',
    '\theader Strict-Transport-Security "max-age=31536000"',
    '\tencode zstd gzip',
    `\treverse_proxy ${service.name}:${port}`,
    '}',
  ];
}
