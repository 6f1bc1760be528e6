import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, type RunScript, runScripts } from '../shared/run.ts';

export default defineRule({
  id: 'cd-instead-of-workdir',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3003', 'trivy:DS-0013', 'kics:run_command_cd_instead_of_workdir'],
  title: 'RUN begins with cd',
  why: 'The change ends with the line, so the next instruction works elsewhere than a reader thinks.',
  fix: 'Write WORKDIR above.',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    const [script] = runScripts(dockerfile, instruction);
    const commands = script?.commands ?? [];
    const last = uselessLast(script);
    if (last !== undefined) {
      yield {
        at: last.span,
        message: `RUN ends with cd ${last.args[0]?.text}, which no later line sees`,
        object: `${stageName(stage)} cd ${last.args[0]?.text}`,
      };
      return;
    }
    const first = makesNext(commands) ? commands[1] : commands[0];
    const target = first?.args[0];
    if (first?.program !== 'cd' || target === undefined) return;
    // Work that goes on elsewhere in the same line has no use for one folder.
    if (
      commands
        .slice(commands.indexOf(first) + 1)
        .some(({ program }) => program === 'cd' || program === 'pushd')
    )
      return;
    // A subshell keeps the change to itself.
    if (/^\s*\(/.test(script?.text ?? '')) return;
    if (/^(?:\/tmp|\/var\/tmp|\$|-)/.test(target.text)) return;
    yield {
      at: first.span,
      message:
        first === commands[0]
          ? `RUN begins with cd ${target.text}`
          : `RUN makes ${target.text} and goes there, as WORKDIR does`,
      object: `${stageName(stage)} cd ${target.text}`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          RUN cd /app && npm ci
        `,
      },
      'Dockerfile:2:5',
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN mkdir -p /srv/app && cd /srv/app && make
        `,
      },
      'Dockerfile:2:26',
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN git clone https://github.com/acme/app.git && cd app
          RUN make
        `,
      },
      'Dockerfile:2:50',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        RUN npm ci
        RUN cd /tmp && wget -q https://example.com/x
        RUN cd /a && make && cd /b && make
        RUN cd client && make && cd ..
      `,
    }),
  ],
});

/** `git clone $URL app && cd app`, with nothing behind it. */
function uselessLast(script: RunScript | undefined): RunCommand | undefined {
  const last = script?.commands.at(-1);
  if (script === undefined || script.inner || last?.program !== 'cd' || script.commands.length < 2)
    return undefined;
  // Going back is tidy. In a condition, a loop, a function or a subshell it may be a test, or for what comes round again.
  if (/^(?:-|\.\.(?:\/\.\.)*\/?)?$/.test(last.args[0]?.text ?? '') || last.operatorBefore === '||')
    return undefined;
  const isNested = last.depth > 0 || /[(){}]|\b(?:if|for|while|until|case)\b/.test(script.text);
  return isNested ? undefined : last;
}

/** `mkdir -p /srv/app && cd /srv/app`. */
function makesNext([first, second]: readonly RunCommand[]): boolean {
  const folders = first?.args.filter(({ text }) => !text.startsWith('-')) ?? [];
  return (
    first?.program === 'mkdir' &&
    second?.program === 'cd' &&
    second.operatorBefore !== '||' &&
    folders.length === 1 &&
    folders[0]?.text === second.args[0]?.text
  );
}
