import { describe, expect, test } from 'vitest';
import { type Files, generation } from './generating.ts';

const programs: readonly (readonly [string, Files, readonly string[]])[] = [
  [
    'a server for Node with its own health route',
    {
      'package.json':
        '{"name": "api", "engines": {"node": "22.x"}, "scripts": {"start": "node server.js"}, "dependencies": {"express": "^4.21.0"}}\n',
      'package-lock.json': '{"lockfileVersion": 3, "packages": {}}\n',
      'server.js':
        "const app = require('express')();\napp.get('/health', (q, r) => r.send('ok'));\napp.listen(process.env.PORT || 3000);\n",
    },
    [
      'FROM node:22-slim AS build',
      'RUN --mount=type=cache,target=/root/.npm npm ci',
      'EXPOSE 3000',
      '/health',
      'CMD ["node", "server.js"]',
    ],
  ],
  [
    'pages that Vite builds',
    {
      'package.json':
        '{"name": "web", "scripts": {"dev": "vite", "build": "tsc && vite build"}, "devDependencies": {"vite": "^6.0.0"}}\n',
      'pnpm-lock.yaml': 'lockfileVersion: "9.0"\n',
      'index.html': '<html></html>\n',
      '.nvmrc': 'v22.11.0\n',
    },
    [
      'FROM node:22.11.0-slim AS build',
      'pnpm install --frozen-lockfile',
      'COPY --from=build /app/dist /usr/share/nginx/html/',
    ],
  ],
  [
    'an application of FastAPI with pip',
    {
      'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.32.0\n',
      '.python-version': '3.12\n',
      'main.py':
        "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/healthz')\ndef healthz():\n    return {}\n",
    },
    [
      'FROM python:3.12-slim AS build',
      'pip install --no-cache-dir -r requirements.txt',
      '/healthz',
      '"uvicorn", "main:app"',
    ],
  ],
  [
    'a command in Go',
    {
      'go.mod': 'module github.com/acme/shop\n\ngo 1.25.1\n',
      'main.go':
        'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {})\n\thttp.ListenAndServe(":8080", nil)\n}\n',
    },
    [
      'FROM golang:1.25.1-alpine AS build',
      'CGO_ENABLED=0',
      '"wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/healthz"',
    ],
  ],
  [
    'an application of Spring Boot with the wrapper of Maven',
    {
      'pom.xml':
        '<project><properties><java.version>21</java.version></properties><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>\n',
      mvnw: '#!/bin/sh\n',
      '.mvn/wrapper/maven-wrapper.properties': 'wrapperVersion=3.3.2\n',
      'src/main/java/acme/Shop.java': 'package acme;\nclass Shop {}\n',
    },
    [
      'FROM eclipse-temurin:21-jdk AS build',
      './mvnw --batch-mode package',
      'FROM eclipse-temurin:21-jre-alpine',
    ],
  ],
  [
    'pages as they are',
    { 'site/index.html': '<html></html>\n' },
    ['FROM nginxinc/nginx-unprivileged', 'EXPOSE 8080'],
  ],
];

describe('dockerfile', () => {
  test.each(programs)('%s', async (_name, files, parts) => {
    const { generated } = await generation('dockerfile', files);
    const dockerfile = generated.files.find(({ path }) => path.endsWith('Dockerfile'));
    for (const part of parts) expect(dockerfile?.text).toContain(part);
    expect(generated.files.map(({ path }) => path)).toContain(
      dockerfile?.path.replace(/Dockerfile$/, '.dockerignore'),
    );
  });
});
