// Keys of `build` (spec: build.md), and shapes that services share with it.
import {
  bareInteger,
  dict,
  either,
  flag,
  integer,
  listOf,
  mapOf,
  pairs,
  size,
  text,
  textOrFlag,
  textOrNumber,
  textOrTexts,
  texts,
} from './shape.ts';

/** Octal where it is text. */
const filePermissions = {
  ...textOrNumber,
  expected: 'permissions such as 0440',
  isValid: (value: string) => /^(?:0o[0-7]+|\d+)$/.test(value) && !/^0\d*[89]/.test(value),
};

export const fileMounts = listOf(
  either(
    text,
    mapOf('a secret or config of a service', {
      source: text,
      target: text,
      uid: text,
      gid: text,
      mode: filePermissions,
    }),
  ),
);

export const ulimits = dict(
  'ulimits',
  either(integer, mapOf('a ulimit', { soft: integer, hard: integer }, { required: ['soft', 'hard'] })),
);

/** Docker compose turns the texts of a service's limits into numbers, and those of a build's not. */
const buildUlimits = dict(
  'ulimits',
  either(
    bareInteger,
    mapOf('a ulimit', { soft: bareInteger, hard: bareInteger }, { required: ['soft', 'hard'] }),
  ),
);

export const extraHosts = either(dict('extra hosts', either(text, texts)), texts);

export const build = either(
  text,
  mapOf(
    'build',
    {
      additional_contexts: pairs,
      args: pairs,
      cache_from: texts,
      cache_to: texts,
      context: text,
      dockerfile: text,
      dockerfile_inline: text,
      entitlements: texts,
      extra_hosts: extraHosts,
      isolation: text,
      labels: pairs,
      network: text,
      no_cache: flag,
      no_cache_filter: textOrTexts,
      platforms: texts,
      privileged: flag,
      provenance: textOrFlag,
      pull: flag,
      sbom: textOrFlag,
      secrets: fileMounts,
      shm_size: size,
      ssh: pairs,
      tags: texts,
      target: text,
      ulimits: buildUlimits,
    },
    { exclusive: ['dockerfile', 'dockerfile_inline'] },
  ),
);
