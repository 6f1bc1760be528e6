import { bad, defineRule, good } from '../rule.ts';
import { type RunWord, runCommands } from '../shared/run.ts';

const archive = /\.(?:tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))$/;

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
      .filter(({ program, args }) => program === 'tar' && isUnpacking(args));
    for (const { value, span } of instruction.args.slice(0, -1)) {
      if (!archive.test(value) || /[*$]/.test(value)) continue;
      const name = baseName(value);
      const copy = baseName(instruction.args.at(-1)?.value ?? '');
      const names = archive.test(copy) ? [copy] : [name];
      const tar = unpacks.find(({ args }) => args.some(({ text }) => names.includes(baseName(text))));
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
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          COPY dist/app-1.2.tar.gz /opt/app.tar.gz
          WORKDIR /opt
          COPY data.tgz .
          RUN tar --gzip -xf app.tar.gz && tar xzf ./data.tgz
        `,
      },
      ['Dockerfile:2:6', 'Dockerfile:4:6'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        ADD app.tar.gz /opt
        COPY old.tar.gz /old/
        RUN tar --exclude=x -cf /old/old.tar.gz /srv
        COPY data.tar.gz /data/
        RUN tar -czf /tmp/data.tar.gz /data
      `,
    }),
  ],
});

/** `-xzf`, `xzf` or `--extract`; other options may stand before it. */
function isUnpacking(args: readonly RunWord[]): boolean {
  return args.some(
    ({ text }, index) =>
      (index === 0 && /^[a-zA-Z]*x/.test(text)) || /^-[a-zA-Z]*x|^--(?:extract|get)$/.test(text),
  );
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
