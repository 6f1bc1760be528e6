// Dockerfiles of the usual languages, some of them with the usual mistakes.
import type { Random } from './random.ts';

type Language = 'node' | 'python' | 'go' | 'java' | 'static';

export interface Image {
  readonly language: Language;
  readonly port: number;
  readonly text: string;
}

const makers: Readonly<Record<Language, (random: Random, port: number) => readonly string[]>> = {
  node: (random, port) => [
    `FROM node:${random.pick(['22.11-alpine', '20', 'lts', '22.11.0-bookworm-slim'])} AS build`,
    'WORKDIR /app',
    'COPY package.json package-lock.json ./',
    random.chance(0.8) ? 'RUN npm ci' : 'RUN npm install && npm install -g pm2',
    'COPY . .',
    'RUN npm run build \\',
    '    && npm prune --omit=dev',
    `FROM node:22.11-alpine`,
    'WORKDIR /app',
    'ENV NODE_ENV=production \\',
    `    PORT=${port}`,
    'COPY --from=build /app ./',
    ...(random.chance(0.6) ? ['USER node'] : []),
    `EXPOSE ${port}`,
    ...(random.chance(0.4)
      ? [
          `HEALTHCHECK --interval=10s CMD ${random.pick(['curl -f', 'wget -qO-'])} http://localhost:${port}/health || exit 1`,
        ]
      : []),
    random.chance(0.7) ? 'CMD ["node", "dist/server.js"]' : 'CMD node dist/server.js',
  ],
  python: (random, port) => [
    'ARG PYTHON=3.13',
    `FROM python:\${PYTHON}-slim`,
    'ENV PYTHONUNBUFFERED=1',
    'RUN apt-get update && apt-get install -y libpq5 curl \\',
    random.chance(0.5) ? '    && rm -rf /var/lib/apt/lists/*' : '    && apt-get clean',
    'WORKDIR /srv',
    'COPY requirements.txt .',
    `RUN pip install ${random.chance(0.5) ? '--no-cache-dir ' : ''}-r requirements.txt`,
    'COPY . .',
    ...(random.chance(0.5) ? ['RUN useradd -r app', 'USER app'] : []),
    `EXPOSE ${port}`,
    `CMD ["gunicorn", "-b", "0.0.0.0:${port}", "app:app"]`,
  ],
  go: (random, port) => [
    '# syntax=docker/dockerfile:1',
    'FROM golang:1.25 AS build',
    'WORKDIR /src',
    'COPY go.mod go.sum ./',
    'RUN --mount=type=cache,target=/go/pkg/mod go mod download',
    'COPY . .',
    'RUN CGO_ENABLED=0 go build -o /out/server ./cmd/server',
    `FROM ${random.pick(['gcr.io/distroless/static:nonroot', 'scratch', 'alpine:latest'])}`,
    'COPY --from=build /out/server /server',
    `EXPOSE ${port}`,
    'ENTRYPOINT ["/server"]',
  ],
  java: (random, port) => [
    'FROM maven:3.9-eclipse-temurin-21 AS build',
    'WORKDIR /src',
    'COPY pom.xml .',
    'RUN mvn -q dependency:go-offline',
    'COPY src src',
    'RUN mvn -q package -DskipTests',
    'FROM eclipse-temurin:21-jre',
    'COPY --from=build /src/target/app.jar /app.jar',
    ...(random.chance(0.4) ? ['RUN chmod 777 /tmp'] : []),
    `EXPOSE ${port}`,
    random.chance(0.6)
      ? 'ENTRYPOINT ["java", "-jar", "/app.jar"]'
      : 'ENTRYPOINT java $JAVA_OPTS -jar /app.jar',
  ],
  static: (random, port) => [
    'FROM node:22 as build',
    'COPY . /src',
    'RUN cd /src && npm ci && npm run build',
    `FROM nginx:${random.pick(['1.29.1-alpine', 'latest'])}`,
    'ADD nginx.conf /etc/nginx/conf.d/default.conf',
    'COPY --from=build /src/dist /usr/share/nginx/html',
    ...(random.chance(0.2) ? ['MAINTAINER web team'] : []),
    `EXPOSE ${port}`,
  ],
};

const languages = ['node', 'python', 'go', 'java', 'static'] as const;

export function dockerfile(random: Random): Image {
  const language = random.pick(languages);
  const port = language === 'static' ? 80 : 3000 + random.below(60) * 100;
  const comments = random.chance(0.5) ? ['# Built by CI; see the README for local use.'] : [];
  return { language, port, text: `${[...comments, ...makers[language](random, port)].join('\n')}\n` };
}
