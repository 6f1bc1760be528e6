import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { unpublished } from '../shared/published-tags.ts';

export default defineRule({
  id: 'base-image-not-published',
  area: 'dockerfile',
  severity: 'critical',
  aliases: [],
  title: 'A stage stands on an image that no registry has',
  why: 'The build ends at its first step, and there is no image to run.',
  fix: 'Name a tag that is published: docker manifest inspect IMAGE says whether it is.',
  references: [
    'https://github.com/docker-library/official-images',
    'https://github.com/docker-library/openjdk/issues/491',
    'https://github.com/bitnami/containers/issues/83267',
  ],
  joins: 'file',
  on: 'stage',
  *check({ name, index, base, baseResolved, baseStage }) {
    if (baseStage !== undefined || baseResolved === undefined) return;
    const image = parseImage(baseResolved);
    const found = image && unpublished(image);
    if (found === undefined) return;
    const isPlain = base.value === baseResolved;
    const { words, instead } = found;
    yield {
      at: base.span,
      message: `the base image ${baseResolved} ${words}`,
      object: `stage ${name ?? index} base`,
      // Who builds may give another version than the default.
      ...(isPlain ? {} : { confidence: 'likely' }),
      ...offer(
        instead === undefined || !isPlain
          ? undefined
          : review(`Stand on ${instead}`, replace(base.span, instead)),
      ),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM maven:3.9.4-openjdk-17-slim AS build
          RUN mvn package
          FROM openjdk:17-jre-slim
          COPY --from=build /target/app.jar /app.jar
        `,
      },
      ['Dockerfile:1:6', 'Dockerfile:3:6'],
      {
        Dockerfile: `
          FROM maven:3.9.4-eclipse-temurin-17 AS build
          RUN mvn package
          FROM eclipse-temurin:17-jre
          COPY --from=build /target/app.jar /app.jar
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          ARG PYTHON=3.12
          FROM --platform=$BUILDPLATFORM golang:1.22-slim AS build
          FROM build AS test
          FROM python:\${PYTHON}-slim-buster
          FROM docker.io/library/node:20-stretch
        `,
      },
      ['Dockerfile:2:32', 'Dockerfile:4:6', 'Dockerfile:5:6'],
    ),
    good({
      Dockerfile: `
        ARG TAG
        FROM maven:3.8.5-openjdk-17-slim AS build
        FROM openjdk:17-jdk-slim
        FROM node:$TAG
        FROM scratch
        FROM python:3.13-slim-trixie
        FROM node:24-forky-slim
        FROM ghcr.io/acme/python:3.12-slim-buster
        FROM eclipse-temurin:17.0.9_9-jre-alpine
        FROM mcr.microsoft.com/dotnet/aspnet:9.0-slim
      `,
    }),
  ],
});
