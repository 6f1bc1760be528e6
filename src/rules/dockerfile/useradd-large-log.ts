import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, runCommands } from '../shared/run.ts';

export default defineRule({
  id: 'useradd-large-log',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['hadolint:DL3046', 'dd-iac:use_recommended_flags_with_useradd'],
  title: 'useradd with a large user id fills the image with an empty log',
  why: '/var/log/lastlog and faillog get a row for each id below: the layer grows by gigabytes that are unpacked on every host.',
  fix: 'Add `-l` (`--no-log-init`).',
  references: [
    'https://docs.docker.com/build/building/best-practices/#user',
    'https://github.com/moby/moby/issues/5419',
  ],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { program, args, words } of runCommands(dockerfile, instruction)) {
      if (program !== 'useradd' || args.some(({ text }) => /^-[a-zA-Z]*l|^--no-log-init$/.test(text)))
        continue;
      const flag = args.findIndex(({ text }) => /^-[a-zA-Z]*u$|^--uid$/.test(text));
      const id = args.find(({ text }) => /^--uid=/.test(text)) ?? (flag === -1 ? undefined : args[flag + 1]);
      const number = Number(id?.text.replace(/^--uid=/, ''));
      const [name] = words;
      if (id === undefined || name === undefined || !(number > 99_999)) continue;
      yield {
        at: id.span,
        message: `useradd makes user ${number} with a log of ${number} rows`,
        object: `${stageName(stage)} useradd ${number}`,
        ...(isPlaced(name) ? { fix: review('Add -l', insertAfter(name.span, ' -l')) } : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN useradd -m -u 1234567890 app
        `,
      },
      'Dockerfile:2:19',
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN useradd -l -m -u 1234567890 app
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN useradd -m -u 1000 app && useradd -l -u 1234567890 other && useradd --uid $ID third
      `,
    }),
  ],
});
