import type { Fix } from '../../model/finding.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { defaultShellOf } from '../shared/image-families.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, type RunCommand, type RunWord, runScripts } from '../shared/run.ts';

export default defineRule({
  id: 'bash-text-in-sh',
  area: 'dockerfile',
  severity: 'high',
  aliases: ['hadolint:SC2039'],
  title: 'RUN uses words of bash, and the image’s /bin/sh is another shell',
  why: 'The shell does not know them: the build stops, or a folder named `{a,b}` is made.',
  fix: 'Write `SHELL ["/bin/bash", "-c"]` above, or the words that every shell knows (`.` for `source`).',
  references: ['https://docs.docker.com/reference/dockerfile/#shell', 'https://wiki.ubuntu.com/DashAsBinSh'],
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    const root = stage?.image.rootImage === undefined ? undefined : parseImage(stage.image.rootImage);
    const sh = root === undefined ? undefined : defaultShellOf(root);
    if (sh === undefined || sh === 'bash') return;
    // Somebody may have put bash in its place.
    if (
      dockerfile.instructions.some(({ raw }) => /\b(?:ln|cp|mv)\b[^;&|]*\/bin\/sh\b|dash\/sh/.test(raw.value))
    )
      return;
    for (const { commands, shell } of runScripts(dockerfile, instruction)) {
      if (shell.name !== 'sh' && shell.name !== 'dash' && shell.name !== 'ash') continue;
      for (const command of commands) {
        const found = wordOfBash(command, sh);
        if (found === undefined) continue;
        yield {
          at: found.word.span,
          message: `${found.what}, and /bin/sh of ${root?.repository} is ${sh}`,
          object: `${stageName(stage)} ${found.word.text}`,
          ...offer(fixOf(command, found.word)),
        };
      }
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN source /opt/venv/bin/activate && mkdir -p /srv/{data,logs}
          RUN [[ -f /etc/debian_version ]] && echo yes
        `,
        'small/Dockerfile': `
          FROM alpine:3.22
          RUN mkdir -p \\
              # what is kept
              /srv/{data,logs,}/x # and no more
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:2:47', 'Dockerfile:3:5', 'small/Dockerfile:4:5'],
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN . /opt/venv/bin/activate && mkdir -p /srv/data /srv/logs
          RUN [[ -f /etc/debian_version ]] && echo yes
        `,
        'small/Dockerfile': `
          FROM alpine:3.22
          RUN mkdir -p \\
              # what is kept
              /srv/data/x /srv/logs/x /srv//x # and no more
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN . /opt/venv/bin/activate && mkdir -p "/srv/{data,logs}" /srv/\${A} && find . -exec rm {} +
        RUN bash -c 'source /x && mkdir /srv/{a,b}'
        SHELL ["/bin/bash", "-c"]
        RUN source /opt/venv/bin/activate && mkdir -p /srv/{data,logs}
      `,
      'fedora/Dockerfile': `
        FROM fedora:42
        RUN source /etc/os-release
      `,
      'small/Dockerfile': `
        FROM alpine:3.22
        RUN source /etc/os-release && [[ -f /x ]] || awk '{print $1,$2}' /y
      `,
    }),
  ],
});

function wordOfBash(
  { words, program }: RunCommand,
  sh: 'dash' | 'ash',
): { word: RunWord; what: string } | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  // busybox knows source and [[.
  if (sh === 'dash' && !first.quoted && /^(?:source|\[\[|pushd|popd|shopt|mapfile|declare)$/.test(first.text))
    return { word: first, what: `${first.text} is a word of bash` };
  if (sh === 'ash' && !first.quoted && /^(?:pushd|popd|shopt|mapfile|declare)$/.test(first.text))
    return { word: first, what: `${first.text} is a word of bash` };
  if (!/^(?:mkdir|touch|rm|cp|mv|chmod|chown|ls|install|ln)$/.test(program)) return undefined;
  const braces = words.find(({ raw }) => /^[^'"`\\]*(?<!\$)\{[\w./-]*(?:,[\w./-]*)+\}[^'"`\\]*$/.test(raw));
  return braces === undefined ? undefined : { word: braces, what: `only bash takes ${braces.text} apart` };
}

/** `.` for `source`, and the words that bash makes of braces. */
function fixOf({ args }: RunCommand, word: RunWord): Fix | undefined {
  if (!isPlaced(word)) return undefined;
  // Without a folder `.` looks along PATH only.
  if (word.text === 'source' && /^[\w./$~-]*\/[\w./-]+$/.test(args[0]?.text ?? ''))
    return review('Write .', replace(word.span, '.'));
  const [, before, inside, after] = /^([^{}$]*)\{([^{}$]*)\}([^{}$]*)$/.exec(word.raw) ?? [];
  if (inside === undefined) return undefined;
  const words = inside.split(',').map((part) => `${before}${part}${after}`);
  return words.includes('') ? undefined : review('Write the words out', replace(word.span, words.join(' ')));
}
