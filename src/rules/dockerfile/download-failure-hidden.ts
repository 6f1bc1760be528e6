import { offer } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { pipefailFix } from '../shared/pipefail-fix.ts';
import { hiddenFailures, isDownload } from '../shared/pipes.ts';

export default defineRule({
  id: 'download-failure-hidden',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['hadolint:DL4006', 'kics:shell_running_a_pipe_without_pipefail_flag'],
  title: 'A download is piped into a shell, and its failure is not noticed',
  why: 'The status of a pipe is that of its last program: a shell that reads nothing succeeds, and the layer without the tool is kept in the cache.',
  fix: 'Download to a file first, or write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` above.',
  references: ['https://docs.docker.com/build/building/best-practices/#using-pipes'],
  joins: 'file',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { project, dockerfile, stage }) {
    const hidden = hiddenFailures(dockerfile, instruction);
    // One for all of them: the shell is told once.
    const repair = hidden.length === 0 ? {} : offer(pipefailFix(project, dockerfile, stage, instruction));
    for (const { from, to } of hidden) {
      // tar, gpg and the like fail on an empty input themselves.
      if (!isDownload(from) || !/^(?:ba|da|a|z)?sh$|^python[\d.]*$|^tee$/.test(to.program)) continue;
      yield {
        at: from.span,
        message: `${to.program} hides whether ${from.program} fails`,
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
          RUN curl -fsSL https://example.com/install.sh | sh
        `,
      },
      'Dockerfile:2:5',
      {
        Dockerfile: `
          FROM debian:12-slim
          SHELL ["/bin/bash", "-o", "pipefail", "-c"]
          RUN curl -fsSL https://example.com/install.sh | sh
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim
        RUN curl -fsSL https://example.com/a.tgz | tar -xz
        RUN bash -o pipefail -c 'curl -fsSL https://example.com/install.sh | sh'
        RUN set -eo pipefail; curl -fsSL https://example.com/install.sh | bash
        SHELL ["/bin/bash", "-o", "pipefail", "-c"]
        RUN curl -fsSL https://example.com/install.sh | bash
      `,
    }),
  ],
});
