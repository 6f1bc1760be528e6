import { bad, defineRule, good } from '../rule.ts';
import { isCall, isMountedAway, runCommands } from '../shared/installs.ts';

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
  *check(instruction, { dockerfile, stage }) {
    if (stage === undefined || stage.index !== dockerfile.stages.length - 1) return;
    if (stage.image.env.has('PIP_NO_CACHE_DIR') || isMountedAway(instruction, '/root/.cache/pip')) return;
    const installs = runCommands(instruction).some(
      (words) => isCall(words, /^pip3?$/, 'install') && !words.includes('--no-cache-dir'),
    );
    if (!installs || /\.cache|pip3? cache purge/.test(instruction.raw.value)) return;
    yield {
      at: instruction.keywordSpan,
      message: 'the download cache of pip stays in the layer',
      object: `stage ${stage.name ?? stage.index} pip cache`,
    };
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
      'Dockerfile:3:1',
    ),
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
