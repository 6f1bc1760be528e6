// Credentials are found by their form; what is made up is none, and long texts take no longer than they must.
import { describe, expect, test } from 'vitest';
import { findSecrets, isProviderSecret } from '../../src/model/secret-patterns.ts';
import { secretForms } from '../../src/model/secret-patterns-table.ts';

// Put together here, so that no file of ours holds what scanners look for.
const hex = (length: number) => '8f31c9b27de04a65b1f7c93e52ad6084'.repeat(4).slice(0, length);
const word = (length: number) => 'Qz7mX3wK9t2VrYp8LjHgD6sNcFaEu4bR'.repeat(8).slice(0, length);
const upper = (length: number) => word(length).toUpperCase();
const uuid = '8f31c9b2-7de0-4a65-b1f7-c93e52ad6084';
const jwt = (claims: object) =>
  ['eyJhbGciOiJIUzI1NiJ9', Buffer.from(JSON.stringify(claims)).toString('base64url'), word(43)].join('.');

const texts: readonly (readonly [text: string, words: string])[] = [
  [`ID=AKIA${'QZ7M3XW5K4T2VRYP'}`, 'an AWS access key id'],
  [`AWS_SECRET_ACCESS_KEY=${word(40)}`, 'an AWS secret access key'],
  [`X=ASCA${'QZ7M3XW5K4T2VRYP'}`, 'an AWS certificate or service credential id'],
  [`X=amzn.mws.${uuid}`, 'an Amazon MWS token'],
  [`X=AIza${word(35)}`, 'a Google API key'],
  [`X=GOCSPX-${word(28)}`, 'a Google OAuth secret or token'],
  [`{"private_key_id": "${hex(40)}"}`, 'the key of a Google service account'],
  [`X=AccountName=acme;AccountKey=${word(86)}==`, 'an Azure storage or Service Bus key'],
  [`IBM_CLOUD_API_KEY=${word(44)}`, 'an IBM Cloud API key'],
  [`SL_API_KEY=${hex(64)}`, 'an IBM object storage or SoftLayer key'],
  [`X=LTAI${word(20)}`, 'an Alibaba Cloud access key'],
  [`X=dop_v1_${hex(64)}`, 'a DigitalOcean token'],
  [`HEROKU_API_KEY: "${uuid}"`, 'a Heroku API key'],
  [`- name: HEROKU_API_KEY\n  value: "${uuid}"`, 'a Heroku API key'],
  [`X=ghp_${word(36)}`, 'a GitHub token'],
  [`X=glpat-${word(20)}`, 'a GitLab token'],
  [`X=ATBB${word(32)}`, 'an Atlassian or Bitbucket token'],
  [`X=npm_${word(36)}`, 'an npm token'],
  [`X=pypi-AgE${word(60)}`, 'a PyPI upload token'],
  [`X=rubygems_${hex(48)}`, 'a package registry token'],
  [`X=AKCp${word(69)}`, 'an Artifactory credential'],
  [`X=dckr_pat_${word(27)}`, 'a Docker Hub token'],
  [`  .dockerconfigjson: eyJ${word(60)}==`, 'the login of an image registry'],
  [`X=${word(14)}.atlasv1.${word(64)}`, 'a Terraform Cloud or Vault token'],
  [`X=pul-${hex(40)}`, 'a Pulumi token'],
  [`X=postgres://app:npg_${word(12)}@ep-cool.eu.aws.neon.tech/app`, 'the password of a Neon database'],
  [`X=lin_api_${word(40)}`, 'a Doppler, Postman, PlanetScale, Linear, Supabase or Tailscale token'],
  [`key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  ${word(64)}\n`, 'a private key'],
  [`KEY="-----BEGIN PRIVATE KEY-----\\n${word(64)}\\n"`, 'a private key'],
  ['PuTTY-User-Key-File-2: ssh-rsa', 'a PuTTY key file'],
  [`X=AGE-SECRET-KEY-1${upper(58)}`, 'an age secret key'],
  [`X=${jwt({ sub: 'api', iat: 1_700_000_000, exp: 1_700_003_600 })}`, 'a signed JSON Web Token'],
  [`X=xoxb-${word(40)}`, 'a Slack token'],
  [`X=https://hooks.slack.com/services/T8K3M2QZ7/B9X4W7RT2/${word(24)}`, 'a Slack webhook'],
  [
    `X=https://acme.webhook.office.com/webhookb2/${uuid}@${uuid}/IncomingWebhook/${hex(32)}/${uuid}`,
    'a Teams webhook',
  ],
  [`X=8041726359:AA${word(33)}`, 'a Discord webhook or Telegram bot token'],
  [`DISCORD_TOKEN=M${word(25)}.Gx7aQ2.${word(30)}`, 'a Discord bot token'],
  [`X=SK${hex(32)}`, 'a Twilio key'],
  [`TWILIO_AUTH_TOKEN=${hex(32)}`, 'a Twilio auth token'],
  [`X=SG.${word(22)}.${word(43)}`, 'a SendGrid key'],
  [`MAILGUN_API_KEY=key-${hex(32)}`, 'a Mailgun key'],
  [`X=${hex(32)}-us14`, 'a Mailchimp key'],
  [`FACEBOOK_APP_SECRET=${hex(32)}`, 'a Facebook secret or token'],
  [`X=EAACEdEose0cBA${word(24)}`, 'a Facebook access token'],
  [`X=sk_live_${word(24)}`, 'a live Stripe key'],
  [`X=sq0atp-${word(22)}`, 'a Square token'],
  [`X=access_token$production$${hex(16)}$${hex(32)}`, 'a Braintree token'],
  [`X=shpat_${hex(32)}`, 'a Shopify token'],
  [`X=sl.${word(140)}`, 'a Dropbox token'],
  [`X=hf_${word(34)}`, 'a Hugging Face token'],
  [`X=sk-proj-${word(48)}`, 'an OpenAI or Anthropic key'],
  [`X=dapi${hex(32)}`, 'a Databricks token'],
  [`X=glsa_${word(32)}_${hex(8)}`, 'a Grafana token'],
  [`X=NRAK-${upper(27)}`, 'a New Relic key'],
  [`X=dt0c01.${upper(24)}.${upper(64)}`, 'a Dynatrace token'],
];

describe('credentials of providers', () => {
  test.each(texts)('%s holds %s', (text, words) => {
    expect(findSecrets(text).map(({ form }) => form.words)).toEqual([words]);
  });

  test('every form is tried', () => {
    expect(new Set(texts.map(([, words]) => words))).toEqual(new Set(secretForms.map(({ words }) => words)));
  });

  const issued = 1_700_000_000;
  const hour = 3600;
  test.each<[object, string, string]>([
    [{ role: 'user', iat: issued, exp: issued + hour }, 'a signed JSON Web Token', 'medium'],
    [{ role: 'user', iat: issued, exp: 'later' }, 'a signed JSON Web Token', 'medium'],
    [
      { role: 'service_role', iss: 'supabase', iat: issued, exp: issued + hour },
      'a service_role key of Supabase, which no row policy holds back',
      'high',
    ],
    [
      { roles: ['viewer', 'admin'], iat: issued, exp: issued + hour },
      'a signed JSON Web Token of an administrator',
      'high',
    ],
    [{ sub: 'ci', iat: issued }, 'a signed JSON Web Token that never expires', 'high'],
    [
      { sub: 'ci', iat: issued, exp: issued + 10 * 8766 * hour },
      'a signed JSON Web Token that is good for years',
      'high',
    ],
  ])('a token with %o is told for what it is', (claims, words, severity) => {
    const [found] = findSecrets(`TOKEN=${jwt(claims)}`);
    expect(found?.form).toMatchObject({ words, severity });
  });

  test('the place is that of the secret alone', () => {
    const text = `A=1\nB="ghp_${word(36)}" # token\n`;
    const [found] = findSecrets(text);
    expect(text.slice(found?.start, found?.end)).toBe(`ghp_${word(36)}`);
  });

  test.each([
    'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE',
    'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    `X=ghp_${'x'.repeat(36)}`,
    'X=sk_live_0000000000000000000000000',
    'KEY=-----BEGIN PRIVATE KEY-----\\n...\\n-----END PRIVATE KEY-----',
    `-----BEGIN PUBLIC KEY-----\n${word(64)}`,
    `image: ghcr.io/acme/api@sha256:${hex(64)}`,
    `NEXT_PUBLIC_KEY=AIza${word(35)}`,
    `VITE_MAPS_KEY=AIza${word(35)}`,
    `SUPABASE_ANON_KEY=${jwt({ role: 'anon' })}`,
    `SERVICE_ROLE_KEY=${jwt({ role: 'service_role', iss: 'supabase-demo', exp: 1_983_812_996 })}`,
    'AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==',
    `TOKEN=\${GITHUB_TOKEN_OF_THE_RELEASE_MACHINE:-}`,
    `REQUEST_ID=${uuid}`,
    'heroku_api_key_file: /run/secrets/heroku-api-key-of-acme',
  ])('%s holds none', (text) => {
    expect(findSecrets(text)).toEqual([]);
  });

  test('an entry is judged with its name', () => {
    expect(isProviderSecret('HEROKU_API_KEY', uuid)).toBe(true);
    expect(isProviderSecret('REQUEST_ID', uuid)).toBe(false);
  });

  test.each([
    ['A', 'aA0_-+/='],
    ['eyJ', 'eyJa.'],
    ['name', 'heroku_api_key: '],
    ['begin', '-----BEGIN PRIVATE KEY-----\\n'],
    ['aws', 'aws_secret_access_key='],
    ['dots', 'sl.hvs.dp.SG.'],
  ])('one line of %s takes little time', (_name, part) => {
    const text = `akia ghp_ .atlasv1. -us incomingwebhook ${part.repeat(Math.ceil(200_000 / part.length))}`;
    const started = performance.now();
    findSecrets(text);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
