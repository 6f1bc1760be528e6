import { offer } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { pipefailFix } from '../shared/pipefail-fix.ts';
import { hiddenFailures, isDownload } from '../shared/pipes.ts';

export default defineRule({
  id: 'pipe-without-pipefail',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL4006', 'kics:shell_running_a_pipe_without_pipefail_flag'],
  title: 'The failure of a program before a pipe is not noticed',
  why: 'The status of a pipe is that of its last program, so the build goes on with half the input.',
  fix: 'Write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` above, or `set -o pipefail` where the shell knows it.',
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    const hidden = hiddenFailures(dockerfile, instruction);
    // One for all of them: the shell is told once.
    const repair = hidden.length === 0 ? {} : offer(pipefailFix(project, dockerfile, stage, instruction));
    for (const { from, to } of hidden) {
      // The rule download-failure-hidden has those.
      if (isDownload(from) && /sh$|^python|^tee$/.test(to.program)) continue;
      yield {
        at: from.span,
        message: `${to.program || 'what follows'} hides whether ${from.program} fails`,
        object: `${stageName(stage)} ${from.program} | ${to.program}`,
        ...repair,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN wget -qO- https://example.com/list | sort > /list
        `,
      },
      'Dockerfile:2:5',
      {
        Dockerfile: `
          FROM debian:12-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN wget -qO- https://example.com/list | sort > /list
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          # the list of mirrors
          RUN wget -qO- https://example.com/list \\
                | sort > /list
          SHELL ["/bin/ash", "-c"]
          RUN <<EOF
          wget -qO- https://example.com/list | sort > /other
          EOF
        `,
        'debian/Dockerfile': `
          FROM debian:12-slim
          # first
          RUN wget -qO- https://example.com/list | sort > /list
          RUN wget -qO- https://example.com/list | grep -v x > /other
        `,
      },
      ['Dockerfile:3:5', 'Dockerfile:7:1', 'debian/Dockerfile:3:5', 'debian/Dockerfile:4:5'],
      {
        Dockerfile: `
          FROM alpine:3.22
          # the list of mirrors
          RUN set -o pipefail && wget -qO- https://example.com/list \\
                | sort > /list
          SHELL ["/bin/ash", "-c"]
          RUN <<EOF
          wget -qO- https://example.com/list | sort > /other
          EOF
        `,
        'debian/Dockerfile': `
          FROM debian:12-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          # first
          RUN wget -qO- https://example.com/list | sort > /list
          RUN wget -qO- https://example.com/list | grep -v x > /other
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN TAG=$(curl -sf https://example.com/latest | jq -r .tag_name) && git clone -b "$TAG" https://example.com/x
        `,
      },
      'Dockerfile:2:11',
      {
        Dockerfile: `
          FROM debian:12-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN TAG=$(curl -sf https://example.com/latest | jq -r .tag_name) && git clone -b "$TAG" https://example.com/x
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN echo hello | sort && yes | head -1
        RUN echo "built at $(curl -sf https://example.com/time | cut -c1-10)" && TAG=$(curl -sf https://example.com/x) make
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN wget -qO- https://example.com/list | sort > /list
      `,
    }),
  ],
});
