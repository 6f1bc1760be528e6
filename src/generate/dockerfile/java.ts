// Images of programs in Java: built with what the repository builds with, run without the compiler.
import type { Program } from '../../model/program.ts';
import type { Stages } from './stages.ts';

export function javaStages({ tool, manifests, build = 'mvn', start }: Program, version: string): Stages {
  const isMaven = tool === 'maven';
  const hasWrapper = build.startsWith('./');
  const builderImage = hasWrapper
    ? `eclipse-temurin:${version}-jdk`
    : isMaven
      ? `maven:3.9-eclipse-temurin-${version}`
      : `gradle:8-jdk${version}`;
  const folders = manifests.filter((name) => ['.mvn', 'gradle'].includes(name));
  const files = manifests.filter((name) => !folders.includes(name));
  const cache = isMaven ? '/root/.m2' : '/root/.gradle';
  const mount = `RUN --mount=type=cache,target=${cache}`;
  const builder = [
    `FROM ${builderImage} AS build`,
    'WORKDIR /src',
    '# Dependencies by themselves: this layer is made anew only when they change.',
    ...folders.map((folder) => `COPY ${folder} ./${folder}/`),
    `COPY ${files.join(' ')} ./`,
    isMaven
      ? `${mount} ${build} --batch-mode dependency:go-offline`
      : `${mount} ${build} --no-daemon dependencies`,
    'COPY . .',
    '# Tests run in the pipeline, where their services are.',
    isMaven
      ? `${mount} ${build} --batch-mode package -DskipTests && cp target/*.jar /app.jar`
      : `${mount} ${build} --no-daemon bootJar && cp build/libs/*.jar /app.jar`,
  ];
  const runtime = [
    `FROM eclipse-temurin:${version}-jre-alpine`,
    'WORKDIR /app',
    'COPY --from=build /app.jar ./app.jar',
  ];
  return { builder, runtime, user: '10001:10001', command: start };
}
