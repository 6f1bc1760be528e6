import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTree } from '../../src/read/file-tree.ts';
import { readProject } from '../../src/read/project.ts';
import { folderWith } from './folder.ts';

async function sourcesOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const project = await readProject({ root: folderWith(files), scope: 'review', processEnv: {} });
  return (project.builds[0]?.sources ?? []).map(({ file }) => file).sort();
}

const go = {
  'compose.yaml': 'services: {api: {build: .}}',
  'go.mod': 'module example.com/shop\n',
  'cmd/api/main.go': 'package main\nimport (\n"fmt"\n"example.com/shop/internal/db"\n)\n',
  'cmd/api/other.go': 'package main\n',
  'cmd/api/main_test.go': 'package main\n',
  'cmd/worker/main.go': 'package main\n',
  'internal/db/db.go': 'package db\n',
  'internal/mail/mail.go': 'package mail\n',
};
const started = ['cmd/api/main.go', 'cmd/api/other.go', 'internal/db/db.go'];
const tail = 'FROM scratch\nCOPY --from=build /out/api /api\nENTRYPOINT ["/api"]\n';

describe('programs that an image compiles', () => {
  it.each([
    [
      'the package that is built',
      'WORKDIR /src\nCOPY . .\nRUN CGO_ENABLED=0 go build -ldflags "-s -w" -o /out/api ./cmd/api',
    ],
    [
      'the one of several that is started',
      'WORKDIR /src\nCOPY . .\nRUN go build -o /out/worker ./cmd/worker && go build -o /out/api ./cmd/api',
    ],
    ['a folder that is changed to', 'WORKDIR /src\nCOPY . .\nRUN cd cmd/api && go build -o /out/api'],
    [
      'copies of its parts',
      'WORKDIR /src\nCOPY go.mod ./\nCOPY cmd ./cmd\nCOPY internal ./internal\nRUN go build -o /out/api ./cmd/api/main.go',
    ],
  ])('reads %s', async (_, steps) => {
    const Dockerfile = `FROM golang:1.23 AS build\n${steps}\n${tail}`;
    expect(await sourcesOf({ ...go, Dockerfile })).toEqual(started);
  });

  it('reads nothing where it cannot tell which of two is started', async () => {
    const steps =
      'WORKDIR /src\nCOPY . .\nRUN go build -o /out/a ./cmd/api && go build -o /out/b ./cmd/worker';
    expect(await sourcesOf({ ...go, Dockerfile: `FROM golang:1.23 AS build\n${steps}\n${tail}` })).toEqual(
      [],
    );
  });

  const java = {
    'compose.yaml': 'services: {orders: {build: {context: ., dockerfile: orders/Dockerfile}}}',
    'orders/src/main/java/App.java': 'class App {}',
    'orders/src/main/resources/application.yml': 'server: {port: 8081}',
    'orders/src/test/java/AppTest.java': 'class AppTest {}',
    'mail/src/main/java/Mail.java': 'class Mail {}',
  };
  const module = ['orders/src/main/java/App.java', 'orders/src/main/resources/application.yml'];

  it.each([
    [
      'a jar of the context',
      'FROM eclipse-temurin:21\nARG JAR=orders/target/*.jar\nCOPY $JAR /app.jar\nCMD ["java", "-jar", "/app.jar"]',
    ],
    [
      'a jar of another stage',
      'FROM maven:3 AS build\nWORKDIR /src\nCOPY . .\nRUN mvn package\nFROM eclipse-temurin:21\nCOPY --from=build /src/orders/target/a.jar /a.jar\nCMD ["java", "-jar", "/a.jar"]',
    ],
    [
      'the folder in which it is built',
      'FROM gradle:8 AS build\nWORKDIR /src\nCOPY orders/src ./src\nRUN gradle bootJar && mv build/libs/a.jar /a.jar\nFROM eclipse-temurin:21\nCOPY --from=build /a.jar /a.jar\nCMD ["java", "-jar", "/a.jar"]',
    ],
  ])('reads the module of %s', async (_, text) => {
    expect(await sourcesOf({ ...java, 'orders/Dockerfile': text })).toEqual(module);
  });

  it('finds the sources of an image that no service builds', async () => {
    const root = folderWith({
      'api/Dockerfile': 'FROM python:3.13\nWORKDIR /app\nCOPY app.py ./\nCMD ["python", "app.py"]\n',
      'api/app.py': 'import os\n',
    });
    const project = await readProject({ root, scope: 'review', processEnv: {} });
    const files = [...project.dockerfiles.values()].flatMap((each) => project.imageSources(each));
    expect(files.map(({ file }) => file)).toEqual(['api/app.py']);
  });
});

describe('the start of a file', () => {
  it('is its first line and its right to be run', () => {
    const root = folderWith({ 'a.sh': '#!/bin/sh\r\nx\n', b: Buffer.from([1, 0, 2]), 'c/': '' });
    chmodSync(join(root, 'a.sh'), 0o755);
    const tree = fileTree(root);
    expect(tree.start('a.sh')).toEqual({ firstLine: '#!/bin/sh\r\n', executable: true });
    expect([tree.start('b'), tree.start('c'), tree.start('none'), tree.start('../x')]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
