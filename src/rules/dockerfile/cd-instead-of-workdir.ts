import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { type RunCommand, type RunScript, type RunWord, runScripts } from '../shared/run.ts';
import { valueAt } from '../shared/variables.ts';

const messages = {
  first: (folder: string) => `RUN begins with cd ${folder}`,
  made: (folder: string) => `RUN makes ${folder} and goes there, as WORKDIR does`,
  inside: (folder: string) => `RUN goes to ${folder}, as WORKDIR does`,
};

interface FolderChange {
  readonly cd: RunCommand;
  readonly place: keyof typeof messages;
}

export default defineRule({
  id: 'cd-instead-of-workdir',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3003', 'trivy:DS-0013', 'kics:run_command_cd_instead_of_workdir'],
  title: 'RUN changes the folder with cd',
  why: 'The change ends with the line, so the next instruction works elsewhere than a reader thinks.',
  fix: 'Write WORKDIR above.',
  references: ['https://docs.docker.com/build/building/best-practices/#workdir'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    // Of the instruction itself, or of its here-document; not what `sh -c` is given.
    const script = runScripts(dockerfile, instruction).find(({ commands }) => commands.length > 0);
    const last = uselessLast(script);
    if (last !== undefined) {
      yield {
        at: last.span,
        message: `RUN ends with cd ${last.args[0]?.text}, which no later line sees`,
        object: `${stageName(stage)} cd ${last.args[0]?.text}`,
      };
      return;
    }
    const found = script === undefined ? undefined : (atStart(script) ?? inside(script));
    const target = found?.cd.args[0];
    if (found === undefined || target === undefined) return;
    // What only the shell knows is nothing for WORKDIR.
    const folder = valueAt(dockerfile, instruction, target.text);
    if (folder === undefined || /^(?:\/tmp|\/var\/tmp|-)|[*?`]/.test(folder)) return;
    if (found.place === 'inside' && !folder.startsWith('/')) return;
    yield {
      at: found.cd.span,
      message: messages[found.place](target.text),
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
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          ENV APP=/srv/app
          RUN set -ex && cd $APP && make
          RUN apt-get update && cd /srv/app && make install
          RUN <<EOF
          cd /srv/app
          make
          EOF
        `,
      },
      ['Dockerfile:3:16', 'Dockerfile:4:23', 'Dockerfile:6:1'],
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        WORKDIR /app
        RUN npm ci
        RUN cd /tmp && wget -q https://example.com/x
        RUN cd /a && make && cd /b && make
        RUN cd client && make && cd ..
        RUN cd $HOME && make
        RUN git clone https://github.com/acme/app.git /src && cd /src && make && rm -rf /src
        RUN tar -xzf app.tgz -C /usr/src && cd /usr/src/app && make
        RUN if [ -d /src ]; then cd /src && make; fi
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

/** What is set before does not matter: `set -e && cd /srv/app`. Work that goes on elsewhere has no use for one folder. */
function atStart({ commands, text }: RunScript): FolderChange | undefined {
  const begin = commands.findIndex(({ program }) => !/^(?:|set|export)$/.test(program));
  const isMade = makesNext(commands.slice(begin));
  const cd = commands[isMade ? begin + 1 : begin];
  // A subshell keeps the change to itself.
  if (cd?.program !== 'cd' || goesOn(commands, cd) || /^\s*\(/.test(text)) return undefined;
  return { cd, place: isMade ? 'made' : 'first' };
}

/** The one `cd` of a line without conditions, to a folder that the line itself neither makes nor removes. */
function inside({ commands, text, inner }: RunScript): FolderChange | undefined {
  const cd = commands.find(({ program }) => program === 'cd' || program === 'pushd');
  const target = cd?.args[0];
  if (inner || cd?.program !== 'cd' || target === undefined || goesOn(commands, cd)) return undefined;
  if (cd.depth > 0 || cd.operatorBefore === '||' || /[(){}]|\b(?:if|for|while|until|case)\b/.test(text))
    return undefined;
  return isNamedOnce(text, target) ? { cd, place: 'inside' } : undefined;
}

/** Nor is anything unpacked into the folder above it: `tar -C /usr/src … && cd /usr/src/app`. */
function isNamedOnce(text: string, { text: folder, at }: RunWord): boolean {
  const above = folder.replace(/\/[^/]*\/?$/, '');
  return text.split(folder).length === 2 && !(/.\//.test(above) && text.slice(0, at).includes(above));
}

function goesOn(commands: readonly RunCommand[], cd: RunCommand): boolean {
  return commands
    .slice(commands.indexOf(cd) + 1)
    .some(({ program }) => program === 'cd' || program === 'pushd' || program === 'popd');
}
