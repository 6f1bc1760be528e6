import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import type { CommandLine } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageOf } from '../shared/image.ts';
import { lackOf } from '../shared/programs.ts';
import { renamedAt, reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'command-program-missing',
  area: 'compose',
  severity: 'critical',
  aliases: [],
  title: 'A service is started with a program that its image does not have',
  why: 'The container is created and does not start: "exec: executable file not found".',
  fix: 'Use a program that the image has (`sh` instead of `bash` in images on Alpine), or install it.',
  references: ['https://docs.docker.com/reference/compose-file/services/#command'],
  on: 'service',
  *check(service, { link, project }) {
    if (!service.enabled) return;
    const image = stageOf(link)?.image;
    const hasEntrypoint = service.entrypoint !== undefined || image?.entrypoint !== undefined;
    // A published image's own entrypoint may take the command as its arguments: it runs what is no flag all the same.
    const line =
      service.entrypoint ??
      (hasEntrypoint && link !== undefined ? image?.entrypoint : service.command) ??
      image?.cmd;
    const word = line?.words[0];
    if (line === undefined || word === undefined || line.form !== 'exec') return;
    const program = word.value.replace(/^\/(?:usr\/)?(?:local\/)?bin\//, '');
    if (!/^(?:bash|sh|node|python3?|curl|wget)$/.test(program)) return;
    const lack = lackOf(program, service, link);
    if (lack === undefined) return;
    yield {
      at: word.span,
      message: `${service.name} is started with ${program}, which ${lack.image.repository}${lack.image.tag === undefined ? '' : `:${lack.image.tag}`} does not have`,
      object: `services.${service.name}.command`,
      confidence: lack.confidence,
      ...(program === 'bash' ? shellFix(project, line) : {}),
      ...(service.image === undefined
        ? {}
        : { related: [{ at: service.image.span, message: 'the image is named here' }] }),
    };
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4-alpine
              command: ["bash", "-c", "redis-server --save ''"]
        `,
      },
      'compose.yaml:4:15',
      {
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4-alpine
              command: ["sh", "-c", "redis-server --save ''"]
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4-alpine
              # with the limit of the host
              entrypoint:
                - '/bin/bash' # the shell
                - -ec
                - redis-server --maxmemory 100mb
        `,
      },
      'compose.yaml:6:9',
      {
        'compose.yaml': `
          services:
            cache:
              image: redis:7.4-alpine
              # with the limit of the host
              entrypoint:
                - '/bin/sh' # the shell
                - -ec
                - redis-server --maxmemory 100mb
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          cache:
            image: redis:7.4-alpine
            command: ["sh", "-c", "redis-server --save ''"]
          other:
            image: ghcr.io/acme/other:1.4.2
            command: ["bash", "start.sh"]
      `,
    }),
  ],
});

/** A text that any shell understands needs no Bash. */
function shellFix(project: Project, { words }: CommandLine): Pick<Problem, 'fix'> {
  const [shell, flag, text] = words;
  if (shell === undefined || text === undefined || !/^-[elx]*c$/.test(flag?.value ?? '')) return {};
  const isOfBash =
    /\[\[|<\(|<<<|\bsource\b|\bdeclare\b|\bfunction\b|\bpipefail\b|\$\{\w+\[|&>|\{\d+\.\./.test(text.value);
  if (isOfBash || !/\.ya?ml$/.test(shell.span.file)) return {};
  return reviewFix(
    'Start it with sh',
    renamedAt(project, shell.span, shell.value, shell.value.replace(/bash$/, 'sh')),
  );
}
