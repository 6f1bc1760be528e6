import { describe, expect, it } from 'vitest';
import { joinedPolicy, policyOfTool } from '../../../src/read/settings/policy.ts';
import { readSettings } from '../../../src/read/settings/settings.ts';
import { mistrusted } from '../../../src/rules/shared/registry.ts';

const hadolint = `
ignored: [DL3008]
trustedRegistries: [docker.io]
label-schema: { owner: email, built: no-such-form }
strict-labels: true
`;
const zizmor = 'rules: { forbidden-uses: { config: { deny: ["other/*"] } } }\n';

function policyOf(settings: string, files: Readonly<Record<string, string>>) {
  const { policy, problems } = readSettings('seaworthy.yaml', settings);
  expect(problems).toEqual([]);
  return joinedPolicy([policy, ...Object.entries(files).map(([file, text]) => policyOfTool(file, text))]);
}

describe('the policy', () => {
  it('allows everything where nobody says otherwise', () => {
    expect(policyOf('stack: shop', {})).toEqual({
      registries: [],
      baseRegistries: [],
      labels: new Map(),
      strictLabels: false,
      actions: { allow: [], deny: [] },
    });
  });

  it('takes what other tools were told, part by part, where the settings do not speak of it', () => {
    const settings = 'policy: { trusted_registries: [ghcr.io], actions: { allow: ["actions/*"] } }';
    expect(policyOf(settings, { '.hadolint.yaml': hadolint, '.github/zizmor.yml': zizmor })).toEqual({
      registries: ['ghcr.io'],
      baseRegistries: ['ghcr.io'],
      labels: new Map([['owner', 'email']]),
      strictLabels: true,
      actions: { allow: ['actions/*'], deny: [] },
    });
    expect(policyOf('', { '.hadolint.yaml': hadolint })).toMatchObject({
      registries: [],
      baseRegistries: ['docker.io'],
    });
    expect(policyOf('', { 'zizmor.yml': zizmor })).toMatchObject({
      actions: { allow: [], deny: ['other/*'] },
    });
  });

  it('is not changed by configuration that the tool would not find, or that does not parse', () => {
    const nothing = policyOf('', {});
    expect(policyOf('', { 'vendor/x/.hadolint.yaml': hadolint })).toEqual(nothing);
    expect(policyOf('', { '.hadolint.yaml': 'trustedRegistries: [' })).toEqual(nothing);
    expect(policyOf('', { '.hadolint.yaml': 'trustedRegistries: { a: b }' })).toEqual(nothing);
  });
});

describe('where an image comes from', () => {
  it.each([
    ['nginx', 'docker.io', undefined],
    ['nginx', 'hub.docker.com', undefined],
    ['nginx:1.29', 'docker.io/library', undefined],
    ['bitnami/nginx:1', 'docker.io/library', 'docker.io'],
    ['docker.io/nginx', 'docker.io/library', undefined],
    ['index.docker.io/acme/x', 'docker.io/acme', undefined],
    ['ghcr.io/acme/api@sha256:00', 'ghcr.io/acme', undefined],
    ['ghcr.io/acmeother/api', 'ghcr.io/acme', 'ghcr.io'],
    ['ghcr.io/acme', 'ghcr.io/acme/api', 'ghcr.io'],
    ['localhost:5000/x:1', 'localhost:5000', undefined],
    ['localhost/x', 'docker.io', 'localhost'],
    ['a.example.com/x', '*.example.com', undefined],
    ['a.example.com.evil.org/x', '*.example.com', 'a.example.com.evil.org'],
    ['aXexample.com/x', '*.example.com', 'aXexample.com'],
    ['$REGISTRY/x', 'docker.io', undefined],
    ['quay.io/x', '*', undefined],
  ])('%s against %s', (image, registry, expected) => {
    expect(mistrusted([registry], image)).toBe(expected);
  });

  it('is of no interest without registries', () => {
    expect(mistrusted([], 'quay.io/x')).toBeUndefined();
  });
});
