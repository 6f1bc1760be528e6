import { bad, defineRule, good } from '../rule.ts';
import { areSpellings, isNeeded, missingReads, namesSetFor, ownReadsOf } from '../shared/env-reads.ts';

export default defineRule({
  id: 'env-key-missing',
  area: 'env',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'The code needs a variable that nothing sets',
  why: 'The service stops with an error at this line, at start or at the first request that gets there.',
  fix: 'Set the variable for the service, or give it a default in the code.',
  references: ['https://12factor.net/config'],
  on: 'service',
  *check(service, { project, link, stack }) {
    const set = namesSetFor(project, service, link);
    if (set === undefined) return;
    const reads = ownReadsOf(project, link);
    const needed = missingReads(
      reads.filter((read) => read.hasDefault || isNeeded(project, read)),
      set,
    );
    for (const missing of needed) {
      // Set under another name: that is told by env-key-renamed.
      if ([...service.environment.keys()].some((name) => areSpellings(missing.name, name))) continue;
      // Another file of the folder may set it: an overlay for production.
      const elsewhere = project.stacks.some(
        (other) =>
          other !== stack && other.services.get(service.name)?.environment.has(missing.name) === true,
      );
      if (elsewhere) continue;
      yield {
        at: service.nameSpan,
        message: `the code of ${service.name} reads ${missing.name}, which nothing sets`,
        object: `services.${service.name}.environment.${missing.name}`,
        related: [{ at: missing.at, message: `${missing.name} is read here without a default` }],
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              environment:
                LOG_LEVEL: info
        `,
        Dockerfile: `
          FROM python:3.13-slim
          WORKDIR /app
          COPY app.py ./
          CMD ["python", "app.py"]
        `,
        'app.py': `
          import os
          token = os.environ["API_TOKEN"]
          level = os.environ.get("LOG_LEVEL", "info")
        `,
      },
      'compose.yaml:2:3',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /shop
        COPY . .
        CMD ["make", "api"]
      `,
      Makefile: 'api:\n\tpython api/main.py\nworker:\n\tpython worker/main.py\n',
      'api/requirements.txt': 'flask==3.1.0\n',
      'api/main.py': `
        import os
        level = os.environ.get("LOG_LEVEL", "info")
      `,
      'worker/requirements.txt': 'celery==5.4.0\n',
      'worker/main.py': `
        import os
        queue = os.environ["QUEUE_URL"]
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            environment:
              LOG_LEVEL: info
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY app.py ./
        CMD ["python", "app.py"]
      `,
      'app.py': `
        import os
        title = "Votes"
        if "TITLE" in os.environ and os.environ["TITLE"]:
            title = os.environ["TITLE"]
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            environment:
              API_TOKEN: \${API_TOKEN:?}
      `,
      '.env.example': 'API_TOKEN=\n',
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY app.py ./
        CMD ["python", "app.py"]
      `,
      'app.py': `
        import os
        token = os.environ["API_TOKEN"]
        level = os.environ.get("LOG_LEVEL", "info")
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            command: sh -c "API_TOKEN=$$(cat /run/secrets/token) python app.py"
          jobs:
            build: jobs
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY app.py ./
        CMD ["python", "app.py"]
      `,
      'app.py': `
        import os
        token = os.environ["API_TOKEN"]
        if os.environ.get("APP_ENV", "production") == "test":
            seed = int(os.environ["SEED"])
      `,
      'jobs/Dockerfile': `
        FROM python:3.13-slim
        WORKDIR /app
        COPY . .
        CMD ["make", "run"]
      `,
      'jobs/Makefile': 'run:\n\tQUEUE=jobs python main.py\n',
      'jobs/main.py': `
        import os
        queue = os.environ["QUEUE"]
        limit = 5 if "SMALL" in os.environ else int(os.environ["LIMIT"])
      `,
    }),
  ],
});
