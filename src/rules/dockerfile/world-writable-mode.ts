import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { isWorldWritable, modesIn } from '../shared/modes.ts';

export default defineRule({
  id: 'world-writable-mode',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['dd-iac:avoid_chmod_777'],
  title: 'Files of an image may be changed by everyone',
  why: 'Any process in the container can replace programs and settings, also one that USER was meant to hold back.',
  fix: 'Give the files to the user that needs them (`COPY --chown`, `chown`), with mode 755 or 644.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  on: 'instruction',
  only: ['RUN', 'COPY', 'ADD'],
  *check(instruction, { dockerfile, stage }) {
    const all = modesIn(dockerfile, instruction);
    for (const [index, { mode, at, targets }] of all.entries()) {
      // Opened for the lines between, and closed again.
      const later = all.slice(index + 1).filter((other) => !isWorldWritable(other.mode));
      if (targets.every((target) => later.some((other) => other.targets.includes(target)))) continue;
      // Folders for passing things are everyone's, and devices have their own ways.
      if (
        !isWorldWritable(mode) ||
        targets.every((target) =>
          /(?:^|\/)tmp\/?$|^\/(?:var\/)?tmp\/|^\/dev\/|^\/(?:var\/)?run\//.test(target),
        )
      )
        continue;
      yield {
        at,
        message: `${targets.slice(0, 2).join(', ') || 'the files'} may be changed by everyone (mode ${mode})`,
        object: `${stageName(stage)} mode ${targets[0] ?? ''}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          COPY --chmod=0777 run.sh /run.sh
          RUN mkdir /data && chmod -R 777 /data && chmod a+rwx /srv
        `,
      },
      ['Dockerfile:2:6', 'Dockerfile:3:29', 'Dockerfile:3:48'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        COPY --chmod=0755 run.sh /run.sh
        RUN chmod 1777 /shared && chmod 777 /tmp && chmod +x /run.sh && chmod u+w /srv && chmod 666 /x && chmod 440 /x && chmod -R a+rX,g+w /opt
      `,
    }),
  ],
});
