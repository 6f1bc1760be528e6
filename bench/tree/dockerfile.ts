// Dockerfiles of the usual languages, as long as real ones are, some of them with the usual mistakes.
import type { Random } from './random.ts';

type Language = 'node' | 'python' | 'go' | 'java' | 'static';

export interface Image {
  readonly language: Language;
  readonly port: number;
  readonly text: string;
}

type Lines = readonly string[];

const makers: Readonly<Record<Language, (random: Random, port: number) => Lines>> = {
  node: (random, port) => [
    `FROM node:${random.pick(['22.11-alpine', '20', 'lts', '22.11.0-bookworm-slim'])} AS build`,
    'WORKDIR /app',
    '',
    '# Dependencies change less often than code.',
    'COPY package.json package-lock.json ./',
    random.chance(0.8) ? 'RUN npm ci' : 'RUN npm install && npm install -g pm2',
    'COPY . .',
    'RUN npm run build \\',
    '    && npm prune --omit=dev \\',
    '    && rm -rf src/**/*.test.js',
    '',
    'FROM node:22.11-alpine',
    ...labels(random),
    `RUN apk add ${random.chance(0.6) ? '--no-cache ' : ''}\\`,
    ...packages(random, ['tini', 'curl', 'ca-certificates', 'tzdata', 'git', 'openssl'], '    '),
    'WORKDIR /app',
    'ENV NODE_ENV=production \\',
    '    NPM_CONFIG_LOGLEVEL=warn \\',
    `    PORT=${port}`,
    'COPY --from=build /app ./',
    ...(random.chance(0.6) ? ['USER node'] : []),
    `EXPOSE ${port}`,
    ...healthcheck(random, port),
    random.chance(0.7) ? 'CMD ["node", "dist/server.js"]' : 'CMD node dist/server.js',
  ],
  python: (random, port) => [
    'ARG PYTHON=3.13',
    `FROM python:\${PYTHON}-slim AS base`,
    ...labels(random),
    'ENV PYTHONUNBUFFERED=1 \\',
    '    PYTHONDONTWRITEBYTECODE=1 \\',
    '    PIP_DISABLE_PIP_VERSION_CHECK=on',
    '',
    '# What the database driver is built and run with.',
    'RUN apt-get update \\',
    `    && apt-get install -y ${random.chance(0.5) ? '--no-install-recommends ' : ''}\\`,
    ...packages(
      random,
      ['build-essential', 'curl', 'git', 'libpq-dev', 'libpq5', 'gettext', 'vim'],
      '        ',
    ),
    random.chance(0.5) ? '    && rm -rf /var/lib/apt/lists/*' : '    && apt-get clean',
    '',
    'WORKDIR /srv',
    'COPY requirements.txt .',
    `RUN pip install ${random.chance(0.5) ? '--no-cache-dir ' : ''}--upgrade pip \\`,
    `    && pip install ${random.chance(0.5) ? '--no-cache-dir ' : ''}-r requirements.txt`,
    'COPY . .',
    ...user(random),
    `EXPOSE ${port}`,
    ...healthcheck(random, port),
    `CMD ["gunicorn", "-b", "0.0.0.0:${port}", "app:app"]`,
  ],
  go: (random, port) => [
    '# syntax=docker/dockerfile:1',
    'FROM golang:1.25 AS build',
    'ARG VERSION=dev',
    'ARG COMMIT',
    'WORKDIR /src',
    '',
    'COPY go.mod go.sum ./',
    'RUN --mount=type=cache,target=/go/pkg/mod go mod download',
    'COPY . .',
    'RUN --mount=type=cache,target=/go/pkg/mod \\',
    '    --mount=type=cache,target=/root/.cache/go-build \\',
    '    CGO_ENABLED=0 GOOS=linux go build \\',
    `    -ldflags "-s -w -X main.version=$VERSION -X main.commit=$COMMIT" \\`,
    '    -o /out/server ./cmd/server',
    '',
    'FROM build AS test',
    'RUN go vet ./... && go test ./... | tee /tmp/test.log',
    '',
    `FROM ${random.pick(['gcr.io/distroless/static:nonroot', 'scratch', 'alpine:latest'])}`,
    ...labels(random),
    'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/',
    'COPY --from=build /out/server /server',
    `ENV LISTEN=:${port} \\`,
    '    LOG_FORMAT=json',
    `EXPOSE ${port}`,
    'ENTRYPOINT ["/server"]',
  ],
  java: (random, port) => [
    'FROM maven:3.9-eclipse-temurin-21 AS build',
    'WORKDIR /src',
    'COPY pom.xml .',
    'RUN mvn -q -B dependency:go-offline',
    'COPY src src',
    'RUN mvn -q -B package -DskipTests \\',
    '    && mkdir -p target/layers \\',
    '    && cd target/layers && jar -xf ../app.jar',
    '',
    'FROM eclipse-temurin:21-jre',
    ...labels(random),
    'RUN apt-get update && apt-get install -y curl fontconfig',
    ...(random.chance(0.5) ? ['RUN groupadd -r app && useradd -r -g app app'] : []),
    'WORKDIR /opt/app',
    'COPY --from=build /src/target/app.jar app.jar',
    'ENV JAVA_OPTS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"',
    ...(random.chance(0.4) ? ['RUN chmod 777 /tmp && sudo mkdir -p /var/log/app'] : []),
    `EXPOSE ${port}`,
    ...healthcheck(random, port),
    random.chance(0.6)
      ? 'ENTRYPOINT ["java", "-jar", "/opt/app/app.jar"]'
      : 'ENTRYPOINT java $JAVA_OPTS -jar /opt/app/app.jar',
  ],
  static: (random, port) => [
    'FROM node:22 as build',
    'ARG API_URL=/api',
    'ENV VITE_API_URL=$API_URL',
    'COPY . /src',
    'RUN cd /src && npm ci && npm run build',
    '',
    `FROM nginx:${random.pick(['1.29.1-alpine', 'latest'])}`,
    ...labels(random),
    'RUN rm /etc/nginx/conf.d/default.conf \\',
    '    && mkdir -p /var/cache/nginx /var/run/nginx \\',
    '    && chown -R nginx:nginx /var/cache/nginx /var/run/nginx',
    'ADD nginx.conf /etc/nginx/conf.d/default.conf',
    'COPY --from=build /src/dist /usr/share/nginx/html',
    ...(random.chance(0.2) ? ['MAINTAINER web team'] : []),
    `EXPOSE ${port}`,
    ...healthcheck(random, port),
    'CMD ["nginx", "-g", "daemon off;"]',
  ],
};

function labels(random: Random): Lines {
  if (random.chance(0.5)) return [];
  return [
    'LABEL org.opencontainers.image.title="shop" \\',
    '      org.opencontainers.image.vendor="Example" \\',
    `      org.opencontainers.image.version="1.4.${random.below(30)}"`,
    '',
  ];
}

/** A list one a line, the last without a backslash unless the caller's command goes on. */
function packages(random: Random, from: Lines, indent: string): Lines {
  const chosen = from.filter((_, at) => at < 2 || random.chance(0.6));
  const goesOn = indent.length > 4;
  return chosen.map((name, at) => `${indent}${name}${at < chosen.length - 1 || goesOn ? ' \\' : ''}`);
}

function user(random: Random): Lines {
  if (random.chance(0.5)) return [];
  return [
    'RUN groupadd --system app \\',
    '    && useradd --system --gid app --home-dir /srv app \\',
    '    && chown -R app:app /srv',
    'USER app',
  ];
}

function healthcheck(random: Random, port: number): Lines {
  if (random.chance(0.6)) return [];
  return [
    'HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \\',
    `    CMD ${random.pick(['curl -f', 'wget -qO-'])} http://localhost:${port}/health || exit 1`,
  ];
}

const languages = ['node', 'python', 'go', 'java', 'static'] as const;

export function dockerfile(random: Random): Image {
  const language = random.pick(languages);
  const port = language === 'static' ? 80 : 3000 + random.below(60) * 100;
  const comments = random.chance(0.5) ? ['# Built by CI; see the README for local use.'] : [];
  return { language, port, text: `${[...comments, ...makers[language](random, port)].join('\n')}\n` };
}
