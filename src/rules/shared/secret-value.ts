// How much a literal under a secret's name gives away.
import { isSecretName, passwordInUrl } from '../../base/secret.ts';
import type { Severity } from '../../model/finding.ts';

const placeholder =
  /^(?:change\w*|(?:x{3,}[-_ ]?)+|<.*>|\[.*\]|\{.*\}|x{3,}|\*{3,}|\*\*.*\*\*|\.{3,}|.*(?:change[-_ ]?(?:me|this|in)|your[-_ ]|replace[-_ ]|placeholder|insert[-_ ]|todo|dummy|example|not[-_ ]?(?:set|used|needed|secure)|insecure|fixme|in[-_]production).*)$/i;
const weak =
  /^(?:pass(?:word|wd)?|secret|admin|root|user|guest|test(?:ing)?|postgres|mysql|mongo|redis|minio(?:admin)?|rabbitmq|dev|local|default|demo|app|sa|master|letmein|qwerty|(?:1234?5?6?7?8?9?0?)|(?:dev|test|local|my|super|db|root|admin|demo|postgres)[-_]?(?:pass(?:word|wd)?|secret|key|token)[-_]?\d*)[-_!@#\d]*$/i;
const token =
  /^(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,}|github_pat_\w{30,}|glpat-[\w-]{18,}|xox[abpr]-[\w-]{10,}|sk_live_\w{16,}|rk_live_\w{16,}|sk-(?:ant-|proj-)?[\w-]{32,}|AIza[\w-]{35}|hf_\w{30,}|npm_\w{30,}|dop_v1_\w{40,}|SG\.[\w-]{16,}\.[\w-]{16,})$/;

type SecretKind = 'token' | 'secret' | 'weak' | 'placeholder';

/** What kind of secret the entry's literal is; undefined for what is none. */
export function secretKindOf(name: string, value: string): SecretKind | undefined {
  if (value === '' || value.includes('$') || /PUBLIC|PUBLISHABLE/i.test(name)) return undefined;
  if (token.test(value)) return 'token';
  const password = isSecretName(name) ? value : passwordInUrl(value);
  if (password === undefined || isNoSecret(name, password)) return undefined;
  if (placeholder.test(password)) return 'placeholder';
  // A lone word or a short one is guessed at once; such values mark a stack for trying things out.
  const isWord = /^[a-z]{1,16}\d{0,4}$/i.test(password) || password.length < 8;
  return weak.test(password) || isWord || /^(?:my|some|super)[-_]?(?:secret|password)/i.test(password)
    ? 'weak'
    : 'secret';
}

/** Switches, numbers and paths under a name that sounds secret. */
function isNoSecret(name: string, value: string): boolean {
  if (/^(?:true|false|yes|no|on|off|none|null|undefined|disabled|enabled|required|optional)$/i.test(value))
    return true;
  if (/^(?:\/|\.{1,2}\/|[a-z]+:\/\/)/i.test(value) || value.includes('{{')) return true;
  // The name of a script or a settings file.
  if (/^[\w.-]+\.(?:sh|bash|py|pl|rb|js|txt|json|ya?ml|conf|cfg|ini|sql|xml|properties)$/i.test(value))
    return true;
  return /(?:MAX|MIN|LIMIT|COUNT|SIZE|TIMEOUT|EXPIR|MINUTES|SECONDS|HOURS|DAYS|AGE|ENABLED|POLICY|ALGORITHM|ROUNDS|ISSUER|AUDIENCE|_TOKENS)/i.test(
    name,
  );
}

export const secretSeverity: Readonly<Record<SecretKind, Severity>> = {
  token: 'critical',
  secret: 'high',
  weak: 'medium',
  placeholder: 'medium',
};

export const secretWords: Readonly<Record<SecretKind, string>> = {
  token: 'an access token of a provider',
  secret: 'a secret in plain text',
  weak: 'a password that is easily guessed',
  placeholder: 'a placeholder where a secret belongs',
};
