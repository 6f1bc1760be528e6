import type { Check } from '../check.ts';
import { envFiles, everything, findingsClear, manifests, services } from '../findings-clear.ts';

const group = 'Configuration';

export const configuration: readonly Check[] = [
  findingsClear({
    id: 'configuration/valid',
    group,
    title: 'The compose files are valid',
    from: 'dev',
    remedy: 'Mend the lines that docker compose would refuse.',
    over: services,
    rules: [
      'compose/syntax',
      'compose/wrong-type',
      'compose/unknown-key',
      'compose/invalid-value',
      'compose/duplicate-key',
      'compose/interpolation-syntax',
      'compose/extends-target-missing',
    ],
  }),
  findingsClear({
    id: 'configuration/variables',
    group,
    title: 'Every variable that is used has a value',
    known: 'resolved',
    from: 'dev',
    remedy: 'Set the variable in an env file, or give it a default.',
    over: services,
    rules: [
      'compose/variable-undefined',
      'compose/variable-required',
      'env/environment-key-missing',
      'env/env-key-missing',
      'env/env-value-missing',
      'compose/env-file-missing',
      'compose/env-file-value-blanked',
    ],
  }),
  findingsClear({
    id: 'configuration/example',
    group,
    title: 'The settings that a newcomer needs are listed',
    known: 'resolved',
    from: 'production',
    remedy: 'Bring .env.example up to what is read.',
    over: envFiles,
    rules: ['env/env-example-differs', 'env/variable-not-in-example', 'project/env-template-missing'],
  }),
  findingsClear({
    id: 'configuration/addresses',
    group,
    title: 'Services call each other by names and ports that exist',
    known: 'resolved',
    from: 'dev',
    remedy: 'Correct the host or port, or start the service that is meant.',
    over: services,
    rules: [
      'compose/url-*',
      'compose/default-address-localhost',
      'compose/listens-on-loopback',
      'compose/gateway-*',
      'compose/kafka-listener-unreachable',
      'kubernetes/env-host-*',
      'kubernetes/env-port-wrong',
    ],
  }),
  findingsClear({
    id: 'configuration/ports',
    group,
    title: 'Published ports are listened on, and do not clash',
    known: 'resolved',
    from: 'dev',
    remedy: 'Publish the port that the program listens on, each host port once.',
    over: services,
    rules: [
      'compose/published-port-not-listened',
      'compose/host-port-conflict',
      'compose/published-on-internal-network',
    ],
  }),
  findingsClear({
    id: 'configuration/debug-off',
    group,
    title: 'No debugging and no way around the login is switched on',
    from: 'production',
    remedy: 'Turn the switch off in the production overlay.',
    over: services,
    rules: [
      'compose/debug-enabled',
      'compose/debugger-published',
      'compose/auth-bypass-enabled',
      'compose/auth-proxy-bypassed',
    ],
  }),
  findingsClear({
    id: 'configuration/manifests',
    group,
    title: 'Kubernetes manifests are valid and name what exists',
    known: 'resolved',
    from: 'staging',
    remedy: 'Mend the manifest, or bring in what it names.',
    over: manifests,
    rules: [
      'kubernetes/syntax',
      'kubernetes/wrong-type',
      'kubernetes/unknown-field',
      'kubernetes/field-missing',
      'kubernetes/invalid-value',
      'kubernetes/api-version-removed',
      'kubernetes/reference-unknown',
      'kubernetes/config-map-missing',
      'kubernetes/config-key-missing',
      'kubernetes/selector-mismatch',
      'kubernetes/service-selects-nothing',
    ],
  }),
  {
    id: 'configuration/understood',
    group,
    title: 'Every deployment file was understood',
    known: 'parsed',
    from: 'staging',
    remedy: 'Mend the files, or leave them out with .gitignore.',
    judge(facts) {
      const unread = facts.artifacts.filter(
        ({ kind, understood }) => kind !== 'other' && understood === 'no',
      );
      const { amount, files } = everything.of(facts);
      if (unread.length === 0) {
        return {
          outcome: 'pass',
          detail: `${amount} files understood`,
          value: `${amount} of ${amount}`,
          evidence: files.slice(0, 5).map((file) => ({ text: file, path: file })),
        };
      }
      return {
        outcome: 'unknown',
        detail: `${unread[0]?.file ?? ''} could not be understood: ${unread[0]?.why ?? ''}`,
        value: `${amount - unread.length} of ${amount}`,
        evidence: unread.slice(0, 5).map(({ file }) => ({ text: file, path: file })),
      };
    },
  },
];
