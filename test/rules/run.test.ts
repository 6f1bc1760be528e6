import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noCi } from '../../src/model/ci.ts';
import { noPolicy } from '../../src/model/policy.ts';
import type { Project } from '../../src/model/project.ts';
import { dockerfileOf } from '../../src/read/dockerfile/dockerfile.ts';
import { rules } from '../../src/rules/all.ts';
import { packageCalls } from '../../src/rules/shared/packages.ts';
import { runScripts } from '../../src/rules/shared/run.ts';

/** The commands of all scripts, each word as it stands in the file. */
function commandsIn(text: string): readonly string[] {
  const dockerfile = dockerfileOf('Dockerfile', text);
  return dockerfile.instructions.flatMap((instruction) =>
    runScripts(dockerfile, instruction)
      .flatMap(({ commands }) => commands)
      .map(({ words }) => words.map(({ span }) => text.slice(span.start, span.end)).join(' ')),
  );
}

const texts: readonly (readonly [string, string, readonly string[]])[] = [
  ['continued lines', 'FROM x\nRUN a b && \\\n  # no c\n  d  e\n', ['a b', 'd e']],
  ['quotes', 'FROM x\nRUN a "b c" \'d\'\n', ['a "b c" \'d\'']],
  ['wrappers', 'FROM x\nRUN sudo -u me env A=b nice -n 5 a b; command -v c', ['a b', 'command -v c']],
  ['a here-document as script', 'FROM x\nRUN <<EOF\nset -e\na b\nEOF\nRUN c', ['set -e', 'a b', 'c']],
  ['tabs before a here-document', 'FROM x\nRUN <<-EOF\n\ta b\n\t\tc\n\tEOF', ['a b', 'c']],
  ['a here-document for a shell', 'FROM x\nRUN bash -e <<EOF\na\nEOF', ['bash -e', 'a']],
  ['one for another program', 'FROM x\nRUN python3 <<EOF\nimport os\nEOF', ['python3']],
  ['one for a file', 'FROM x\nRUN cat <<EOF > /x && a\nno command\nEOF', ['cat', 'a']],
  ['another interpreter', 'FROM x\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF', []],
  ['a text for sh', 'FROM x\nRUN bash -ec "a b && \\\n c"', ['bash -ec "a b && \\\n c"', 'a b', 'c']],
  ['the exec form', 'FROM x\nRUN ["a", "b"]', ['"a" "b"']],
  ['a shell in exec form', 'FROM x\nRUN ["sh", "-c", "a b"]', ['"sh" "-c" "a b"', '"a b" "a b"']],
  ['ONBUILD', 'FROM x\nONBUILD RUN a b', ['a b']],
  ['another system', 'FROM mcr.microsoft.com/windows/servercore:1\nRUN a && b', []],
  ['another shell', 'FROM x\nSHELL ["pwsh", "-c"]\nRUN a; b', []],
  [
    'arrays',
    'FROM x\nRUN A=(curl -k $(b "c")) && declare -a B=(d) && e',
    ['', 'b "c"', 'declare -a B=', 'e'],
  ],
];

test.each(texts)('%s', (_name, text, expected) => {
  expect(commandsIn(text)).toEqual(expected);
});

describe('the shell', () => {
  const shellsIn = (text: string) => {
    const dockerfile = dockerfileOf('Dockerfile', text);
    return dockerfile.instructions.flatMap((instruction) =>
      runScripts(dockerfile, instruction).map(({ shell }) => shell),
    );
  };

  test('is that of the last SHELL, also of a stage below', () => {
    const found = shellsIn(
      'FROM x AS a\nRUN b\nSHELL ["/bin/bash", "-eo", "pipefail", "-c"]\nRUN c\nFROM a\nRUN d\nFROM y\nRUN e',
    );
    expect(found.map(({ name, pipefail, stopsOnError }) => [name, pipefail, stopsOnError])).toEqual([
      ['sh', false, false],
      ['bash', true, true],
      ['bash', true, true],
      ['sh', false, false],
    ]);
  });

  test('knows what a text sets itself', () => {
    const found = shellsIn('FROM x\nRUN set -euxo pipefail; a\nRUN bash -o pipefail -c "a | b"');
    expect(found.map(({ pipefail }) => pipefail)).toEqual([true, false, true]);
  });
});

const calls: readonly (readonly [string, string])[] = [
  ['apt-get -y -t stable install -o A=b curl git', 'apt install [-y -t stable -o A=b] curl git'],
  ['apk add --no-cache -t .deps gcc', 'apk install [--no-cache -t .deps] gcc'],
  ['dnf --setopt x=1 -y install httpd', 'dnf install [--setopt x=1 -y] httpd'],
  ['zypper -n in nginx', 'zypper install [-n] nginx'],
  ['python3 -m pip install -r a.txt flask', 'pip install [-r a.txt] flask'],
  ['uv pip install flask', 'pip install [] flask'],
  ['yarn global add pm2', 'yarn install [] pm2'],
  ['npm i -g pm2', 'npm install [-g] pm2'],
  ['gem install rake -v 13', 'gem install [-v 13] rake'],
  ['apt-get -y dist-upgrade', 'apt upgrade [-y]'],
];

test.each(calls)('%s', (text, expected) => {
  const dockerfile = dockerfileOf('Dockerfile', `FROM x\nRUN ${text}`);
  const found = dockerfile.instructions.flatMap((one) => packageCalls(dockerfile, one));
  const words = (list: readonly { readonly text: string }[]) => list.map((word) => word.text).join(' ');
  expect(
    found.map(({ manager, action, flags, packages }) =>
      `${manager} ${action} [${words(flags)}] ${words(packages)}`.trimEnd(),
    ),
  ).toEqual([expected]);
});

test('no rule throws, whatever stands in a Dockerfile', () => {
  const part = fc.constantFrom(
    ...(
      'FROM|RUN|COPY|ENV|ARG|LABEL|EXPOSE|USER|WORKDIR|ONBUILD|x|$X|$' +
      '{X:-y}|--from=0|=|"|\'|[|]|(|)|{|}|&&|||;|<<EOF|EOF|sudo|apt-get|install|-y|cd|rm|-rf|chmod|u+s|curl|bash|-c|set|\\\n|\n|\n|\n| | '
    ).split('|'),
  );
  const own = rules.filter(({ area }) => area === 'dockerfile');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
      const text = `FROM debian:12 AS a\n${parts.join(' ')}`;
      const dockerfile = dockerfileOf('Dockerfile', text);
      const project = projectOf(text);
      for (const rule of own) {
        const context = { project, dockerfile, links: [] };
        const problems = [];
        if (rule.on === 'dockerfile') problems.push(...rule.check(dockerfile, context));
        if (rule.on === 'stage')
          for (const stage of dockerfile.stages) problems.push(...rule.check(stage, context));
        if (rule.on === 'instruction')
          for (const one of dockerfile.instructions)
            problems.push(
              ...rule.check(one, {
                ...context,
                stage: one.stage === undefined ? undefined : dockerfile.stages[one.stage],
              }),
            );
        for (const { at } of problems) {
          expect(at.start).toBeGreaterThanOrEqual(0);
          expect(at.end).toBeGreaterThanOrEqual(at.start);
          expect(at.end).toBeLessThanOrEqual(text.length);
        }
      }
    }),
    { numRuns: 300 },
  );
});

function projectOf(text: string): Project {
  return {
    root: '/',
    artifacts: [],
    skipped: [],
    stacks: [],
    charts: [],
    terraform: { modules: [], states: [] },
    kubernetes: { sets: [], problems: [], partly: new Map(), further: [] },
    dockerfiles: new Map(),
    envFiles: new Map(),
    sources: new Map(),
    builds: [],
    serverConfigs: [],
    documents: [],
    packages: [],
    programs: [],
    scripts: [],
    scriptAt: () => undefined,
    imageSources: () => [],
    imageStarted: () => [],
    settings: undefined,
    ci: noCi,
    waiverFiles: [],
    policy: noPolicy,
    texts: new Map([['Dockerfile', { file: 'Dockerfile', text }]]),
    comments: () => [],
    files: {
      kind: () => undefined,
      isGitIgnored: () => false,
      below: () => [],
      start: () => undefined,
      text: () => undefined,
      isDockerIgnored: () => false,
      dockerIgnoreOf: () => undefined,
    },
    problems: [],
  };
}
