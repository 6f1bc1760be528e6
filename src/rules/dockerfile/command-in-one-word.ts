import type { DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { isCommandLine, startsAsTold } from '../shared/one-word.ts';

export default defineRule({
  id: 'command-in-one-word',
  area: 'dockerfile',
  severity: 'critical',
  aliases: [],
  title: 'A list holds program and arguments in one word',
  why: 'The first word is the name of the file to run, blanks and all. There is none of that name: the container does not start, or is unhealthy for ever.',
  fix: 'Make each argument an entry of its own.',
  references: ['https://docs.docker.com/reference/dockerfile/#exec-form'],
  on: 'instruction',
  only: ['CMD', 'ENTRYPOINT', 'HEALTHCHECK'],
  *check(instruction, { stage }) {
    if (!/^(?:CMD|ENTRYPOINT|HEALTHCHECK)$/.test(instruction.keyword)) return;
    const word = instruction.args[instruction.keyword === 'HEALTHCHECK' ? 1 : 0];
    if (instruction.form !== 'exec' || word === undefined || !isCommandLine(word.value)) return;
    if (instruction.keyword === 'CMD' && !isStarted(instruction, stage)) return;
    yield {
      at: word.span,
      message: `${instruction.keyword} runs a file of the name ${JSON.stringify(word.value)}`,
      object: instruction.keyword,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM python:3.12-slim
          COPY main.py ./
          HEALTHCHECK --interval=30s CMD ["python health.py"]
          CMD ["python main.py"]
        `,
        'main.py': 'print(1)\n',
        'worker/Dockerfile': `
          FROM ghcr.io/acme/base:1.4
          ENTRYPOINT ["/srv/worker --queue mail"]
        `,
      },
      ['Dockerfile:3:33', 'Dockerfile:4:6', 'worker/Dockerfile:2:13'],
    ),
    good({
      Dockerfile: `
        FROM python:3.12-slim
        COPY main.py ./
        HEALTHCHECK CMD ["python", "health.py"]
        CMD python main.py
      `,
      'main.py': 'print(1)\n',
      'worker/Dockerfile': `
        FROM python:3.12-slim
        ENTRYPOINT ["sh", "-c"]
        CMD ["python main.py"]
      `,
      'page/Dockerfile': `
        FROM ghcr.io/acme/base:1.4
        CMD ["serve page"]
      `,
    }),
  ],
});

/** True when the command is what the container starts: no entrypoint reads its words, and no later command stands for it. */
function isStarted({ span }: DockerInstruction, stage: Stage | undefined): boolean {
  const image = stage?.image;
  const root = image?.rootImage === undefined ? undefined : parseImage(image.rootImage);
  if (image === undefined || root === undefined || image.entrypoint !== undefined) return false;
  const given = image.cmd?.span;
  return (
    startsAsTold(root.repository) && given !== undefined && given.start >= span.start && given.end <= span.end
  );
}
