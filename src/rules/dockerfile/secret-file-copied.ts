import type { Severity } from '../../model/finding.ts';
import { bad, defineRule, good } from '../rule.ts';

/** Files that hold secrets by their very purpose. */
const secretFile =
  /^(?:\.env(?:\.(?:prod|production|local|live))?|id_(?:rsa|dsa|ecdsa|ed25519)|\.pypirc|\.netrc|\.git-credentials|\.htpasswd|\.dockercfg|\.pgpass|\.vault-token|kubeconfig|credentials(?:\.json)?|service-?account(?:-key)?\.json|client_secret\S*\.json|.*\.(?:pfx|p12|jks|keystore|kdbx)|.*(?:private|server|tls|ssl)[._-]?key(?:\.pem)?|.*\.key\.pem)$/i;

export default defineRule({
  id: 'secret-file-copied',
  area: 'dockerfile',
  severity: 'high',
  confidence: 'likely',
  aliases: ['trivy:DS-0031', 'docker-bench:4.10'],
  title: 'A file that holds secrets is copied into the image',
  why: 'Everyone who can pull the image has it; a later layer that removes it does not remove it from this one.',
  fix: 'Mount it for the step (`RUN --mount=type=secret`) or into the container, and name it in .dockerignore.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  on: 'instruction',
  only: ['COPY', 'ADD'],
  *check({ keyword, flags, args }, { dockerfile, stage }) {
    if ((keyword !== 'COPY' && keyword !== 'ADD') || flags.some(({ name }) => name === 'from')) return;
    const names = args.map(({ value }) => value).join(' ');
    // Signing keys of repositories end in .key too; beside a certificate it is the private one.
    const isKeyPair = /\.(?:crt|cert|cer)\b/i.test(names) || /\/(?:ssl|tls|certs?|private)\//i.test(names);
    if (/\.pub\b|keyring|\.gpg\b|trusted/.test(names)) return;
    for (const { value, span } of args.slice(0, -1)) {
      const name = value.slice(value.lastIndexOf('/') + 1);
      if (
        !(secretFile.test(name) || (isKeyPair && /\.key$/i.test(name))) ||
        /public|\.pub|example|sample|test|dummy|fixture/i.test(value)
      )
        continue;
      if (/:\/\//.test(value)) continue;
      const isShipped = stage?.index === dockerfile.stages.length - 1;
      yield {
        at: span,
        message: `${keyword} puts ${value} into the ${isShipped ? 'image' : 'layers of the build'}`,
        object: `copy ${value}`,
        severity: severityOf(name, isShipped),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          COPY id_rsa /root/.ssh/id_rsa
          COPY package.json .env ./
        `,
      },
      ['Dockerfile:2:6', 'Dockerfile:3:19'],
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        COPY .env.example id_rsa.pub package.json ./
        RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
      `,
    }),
  ],
});

/** What only a stage holds that is not shipped stays in the builder's cache. */
function severityOf(name: string, isShipped: boolean): Severity {
  if (name.startsWith('.env')) return isShipped ? 'medium' : 'low';
  return isShipped ? 'high' : 'medium';
}
