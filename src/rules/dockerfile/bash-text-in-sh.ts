import type { Fix } from '../../model/finding.ts';
import { offer, remove, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { bashWordIn } from '../shared/bash-words.ts';
import { parseImage } from '../shared/image.ts';
import { defaultShellOf } from '../shared/image-families.ts';
import { stageName } from '../shared/installs.ts';
import { isPlaced, type RunCommand, type RunWord, runScripts } from '../shared/run.ts';

export default defineRule({
  id: 'bash-text-in-sh',
  area: 'dockerfile',
  severity: 'high',
  aliases: [
    'hadolint:SC2039',
    'hadolint:SC3009',
    'hadolint:SC3010',
    'hadolint:SC3011',
    'hadolint:SC3014',
    'hadolint:SC3020',
    'hadolint:SC3037',
    'hadolint:SC3044',
    'hadolint:SC3046',
    'hadolint:SC3053',
    'hadolint:SC3054',
    'hadolint:SC3057',
    'hadolint:SC3059',
    'hadolint:SC3060',
  ],
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
    for (const { commands, shell, text } of runScripts(dockerfile, instruction)) {
      if (shell.name !== 'sh' && shell.name !== 'dash' && shell.name !== 'ash') continue;
      for (const command of commands) {
        const found = bashWordIn(command, text, sh);
        if (found === undefined) continue;
        yield {
          at: found.at,
          message: `${found.what}, and /bin/sh of ${root?.repository} is ${sh}`,
          object: `${stageName(stage)} ${found.text}`,
          ...offer(found.word && fixOf(command, found.word)),
          ...(found.severity === undefined ? {} : { severity: found.severity }),
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
    bad(
      {
        Dockerfile: `
          FROM ubuntu:24.04
          RUN if id ubuntu &>/dev/null; then userdel ubuntu; fi
          RUN if [ "$(uname -m)" == "x86_64" ]; then touch /x; fi
          RUN echo -e "a\\nb" > /etc/list
          RUN cat <<< text
          RUN V=1.2.3; M="\${V:0:3}" && echo \${V//./-}
        `,
        'small/Dockerfile': `
          FROM alpine:3.22
          RUN V=a && echo \${V^^}
        `,
      },
      [
        'Dockerfile:2:18',
        'Dockerfile:3:24',
        'Dockerfile:4:10',
        'Dockerfile:5:9',
        'Dockerfile:6:14',
        'Dockerfile:6:35',
        'small/Dockerfile:2:17',
      ],
      {
        Dockerfile: `
          FROM ubuntu:24.04
          RUN if id ubuntu &>/dev/null; then userdel ubuntu; fi
          RUN if [ "$(uname -m)" = "x86_64" ]; then touch /x; fi
          RUN echo "a\\nb" > /etc/list
          RUN cat <<< text
          RUN V=1.2.3; M="\${V:0:3}" && echo \${V//./-}
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
        RUN [ a == b ] || id web &>/dev/null || echo -e "a\\nb" && V=12 && echo \${V:0:1} \${V//1/2}
      `,
      'quoted/Dockerfile': `
        FROM debian:12-slim
        RUN echo "-e" x && /bin/echo -e x && echo -n x && echo '\${A//b/c}' "\\\${A//b/c}" \${A:-1} \${A#b} a==b
        RUN bash -c 'echo -e x; [ a == b ] && id &>/dev/null' && sed -i "s/a==b/c/" x
      `,
    }),
  ],
});

/** `=` for `==`, `.` for `source`, no flag for echo, and the words that bash makes of braces. */
function fixOf({ args, program }: RunCommand, word: RunWord): Fix | undefined {
  if (!isPlaced(word)) return undefined;
  if (word.raw === '==') return review('Write =', replace(word.span, '='));
  const next = args[1];
  if (program === 'echo' && next !== undefined && word.raw === '-e')
    return review('Drop the flag', remove({ ...word.span, end: next.span.start }));
  // Without a folder `.` looks along PATH only.
  if (word.text === 'source' && /^[\w./$~-]*\/[\w./-]+$/.test(args[0]?.text ?? ''))
    return review('Write .', replace(word.span, '.'));
  const [, before, inside, after] = /^([^{}$]*)\{([^{}$]*)\}([^{}$]*)$/.exec(word.raw) ?? [];
  if (inside === undefined) return undefined;
  const words = inside.split(',').map((part) => `${before}${part}${after}`);
  return words.includes('') ? undefined : review('Write the words out', replace(word.span, words.join(' ')));
}
