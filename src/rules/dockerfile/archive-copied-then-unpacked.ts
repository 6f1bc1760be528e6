import { bad, defineRule, good } from '../rule.ts';
import { runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'archive-copied-then-unpacked',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['hadolint:DL3010'],
  title: 'An archive is copied and unpacked in a later layer',
  why: 'The layer of the copy stays, so the image carries the archive beside its files.',
  fix: 'Write ADD, which unpacks it, or `RUN --mount=type=bind`.',
  references: ['https://docs.docker.com/build/building/best-practices/#add-or-copy'],
  preset: 'strict',
  on: 'instruction',
  only: ['COPY'],
  *check(instruction, { dockerfile, stage }) {
    if (instruction.keyword !== 'COPY' || stage === undefined || stage.index !== dockerfile.stages.length - 1)
      return;
    const later = stage.instructions.filter(({ span }) => span.start > instruction.span.start);
    const unpacks = later
      .flatMap((one) => runCommands(dockerfile, one))
      .filter(({ program, args }) => program === 'tar' && /^-?-?[a-zA-Z]*x/.test(args[0]?.text ?? ''));
    for (const { value, span } of instruction.args.slice(0, -1)) {
      if (!/\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))$/.test(value) || /[*$]/.test(value)) continue;
      const name = value.slice(value.lastIndexOf('/') + 1);
      const tar = unpacks.find(({ args }) => args.some(({ text }) => text.endsWith(name)));
      if (tar === undefined) continue;
      yield {
        at: span,
        message: `${name} is copied and unpacked in a later layer`,
        object: `copy ${value}`,
        related: [{ at: tar.span, message: 'unpacked here' }],
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          COPY app.tar.gz /tmp/
          RUN tar -xzf /tmp/app.tar.gz -C /opt
        `,
      },
      'Dockerfile:2:6',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        ADD app.tar.gz /opt
        COPY data.tar.gz /data/
        RUN tar -czf /tmp/data.tar.gz /data
      `,
    }),
  ],
});
