import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isSetId, modesIn } from '../shared/modes.ts';

export default defineRule({
  id: 'setuid-bit-set',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['docker-bench:4.8'],
  title: 'A program of an image runs as its owner, whoever calls it',
  why: 'A flaw in it makes every process of the container root, and undoes USER.',
  fix: 'Drop the bit; give the one capability that is needed with `setcap`.',
  references: ['https://docs.docker.com/engine/security/#linux-kernel-capabilities'],
  on: 'instruction',
  only: ['RUN', 'COPY', 'ADD'],
  *check(instruction, { dockerfile, stage }) {
    for (const { mode, at, targets } of modesIn(dockerfile, instruction)) {
      // Those of the distribution have the bit for what they do.
      if (targets.every((target) => /\/(?:sudo|su|ping6?|u?mount|passwd|fusermount3?|chsh)$/.test(target)))
        continue;
      // On folders 2xxx hands the group down; 4xxx is for programs alone.
      if (!isSetId(mode)) continue;
      yield {
        at,
        message: `${targets.slice(0, 2).join(', ') || 'the program'} runs as its owner (mode ${mode})`,
        object: `${stageName(stage)} setuid ${targets[0] ?? ''}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN chmod u+s /usr/bin/tool && chmod 4755 /usr/bin/other
        `,
      },
      ['Dockerfile:2:11', 'Dockerfile:2:38'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN chmod 2775 /srv/shared && chmod g+s /srv && find / -perm /6000 -exec chmod a-s {} +
      `,
    }),
  ],
});
