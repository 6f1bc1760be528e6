// Images of programs in Python: dependencies in a virtual environment, which is copied as one folder.
import type { BuildTool, Program } from '../../model/program.ts';
import type { Stages } from './stages.ts';

interface Commands {
  /** The tool in a version that stood in public Dockerfiles. */
  readonly tool: string | undefined;
  readonly environment: readonly string[];
  readonly install: string;
}

const commands: Readonly<Partial<Record<BuildTool, Commands>>> = {
  pip: { tool: undefined, environment: [], install: 'pip install --no-cache-dir -r requirements.txt' },
  uv: {
    tool: 'uv==0.8.22',
    environment: ['ENV UV_PROJECT_ENVIRONMENT=/opt/venv UV_LINK_MODE=copy'],
    install: 'uv sync --frozen --no-dev --no-install-project',
  },
  poetry: {
    tool: 'poetry==2.1.4',
    environment: ['ENV VIRTUAL_ENV=/opt/venv'],
    install: 'poetry install --only main --no-root --no-interaction',
  },
  pipenv: {
    tool: 'pipenv==2025.0.4',
    environment: ['ENV VIRTUAL_ENV=/opt/venv PIPENV_VERBOSITY=-1'],
    install: 'pipenv install --deploy',
  },
};

export function pythonStages({ tool, manifests, start }: Program, base: string): Stages {
  const chosen = commands[tool];
  const isWhole = chosen === undefined;
  const builder = [
    `FROM ${base} AS build`,
    'WORKDIR /app',
    ...(chosen?.tool === undefined ? [] : [`RUN pip install --no-cache-dir ${chosen.tool}`]),
    'RUN python -m venv /opt/venv',
    'ENV PATH=/opt/venv/bin:$PATH',
    ...(chosen?.environment ?? []),
    ...(isWhole
      ? [
          '# No list of dependencies but the project itself, which is installed with them.',
          'COPY . .',
          'RUN pip install --no-cache-dir .',
        ]
      : [
          '# Dependencies by themselves: this layer is made anew only when they change.',
          `COPY ${manifests.join(' ')} ./`,
          `RUN ${chosen.install}`,
        ]),
  ];
  const runtime = [
    `FROM ${base}`,
    '# Output is written at once: what a process said last is what explains its end.',
    'ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1',
    'ENV PATH=/opt/venv/bin:$PATH',
    'WORKDIR /app',
    'COPY --from=build /opt/venv /opt/venv',
    'COPY . .',
  ];
  return { builder, runtime, user: '10001:10001', command: start };
}
