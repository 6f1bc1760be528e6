import { expect, test } from 'vitest';
import { parseImage } from '../../src/rules/shared/image.ts';
import { isForTrial, partsOf } from '../../src/rules/shared/image-tag.ts';
import { unpublished } from '../../src/rules/shared/published-tags.ts';

function of(text: string) {
  const image = parseImage(text);
  return image && unpublished(image);
}

test.each([
  // A variant that the image never had.
  'postgres:16-slim',
  'mongo:7.0-alpine',
  'golang:1.22-slim',
  'docker.io/library/nginx:1.27-slim',
  // One that had ended before this version came.
  'openjdk:17-jre-slim',
  'python:3.12-buster',
  'node:20-stretch',
  'kong:3.4-alpine',
  'maven:3.9.4-openjdk-17-slim',
  // A version in fewer numbers than it is published with.
  'ubuntu:22',
  'elasticsearch:8',
  'elasticsearch:7.17',
  'node:v20',
  // An image that has ended.
  'centos:9',
  // Without the tag that is meant where none is named.
  'kibana',
  'docker.elastic.co/beats/filebeat',
])('%s was never published', (text) => {
  expect(of(text)?.words).toMatch(/^was never published/);
});

test.each([
  ['consul', 'hashicorp/consul'],
  ['vault:latest', 'hashicorp/vault'],
  ['bitnami/redis:7.2', 'bitnamilegacy/redis:7.2'],
  ['docker.io/bitnami/postgresql:16.3.0-debian-12-r4', 'bitnamilegacy/postgresql:16.3.0-debian-12-r4'],
])('%s was taken away, %s is there', (text, instead) => {
  expect(of(text)).toEqual({ words: expect.stringMatching(/^was taken away/), instead });
});

test.each([
  'postgres:16-alpine3.20',
  'openjdk:11-jre-slim',
  'openjdk:21-jdk-slim',
  'python:3.11-slim-buster',
  'eclipse-temurin:17.0.9_9-jre-alpine',
  'gradle:8.5-jdk17-alpine',
  'rabbitmq:3.13-management-alpine',
  'nginx:1.27-alpine-slim',
  'traefik:v3.1',
  'consul:1.15',
  'centos:7',
  'mysql:lts',
  // What may have come since the table was made, and what it does not hold.
  'postgres:31',
  'postgres:31-alpine',
  'node:24-forky',
  'node:24-whatever',
  'python:3.15.0a1-slim-buster',
  'bitnami/redis',
  'bitnami/redis:latest',
  'bitnami/sealed-secrets-controller:v0.19.1',
  'registry.example.com/bitnami/redis:7.2',
  'acme/postgres:16-slim',
  'mongo:7.0-alpine@sha256:0d1f4a1d8a3e5b1f6b0b6d1f7f0c8f0f9d1c2b3a4e5f60718293a4b5c6d7e8f9',
])('%s may be there', (text) => {
  expect(of(text)).toBeUndefined();
});

test('a tag is a version and a variant', () => {
  expect(partsOf('3.12-slim-bookworm')).toEqual({ version: [3, 12], variant: '#-slim-bookworm' });
  expect(partsOf('v3.1')).toEqual({ version: [3, 1], variant: 'v#' });
  expect(partsOf('17.0.9_9-jre')).toEqual({ version: [17, 0, 9], variant: '#_#-jre' });
  expect(partsOf('lts-alpine3.20')).toEqual({ version: [], variant: 'lts-alpine#' });
  expect(partsOf('valkey')).toEqual({ version: [], variant: 'valkey' });
});

test('tags of trials are left alone', () => {
  for (const tag of ['3.15.0a1', '17-ea-jdk', '16beta1', '8.0-rc-alpine', 'ltsc2022-windowsservercore'])
    expect(isForTrial(tag), tag).toBe(true);
  for (const tag of ['latest', '3.12-alpine', '8-jdk', 'bookworm', '1.27-bullseye-perl'])
    expect(isForTrial(tag), tag).toBe(false);
});
