import type { Located } from '../../base/span.ts';
import type { Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isForDevelopers } from '../shared/development.ts';
import {
  isNameOfSecret,
  isWrittenOut,
  keywordAliases,
  secretKindOf,
  secretSeverity,
  secretWords,
} from '../shared/secret-value.ts';
import { isForUsers } from '../shared/stack.ts';

export default defineRule({
  id: 'secret-in-command',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: keywordAliases,
  title: 'The command of a service holds a secret in plain text',
  why: 'Everyone who can read the repository can use it, and everyone on the host sees it in the list of processes.',
  fix: 'Give it through a variable or a compose secret that the program reads, and change the secret itself.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  inParts: true,
  joins: 'file',
  on: 'service',
  *check(service, { production, project, stack }) {
    for (const { name, value } of argumentsOf(service)) {
      if (!isWrittenOut(project, value)) continue;
      const kind = secretKindOf(name, value.value);
      if (kind === undefined || kind === 'token' || project.files.isGitIgnored(value.span.file)) continue;
      if (!isForUsers(project, stack, production)) continue;
      yield {
        at: value.span,
        message: `${service.name} is started with ${secretWords[kind]} (${name})`,
        object: `services.${service.name}.command.${name}`,
        // What developers run for themselves opens nothing.
        severity: isForDevelopers(project, stack) ? 'medium' : secretSeverity[kind],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4.2
              command: ["redis-server", "--requirepass", "9fK2vLq8Zt4xWm1B"]
            api:
              image: ghcr.io/acme/api:1.4.2
              command: serve --admin-password=pV7cQm2xRt8sLw4N --password-file /run/secrets/db --token $$TOKEN
        `,
      },
      ['compose.yaml:4:48', 'compose.yaml:7:20'],
    ),
    good({
      'compose.yaml': `
        services:
          cache:
            image: redis:7.4.2
            command: redis-server --requirepass \${REDIS_PASSWORD:?} --maxmemory 200mb
          api:
            image: ghcr.io/acme/api:1.4.2
            command: ["serve", "--secret-provider", "vault", "--token-ttl", "3600", "--private-key=/run/secrets/key"]
      `,
      '.env.example': 'REDIS_PASSWORD=\n',
    }),
  ],
});

interface Argument {
  readonly name: string;
  readonly value: Located<string>;
}

/** `--requirepass VALUE`, `--admin-password=VALUE`: what a command says by the name of a secret. */
function argumentsOf({ command, entrypoint }: Service): readonly Argument[] {
  return [command, entrypoint].flatMap((line) =>
    (line?.words ?? []).flatMap((word, index, words) => {
      const match = /^--?([A-Za-z][\w.-]*)(?:=(.+))?$/s.exec(word.value);
      const flag = match?.[1] ?? '';
      // https://redis.io/docs/latest/operate/oss_and_stack/management/security/#authentication
      const name = /^(?:requirepass|masterauth)$/.test(flag)
        ? `${flag}_password`
        : flag.replace(/[.-]/g, '_');
      if (!isNameOfSecret(name)) return [];
      const value = match?.[2] === undefined ? words[index + 1] : { ...word, value: match[2] };
      return value === undefined || value.value.startsWith('-') ? [] : [{ name, value }];
    }),
  );
}
