import { posix } from 'node:path';
import type { Span } from '../../base/span.ts';
import type { BuildLink, FileTree } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { chainOf, contextSources, inContext } from '../shared/build.ts';
import { stageOf } from '../shared/image.ts';

export default defineRule({
  id: 'private-key-tracked',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A service is given a private key that lies in the repository',
  why: 'Everyone who can read the repository, now or later, can sign tokens, pose as the server or read what it was sent; removing the file leaves it in the history.',
  fix: 'Make a new key where the service runs, mount it from there, and list its path in `.gitignore`.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  joins: 'file',
  on: 'service',
  *check(service, { project, stack, link }) {
    if (!service.enabled) return;
    const told = new Set<string>();
    for (const { path, at, how } of givenTo(service, stack, link)) {
      const key = keyIn(project.files, path);
      if (key === undefined || told.has(key)) continue;
      told.add(key);
      yield {
        at,
        message: `${service.name} ${how} ${key}, a private key that lies in the repository`,
        object: `services.${service.name} key ${key}`,
        severity: forOneMachine.test(key) || isOfCertificate(project.files, key) ? 'medium' : 'high',
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            auth:
              image: ghcr.io/acme/auth:1.4.2
              volumes: ["./keys:/keys:ro"]
              secrets: [signing]
          secrets:
            signing: {file: ./signing.pem}
        `,
        'keys/jwt.pem': `
          -----BEGIN PRIVATE KEY-----
          MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj
          -----END PRIVATE KEY-----
        `,
        'signing.pem': `
          -----BEGIN RSA PRIVATE KEY-----
          MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj
          -----END RSA PRIVATE KEY-----
        `,
      },
      ['compose.yaml:4:15', 'compose.yaml:5:15'],
    ),
    good({
      'compose.yaml': `
        services:
          auth:
            image: ghcr.io/acme/auth:1.4.2
            volumes: ["./keys:/keys:ro", "./made:/made:ro", "/etc/ssl/auth.key:/auth.key:ro"]
      `,
      '.gitignore': 'made/\n',
      'keys/jwt-public.pem': `
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKC
        -----END PUBLIC KEY-----
      `,
      'made/jwt.pem': `
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj
        -----END PRIVATE KEY-----
      `,
    }),
  ],
});

/** Keys of certificates that only a browser of one's own is to trust. */
const forOneMachine =
  /self[-_]?signed|localhost|(?:^|[/._-])(?:dev|local|test|tests|example|demo|snakeoil)(?:[/._-]|$)/i;
/** A certificate beside its key is most often one that a project made for itself. */
function isOfCertificate(files: FileTree, key: string): boolean {
  return files
    .below(posix.dirname(key))
    .slice(0, maximumFiles)
    .some(
      (file) =>
        /\.(?:pem|crt|cer)$/.test(file) &&
        files.start(file)?.firstLine.startsWith('-----BEGIN CERTIFICATE') === true,
    );
}

const keyFile = /\.(?:pem|key|p8)$|(?:^|\/)id_(?:rsa|ed25519|ecdsa)$/;
const privateKey = /^-----BEGIN (?:(?:RSA|EC|DSA|OPENSSH) )?PRIVATE KEY-----/;
/** A folder with more files is not there for its keys. */
const maximumFiles = 40;

interface Given {
  readonly path: string;
  readonly at: Span;
  readonly how: string;
}

function* givenTo(service: Service, stack: Stack, link: BuildLink | undefined): Iterable<Given> {
  for (const { kind, source, span } of service.mounts)
    if (kind === 'bind' && source !== undefined) yield { path: source.value, at: span, how: 'mounts' };
  for (const { name, span } of service.secrets) {
    const file = stack.secrets.get(name)?.file;
    if (file !== undefined) yield { path: file.value, at: span, how: 'takes as a secret' };
  }
  if (link?.dockerfile === undefined) return;
  for (const { instructions } of chainOf(link.dockerfile, stageOf(link)))
    for (const instruction of instructions) {
      if (instruction.keyword !== 'COPY') continue;
      for (const { at, path } of contextSources(instruction)) {
        const file = inContext(link.context, path);
        if (file !== undefined) yield { path: file, at: at.span, how: 'copies into its image' };
      }
    }
}

/** The file itself, or the first private key of a folder of few files. */
function keyIn(files: FileTree, path: string): string | undefined {
  if (path === '' || /^[/.~$]|\$/.test(path)) return undefined;
  const isKey = (file: string) =>
    keyFile.test(file) && privateKey.test(files.start(file)?.firstLine ?? '') && !files.isGitIgnored(file);
  if (keyFile.test(path)) return isKey(path) ? path : undefined;
  if (files.kind(path) !== 'folder') return undefined;
  const below = files.below(path);
  return below.length > maximumFiles ? undefined : below.find(isKey);
}
