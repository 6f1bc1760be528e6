import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { runCommands } from '../shared/run.ts';

/** Programs that look at or change a running machine, which a build step is not. */
const programs = new Set(
  'ssh vim vi nano shutdown reboot halt poweroff service systemctl ps free top htop kill killall mount umount ifconfig'.split(
    ' ',
  ),
);

/** What systemctl does to files, which stay. */
const writes = /^(?:enable|disable|reenable|mask|unmask|set-default|preset|preset-all|link|add-wants)$/;

export default defineRule({
  id: 'command-without-purpose',
  area: 'dockerfile',
  severity: 'info',
  confidence: 'likely',
  aliases: ['hadolint:DL3001', 'kics:run_utilities_and_posix_commands'],
  title: 'RUN calls a program that has nothing to do in a build',
  why: 'Processes, mounts and services end with the build step: the container starts without what the line seems to set up.',
  fix: 'Start services with CMD or in their own container; mount with `RUN --mount`.',
  references: ['https://docs.docker.com/engine/containers/multi-service_container/'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const { program, words, args } of runCommands(dockerfile, instruction)) {
      const [name] = words;
      if (name === undefined || !programs.has(program)) continue;
      // An editor that is told what to do edits.
      if (/^(?:vim?|nano)$/.test(program) && args.some(({ text }) => /^[-+]/.test(text))) continue;
      // Enabling a unit writes links, which stay.
      if (program === 'systemctl' && args.some(({ text }) => writes.test(text))) continue;
      yield {
        at: name.span,
        message: `RUN calls ${program}, whose effect ends with the build step`,
        object: `${stageName(stage)} ${program}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN service ssh start && ps aux
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:2:26'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN mkdir -p /etc/ssh && systemctl enable acme && apt-get install -y vim
        CMD ["service", "ssh", "start"]
        RUN systemctl --no-reload disable --now api.service || true
      `,
    }),
  ],
});
