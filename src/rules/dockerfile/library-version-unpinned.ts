import { bad, defineRule, good } from '../rule.ts';
import { givenWords } from '../shared/given-words.ts';
import { stageName } from '../shared/installs.ts';
import type { PackageTool } from '../shared/package-grammars.ts';
import { hasFlag, isPackageName, type PackageCall, packageCalls } from '../shared/packages.ts';
import type { RunWord } from '../shared/run.ts';

export default defineRule({
  id: 'library-version-unpinned',
  area: 'dockerfile',
  severity: 'medium',
  aliases: [
    'hadolint:DL3013',
    'hadolint:DL3016',
    'hadolint:DL3028',
    'hadolint:DL3062',
    'kics:unpinned_package_version_in_pip_install',
    'kics:npm_install_without_pinned_version',
    'kics:gem_install_without_version',
  ],
  title: 'pip, npm, gem or go installs whatever version is newest',
  why: 'The next build may stand on another major version and break, and a package taken over today is in it tomorrow.',
  fix: 'Write the version (`flask==3.1.0`, `npm@11.1.0`, `rake:13.2.1`, `tool@v1.2.3`), or install from a lock file.',
  references: [
    'https://pip.pypa.io/en/stable/topics/repeatable-installs/',
    'https://go.dev/ref/mod#go-install',
  ],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    for (const call of packageCalls(dockerfile, instruction)) {
      const isOpen = call.action === 'install' ? openIn(call) : undefined;
      if (isOpen === undefined) continue;
      const open = call.packages
        .flatMap((word) => givenWords(dockerfile, instruction, word))
        .filter((word) => (isPackageName(word) ? isOpen(word) : isBranch(call, word)));
      const [first] = open;
      if (first === undefined) continue;
      const names = open.map(({ text }) => text);
      yield {
        at: first.span,
        message: `${call.program.text} installs ${names.join(', ')} in whatever version is newest`,
        object: `${stageName(stage)} ${call.manager} ${names.join(' ')}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM python:3.13-slim
          RUN pip install --no-cache-dir flask gunicorn==23.0.0
          RUN npm install -g pm2@latest && gem install rake && go install example.com/tool@latest
        `,
      },
      ['Dockerfile:2:32', 'Dockerfile:3:20', 'Dockerfile:3:46', 'Dockerfile:3:65'],
    ),
    bad(
      {
        Dockerfile: `
          FROM golang:1.24
          RUN go get -u github.com/acme/tool/cmd/tool
          RUN go run example.com/acme/gen@latest ./...
        `,
      },
      ['Dockerfile:2:15', 'Dockerfile:3:12'],
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          RUN npm in express && npm install acme/tool
          RUN pnpm i -g turbo
          RUN fluent-gem install fluent-plugin-elasticsearch
        `,
      },
      ['Dockerfile:2:12', 'Dockerfile:2:35', 'Dockerfile:3:15', 'Dockerfile:4:24'],
    ),
    bad(
      {
        Dockerfile: `
          FROM python:3.13-slim
          ENV TOOLS="flask gunicorn==23.0.0"
          RUN pip install git+https://github.com/acme/tool.git
          RUN pip install --no-cache-dir $TOOLS
          RUN npm install git://github.com/acme/tool.git git+ssh://git@github.com/acme/other.git
        `,
      },
      ['Dockerfile:3:17', 'Dockerfile:4:32', 'Dockerfile:5:17'],
    ),
    good({
      Dockerfile: `
        FROM python:3.13-slim
        RUN pip install --no-cache-dir 'flask>=3,<4' -r requirements.txt && pip install . git+https://example.com/x@v1.2
        RUN pip install git+https://github.com/acme/x.git@$REVISION 'y @ git+https://github.com/acme/y' $URL
        RUN npm install git+https://github.com/acme/x.git#v1.2.3 && npm install https://example.com/x.tgz
        RUN pip install -c constraints.txt uvicorn && pip install --no-index --find-links /wheels app
        RUN npm install && npm i -g @acme/cli@2.1.0 && npm install file:../lib
        RUN gem install rake -v 13.2.1 && gem install bundler:2.6.2 'puma:~> 6.6'
        RUN go install ./cmd/tool && go install example.com/tool@v1.2.3
        RUN uv pip install --python-preference system --index-strategy unsafe-best-match --requirements r.txt
        RUN go run github.com/acme/tool && go get ./... && go get -d -v
      `,
    }),
  ],
});

/** Which words name no version, by the manager's way of writing it. */
function openIn(call: PackageCall): ((word: RunWord) => boolean) | undefined {
  const rules: Partial<Record<PackageTool, (word: RunWord) => boolean>> = {
    pip: ({ text }) => !/[=<>~!@/]/.test(text) && text !== '.',
    npm: isOpenNpm,
    yarn: isOpenNpm,
    pnpm: isOpenNpm,
    gem: ({ text }) => !/:[\d~<>=]/.test(text),
    // What `go run` runs without a version is the module's own, or has one in go.mod.
    go: ({ text }) =>
      /@latest$/.test(text) ||
      (call.verb.text !== 'run' && /^[\w-]+\.\w+\//.test(text) && !text.includes('@')),
  };
  // Elsewhere stands which versions are meant.
  const isGiven =
    (call.manager === 'pip' && hasFlag(call, '-c', '--constraint', '--no-index')) ||
    (call.manager === 'gem' && hasFlag(call, '-v', '--version'));
  return isGiven ? undefined : rules[call.manager];
}

/** `@latest` is no version; a repository without a commit is its default branch; folders have theirs. */
function isOpenNpm({ text }: RunWord): boolean {
  return /^(?:@[\w.-]+\/)?[\w.-]+(?:@(?:latest|next))?$|^(?:github:)?[\w-]+\/[\w.-]+$/.test(text);
}

/** A repository without a commit, tag or branch of one's choice. */
function isBranch({ manager }: PackageCall, { text, dynamic }: RunWord): boolean {
  if (dynamic || !/^git(?:\+\w+)?:\/\//.test(text)) return false;
  const path = text.replace(/^[^:]*:\/\/[^/]*/, '');
  return manager === 'pip' ? !path.includes('@') : manager === 'npm' && !path.includes('#');
}
