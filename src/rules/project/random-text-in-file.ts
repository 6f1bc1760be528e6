import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { looksRandom } from '../shared/random-text.ts';
import { isNameOfSecret, secretKindOf } from '../shared/secret-value.ts';

export default defineRule({
  id: 'random-text-in-file',
  area: 'project',
  severity: 'medium',
  confidence: 'possible',
  preset: 'strict',
  aliases: ['checkov:CKV_SECRET_6', 'checkov:CKV_SECRET_19'],
  title: 'A value in a file looks like a key',
  why: 'If it is one, everyone who can read the repository, now or later, can use it.',
  fix: 'If it is a secret, take it out of the file and change it; if not, waive the finding.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  on: 'project',
  *check(project) {
    for (const { name, value, span, inWorkflow } of entriesOf(project)) {
      if (!looksRandom(value) || isPublic.test(name)) continue;
      // What is certain is told by the rules on secrets; the passwords of workflows are mostly for tests.
      const kind = secretKindOf(name, value);
      if (kind !== undefined && (kind === 'token' || !inWorkflow)) continue;
      if (project.files.isGitIgnored(span.file)) continue;
      yield { at: span, message: `${name} looks like a key`, object: `${span.file} ${name}` };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                SALT: 8f31c9b27de04a65b1f7c93e52ad6084
        `,
        '.env': 'PEPPER=Qz7mX3wK9t2VrYp8LjHgD6sNcFaEu4bRW1xT5oJk\n',
        '.github/workflows/deploy.yml': `
          on: push
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - run: make deploy
                  env:
                    SHOP_API_KEY: 8f31c9b27de04a65b1f7c93e52ad6084
                    SOURCE_COMMIT: 8f31c9b27de04a65b1f7c93e52ad60848f31c9b2
                - uses: acme/login@v2
                  with:
                    password: Qz7mX3wK9t2VrYp8LjHgD6sN
                    artifact: Qz7mX3wK9t2VrYp8LjHgD6sN
        `,
      },
      [
        '.env:1:8',
        '.github/workflows/deploy.yml:8:25',
        '.github/workflows/deploy.yml:12:21',
        'compose.yaml:5:13',
      ],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              REQUEST_ID: 8f31c9b2-7de0-4a65-b1f7-c93e52ad6084
              CLASS: org.acme.shop.configuration.ProductionSettings
              BUILD_COMMIT: 8f31c9b27de04a65b1f7c93e52ad60848f31c9b2
              ZEROES: "00000000000000000000000000000000"
      `,
    }),
  ],
});

/** Names of commits, digests and identifiers, which are drawn by chance as well and are no secrets. */
const isPublic = /(?:REF|COMMIT|SHA\d*|REV(?:ISION)?|DIGEST|HASH|CHECKSUM|VERSION|PUBLIC|_ID|URL)(?:_|$)/i;

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly span: Span;
  readonly inWorkflow: boolean;
}

/** Entries of env files, of `environment` and of workflows, each once. */
function* entriesOf(project: Project): Iterable<Entry> {
  for (const file of project.envFiles.values()) {
    if (file.isExample) continue;
    for (const { name, value } of file.entries)
      if (value !== undefined)
        yield { name: name.value, value: value.value, span: value.span, inWorkflow: false };
  }
  yield* entriesOfWorkflows(project);
  const seen = new Set<string>();
  for (const stack of project.stacks) {
    for (const service of stack.services.values()) {
      for (const { name, value, from } of service.environment.values()) {
        if (value === undefined || from !== 'environment' || (value.trail?.length ?? 0) > 0) continue;
        const key = `${value.span.file} ${value.span.start}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield { name, value: value.value, span: value.span, inWorkflow: false };
      }
    }
  }
}

/** Inputs of actions only by the name of a secret: keys of caches and checksums are drawn by chance, too. */
function* entriesOfWorkflows({ ci }: Project): Iterable<Entry> {
  for (const { env, jobs } of ci.workflows.values()) {
    const ofJobs = [...jobs.values()].flatMap((job) => [job, ...job.steps].flatMap((one) => one.env));
    const inputs = [...jobs.values()]
      .flatMap(({ steps }) => steps.flatMap((step) => step.with))
      .filter(({ name }) => isNameOfSecret(name.value));
    for (const { name, value } of [...env, ...ofJobs, ...inputs])
      yield { name: name.value, value: value.value, span: value.span, inWorkflow: true };
  }
}
