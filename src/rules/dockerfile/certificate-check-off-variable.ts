import type { Located } from '../../base/span.ts';
import { bad, defineRule, good } from '../rule.ts';
import { type RunCommand, runCommands } from '../shared/run.ts';

/** Variables by which programs are told to take any certificate, and the values that say so. */
const variables: Readonly<Record<string, RegExp>> = {
  // https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue
  NODE_TLS_REJECT_UNAUTHORIZED: /^0$/,
  // https://peps.python.org/pep-0493/
  PYTHONHTTPSVERIFY: /^0$/,
  // https://git-scm.com/book/en/v2/Git-Internals-Environment-Variables; git asks whether it is set, not to what.
  GIT_SSL_NO_VERIFY: /./,
  // https://docs.npmjs.com/cli/v11/using-npm/config#strict-ssl
  NPM_CONFIG_STRICT_SSL: /^(?:false|0)$/i,
  YARN_STRICT_SSL: /^(?:false|0)$/i,
  YARN_ENABLE_STRICT_SSL: /^(?:false|0)$/i,
  // https://pip.pypa.io/en/stable/topics/configuration/#environment-variables
  PIP_TRUSTED_HOST: /./,
  // https://docs.astral.sh/uv/reference/environment/#uv_insecure_host
  UV_INSECURE_HOST: /./,
  // https://docs.conda.io/projects/conda/en/stable/user-guide/configuration/settings.html#ssl-verify-ssl-verification
  CONDA_SSL_VERIFY: /^(?:false|0|no)$/i,
  // https://go.dev/ref/mod#environment-variables
  GOINSECURE: /./,
};

export default defineRule({
  id: 'certificate-check-off-variable',
  area: 'dockerfile',
  severity: 'high',
  aliases: [
    'checkov:CKV2_DOCKER_5',
    'checkov:CKV2_DOCKER_6',
    'checkov:CKV2_DOCKER_12',
    'checkov:CKV2_DOCKER_14',
    'checkov:CKV2_DOCKER_16',
  ],
  title: 'A variable turns the check of certificates off',
  why: 'Each connection of the build, and of the running container when ENV sets it, can be read and changed on the way.',
  fix: 'Add the missing authority (`NODE_EXTRA_CA_CERTS`, `REQUESTS_CA_BUNDLE`, `update-ca-certificates`) and drop the variable.',
  references: ['https://nodejs.org/api/cli.html#node_tls_reject_unauthorizedvalue'],
  on: 'instruction',
  only: ['RUN', 'ENV', 'ARG'],
  *check(instruction, { dockerfile }) {
    const found: { readonly name: string; readonly value: Located<string> }[] = [];
    if (instruction.keyword === 'ENV' || instruction.keyword === 'ARG') {
      for (const { name, value } of instruction.pairs) {
        if (value !== undefined) found.push({ name: name.value, value });
      }
    }
    for (const command of runCommands(dockerfile, instruction)) found.push(...settings(command));
    for (const { name, value } of found) {
      const pattern = Object.hasOwn(variables, name.toUpperCase())
        ? variables[name.toUpperCase()]
        : undefined;
      if (pattern?.test(value.value) !== true) continue;
      yield {
        at: value.span,
        message: `${name}=${value.value} turns the check of certificates off`,
        object: `${instruction.keyword} ${name}`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ENV NODE_TLS_REJECT_UNAUTHORIZED=0
          RUN export GIT_SSL_NO_VERIFY=1 && npm ci
          RUN NPM_CONFIG_STRICT_SSL=false npm ci
        `,
        'api/Dockerfile': `
          FROM python:3.13-slim
          ARG PIP_TRUSTED_HOST=pypi.example.com
          ENV PYTHONHTTPSVERIFY 0
        `,
      },
      ['Dockerfile:2:34', 'Dockerfile:3:12', 'Dockerfile:4:5', 'api/Dockerfile:2:22', 'api/Dockerfile:3:23'],
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          ENV GIT_SSL_NO_VERIFY=0 \\
              UV_INSECURE_HOST=pypi.org
          RUN CONDA_SSL_VERIFY=false conda install x
        `,
      },
      ['Dockerfile:2:23', 'Dockerfile:3:22', 'Dockerfile:4:5'],
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        ENV NODE_TLS_REJECT_UNAUTHORIZED=1 NODE_EXTRA_CA_CERTS=/etc/ca.pem
        ARG PIP_TRUSTED_HOST
        RUN YARN_STRICT_SSL=true npm ci
      `,
    }),
  ],
});

/** `A=b program`, `export A=b`. */
function settings({ program, args, assignments, wrappers }: RunCommand) {
  const words = [...assignments, ...wrappers, ...(program === 'export' ? args : [])];
  return words.flatMap(({ text, span }) => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value: { value, span } }];
  });
}
