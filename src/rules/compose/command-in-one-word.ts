import type { BuildLink } from '../../model/project.ts';
import type { CommandLine, Service } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { rootImageOf, stageOf } from '../shared/image.ts';
import { isCommandLine, startsAsTold } from '../shared/one-word.ts';

export default defineRule({
  id: 'command-in-one-word',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A list holds program and arguments in one word',
  why: 'The first word is the name of the file to run, blanks and all. There is none of that name: nothing starts, and a check fails for ever.',
  fix: 'Make each argument an entry of its own, or write one text instead of the list.',
  references: ['https://docs.docker.com/reference/compose-file/services/#command'],
  on: 'service',
  *check(service, { link }) {
    const lines: readonly (readonly [string, CommandLine | undefined])[] = [
      ['healthcheck', service.healthcheck?.test],
      ['entrypoint', service.entrypoint],
      ['command', isStartedAlone(service, link) ? service.command : undefined],
    ];
    for (const [key, line] of lines) {
      const word = line?.words[0];
      if (line?.form !== 'exec' || word === undefined || !isCommandLine(word.value)) continue;
      yield {
        at: word.span,
        message: `${service.name}'s ${key} runs a file of the name ${JSON.stringify(word.value)}`,
        object: `services.${service.name}.${key}`,
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            broker:
              image: emqx/emqx:5.8.0
              healthcheck:
                test: ["CMD", "/opt/emqx/bin/emqx ctl", "status"]
            api:
              image: ghcr.io/acme/api:1.4.2
              entrypoint: ["python main.py"]
            worker:
              image: node:22.11-alpine
              command: ["npm start"]
        `,
      },
      ['compose.yaml:5:21', 'compose.yaml:8:18', 'compose.yaml:11:15'],
    ),
    good({
      'compose.yaml': `
        services:
          broker:
            image: emqx/emqx:5.8.0
            healthcheck:
              test: ["CMD", "/opt/emqx/bin/emqx", "ctl", "status"]
          cache:
            image: redis:7.4-alpine
            command: ["sh", "-c", "redis-server --appendonly yes"]
            healthcheck:
              test: ["CMD-SHELL", "redis-cli ping"]
          api:
            image: ghcr.io/acme/api:1.4.2
            entrypoint: ["/opt/My App/run"]
          # Its entrypoint may be a shell.
          worker:
            image: ghcr.io/acme/worker:1.4.2
            command: ["npm start"]
          job:
            image: node:22.11-alpine
            entrypoint: ["sh", "-c"]
            command: ["npm start"]
          page:
            image: node:22.11-alpine
            command: npm start
      `,
    }),
  ],
});

/** True when no entrypoint takes the words of the command as it likes. */
function isStartedAlone(service: Service, link: BuildLink | undefined): boolean {
  if (service.entrypoint !== undefined) return false;
  if ((service.build !== undefined || link !== undefined) && link?.dockerfile === undefined) return false;
  const image = rootImageOf(service, link);
  return (
    stageOf(link)?.image.entrypoint === undefined && image !== undefined && startsAsTold(image.repository)
  );
}
