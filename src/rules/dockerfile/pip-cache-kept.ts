import { insertAfter, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMountedAway, isShipped, runText, stageName } from '../shared/installs.ts';
import { hasFlag, packageCalls } from '../shared/packages.ts';
import { isPlaced } from '../shared/run.ts';
import { knownVariables } from '../shared/variables.ts';

export default defineRule({
  id: 'pip-cache-kept',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3042', 'kics:pip_install_keeping_cached_packages'],
  title: 'The download cache of pip stays in the image',
  why: 'The layer carries every downloaded wheel a second time, in each pull.',
  fix: 'Add `--no-cache-dir`, or mount a cache: `RUN --mount=type=cache,target=/root/.cache/pip`.',
  references: ['https://pip.pypa.io/en/stable/topics/caching/'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    if (!isShipped(dockerfile, stage)) return;
    if (isMountedAway(instruction, '/root/.cache/pip')) return;
    if (/\.cache|pip3? cache purge|PIP_NO_CACHE_DIR/.test(runText(instruction))) return;
    if (knownVariables(dockerfile, instruction).has('PIP_NO_CACHE_DIR')) return;
    for (const call of packageCalls(dockerfile, instruction)) {
      if (call.manager !== 'pip' || hasFlag(call, '--no-cache-dir', '--no-cache')) continue;
      yield {
        at: call.verb.span,
        message: 'the download cache of pip stays in the layer',
        object: `${stageName(stage)} pip cache`,
        ...(isPlaced(call.verb)
          ? { fix: review('Add --no-cache-dir', insertAfter(call.verb.span, ' --no-cache-dir')) }
          : {}),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM python:3.13-slim
          COPY requirements.txt ./
          RUN pip install -r requirements.txt
        `,
        'requirements.txt': 'flask==3.1.0\n',
      },
      'Dockerfile:3:9',
      {
        Dockerfile: `
          FROM python:3.13-slim
          COPY requirements.txt ./
          RUN pip install --no-cache-dir -r requirements.txt
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM python:3.13-slim
        ARG PIP_NO_CACHE_DIR=1
        RUN pip install flask==3.1
      `,
    }),
    good({
      Dockerfile: `
        FROM python:3.13-slim
        COPY requirements.txt ./
        RUN pip install --no-cache-dir -r requirements.txt
      `,
      'requirements.txt': 'flask==3.1.0\n',
    }),
  ],
});
