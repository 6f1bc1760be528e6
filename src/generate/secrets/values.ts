// Random values of the shape that a secret has to have. Every byte comes from the system's own generator.

interface Shape {
  readonly names: RegExp;
  readonly make: (bytes: (size: number) => Buffer) => string;
}

/** Letters and digits alone stand in URLs, in shells, in YAML and in SQL without quotes: hence hexadecimal by default. */
const shapes: readonly Shape[] = [
  // https://laravel.com/docs/12.x/encryption#configuration
  { names: /^APP_KEY$/, make: (bytes) => `base64:${bytes(32).toString('base64')}` },
  // https://guides.rubyonrails.org/security.html#custom-credentials: as `rails secret` makes it
  { names: /SECRET_KEY_BASE$/, make: (bytes) => bytes(64).toString('hex') },
  // https://cryptography.io/en/latest/fernet/: 32 bytes, url-safe, with padding
  {
    names: /FERNET_KEY/,
    make: (bytes) => bytes(32).toString('base64').replaceAll('+', '-').replaceAll('/', '_'),
  },
  {
    names: /(?:^|_)(?:ENCRYPTION|ENC|AES|MASTER|CIPHER)_KEY$|VAULT_ENC_KEY$/,
    make: (bytes) => bytes(32).toString('hex'),
  },
  { names: /PASS(?:WORD|WD|PHRASE)?$/, make: (bytes) => bytes(24).toString('hex') },
];

/** 192 bits and more, so that nobody guesses it. */
export function secretValue(name: string, randomBytes: (size: number) => Uint8Array): string {
  const bytes = (size: number) => Buffer.from(randomBytes(size));
  const shape = shapes.find(({ names }) => names.test(name.toUpperCase()));
  return shape?.make(bytes) ?? bytes(32).toString('hex');
}

const vendors =
  /(?:^|_)(?:AWS|AZURE|GCP|GOOGLE|FIREBASE|GITHUB|GITLAB|GH|BITBUCKET|STRIPE|PAYPAL|TWILIO|SENDGRID|MAILGUN|MAILCHIMP|POSTMARK|RESEND|SLACK|DISCORD|TELEGRAM|BOT|OPENAI|ANTHROPIC|GEMINI|MISTRAL|COHERE|GROQ|HUGGINGFACE|HF|DEEPL|SENTRY|DATADOG|DD|NEWRELIC|CLOUDFLARE|CF|DIGITALOCEAN|HETZNER|OVH|FACEBOOK|META|TWITTER|LINKEDIN|APPLE|MICROSOFT|AUTH0|OKTA|ALGOLIA|MAPBOX|SMTP|MAIL|EMAIL|IMAP|LDAP|OAUTH\d?|OIDC|SSO|SAML|CLIENT|NPM|DOCKER|REGISTRY|TUNNEL|NGROK|TAILSCALE|TS|PUSHOVER|DNS|VPN|RECAPTCHA|HCAPTCHA|TURNSTILE|LICENSE)(?:_|$)/;

/** True for what somebody else gives out: a random value would only be wrong in another way. */
export function isGivenByOthers(name: string): boolean {
  const upper = name.toUpperCase();
  return vendors.test(upper) || /API_?KEY|ACCESS_?KEY|(?:^|_)DSN$|PRIVATE_KEY|WEBHOOK/.test(upper);
}
