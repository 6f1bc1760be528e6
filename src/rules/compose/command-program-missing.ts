import { bad, defineRule, good } from '../rule.ts';
import { stageOf } from '../shared/image.ts';
import { lackOf } from '../shared/programs.ts';

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
  *check(service, { link }) {
    if (!service.enabled) return;
    const image = stageOf(link)?.image;
    const hasEntrypoint = service.entrypoint !== undefined || image?.entrypoint !== undefined;
    // A published image's own entrypoint may take the command as its arguments: it runs what is no flag all the same.
    const line =
      service.entrypoint ??
      (hasEntrypoint && service.build !== undefined ? image?.entrypoint : service.command) ??
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
