import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { pipedFrom } from '../shared/pipes.ts';
import { runScripts } from '../shared/run.ts';

export default defineRule({
  id: 'password-set-in-layer',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['checkov:CKV2_DOCKER_17'],
  title: 'A build sets the password of a user',
  why: 'Everyone who can pull the image or read the repository has it, in the history if not in the layer.',
  fix: 'Make users without a password (`useradd`, `passwd -l`), and log in by key or not at all.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { commands } of runScripts(dockerfile, instruction)) {
      for (const [index, { program, span, words, args }] of commands.entries()) {
        const source = pipedFrom(commands, index);
        const isAsked =
          program === 'passwd' && (source !== undefined || args.some(({ text }) => text === '--stdin'));
        if (program !== 'chpasswd' && !isAsked) continue;
        const given = source?.args.find(({ text }) => /^[\w-]+:./.test(text));
        // Nobody knows a password that is made up in the build.
        if (source?.args.some(({ text }) => /urandom|openssl|pwgen|uuid/.test(text)) === true) continue;
        const isLiteral = given !== undefined && !given.text.includes('$');
        yield {
          at: given?.span ?? words[0]?.span ?? span,
          message: isLiteral
            ? 'the build sets a password that stands in the Dockerfile'
            : 'the build sets the password of a user',
          object: `${stageName(stage)} password`,
          ...(isLiteral ? { severity: 'high' } : {}),
        };
      }
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN echo 'root:toor' | chpasswd
          RUN chpasswd < /tmp/users
        `,
      },
      ['Dockerfile:2:10', 'Dockerfile:3:5'],
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN printf 'a\\na\\n' | passwd root
        `,
      },
      'Dockerfile:2:23',
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN useradd app && passwd -l app
      `,
    }),
  ],
});
