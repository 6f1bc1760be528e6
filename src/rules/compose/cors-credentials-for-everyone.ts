import { bad, defineRule, good } from '../rule.ts';
import { exposed } from '../shared/exposures.ts';

export default defineRule({
  id: 'cors-credentials-for-everyone',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: "A published service answers every other site with its visitor's cookies",
  why: 'A page that a signed-in user happens to visit can call the service in their name and read what it answers.',
  fix: 'List the origins that are meant, or leave credentials out.',
  references: ['https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CORS#requests_with_credentials'],
  on: 'service',
  *check(service, context) {
    yield* exposed(service, context, 'cors-credentials', 'allows every origin with credentials');
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: .
              ports: ["8000:8000"]
        `,
        Dockerfile: `
          FROM python:3.13-slim
          WORKDIR /app
          COPY main.py ./
          CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
        `,
        'main.py': `
          app.add_middleware(
              CORSMiddleware,
              allow_origins=["*"],
              allow_credentials=True,
          )
        `,
      },
      'main.py:3:5',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            ports: ["8000:8000"]
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY main.py ./
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
      `,
      'main.py': `
        app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            ports: ["8000:8000"]
      `,
      Dockerfile: `
        FROM python:3.13-slim
        WORKDIR /app
        COPY . .
        CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
      `,
      'main.py': `
        app.add_middleware(CORSMiddleware, allow_origins=["https://app.example.com"], allow_credentials=True)
      `,
      'demo.py': `
        app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)
        if __name__ == "__main__":
            uvicorn.run(app, host="0.0.0.0", port=8000)
      `,
    }),
  ],
});
