// How much a literal under a secret's name gives away.
import { isSecretName, passwordInUrl } from '../../base/secret.ts';
import type { Located } from '../../base/span.ts';
import type { Severity } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { isProviderSecret } from '../../model/secret-patterns.ts';

const placeholder =
  /^(?:change\w*|(?:x{3,}[-_ ]?)+|<.*>|\[.*\]|\{.*\}|x{3,}|\*{3,}|\*\*.*\*\*|\.{3,}|.*(?:change[-_ ]?(?:me|this|in)|your[-_ ]|replace[-_ ]?(?:me|this|with)?|placeholder|insert[-_ ]|todo|dummy|example|not[-_ ]?(?:set|used|needed|secure)|insecure|fixme|in[-_]production).*)$/i;
const weak =
  /^(?:pass(?:word|wd)?|secret|admin|root|user|guest|test(?:ing)?|postgres|mysql|mongo|redis|minio(?:admin)?|rabbitmq|dev|local|default|demo|app|sa|master|letmein|qwerty|(?:1234?5?6?7?8?9?0?)|(?:dev|test|local|my|super|db|root|admin|demo|postgres)[-_]?(?:pass(?:word|wd)?|secret|key|token)[-_]?\d*)[-_!@#\d]*$/i;
/** `STRONG_DB_PASSWORD`, `API_KEY_VAL`: words in place of a value. */
const words = /^[A-Z]{2,}(?:_[A-Z0-9]+)+$/;
/** Values that say what they are: `accounts-pwd`, `developmentpassword`, `supersecret`, `app:app`. */
const spoken =
  /^(?=.{1,64}$)(?:(?:my|some|super)[-_].*(?:key|token)|.*(?:pass(?:word|wd|w0rd)|pwd|secret|p[a@]ss(?:w[o0]rd)?|admin).*|(\w+)[:-]\1)$/i;
/** `dev-root-token`, `test-encryption-key-32`: words that say where the value is for. */
const forTrying = /^(?:dev|development|test(?:ing)?|local|demo|sample)(?:[-_](?:[a-z]+|\d+))+$/;
/** Sealed by sops, dotenvx or git-crypt, or only the name of a secret in a store. */
const sealed = /^(?:ENC\[|encrypted:|vault:|ref\+|arn:aws:)/;
/** Names whose values everyone may have, or which are no credentials. */
const publicName =
  /PUBLIC|PUBLISHABLE|^(?:REACT_APP|VITE|GATSBY)_|(?:UWSGI|PROXY|FASTCGI)_PASS$|IMAGE_?PULL_?SECRETS?$|INITIAL_CLUSTER_TOKEN$/i;
/** Numbers, switches and places that have to do with a secret, as whole words: `ADMIN` is no `MIN`. */
const settingName =
  /(?:^|[_.-])(?:MAX(?:IMUM)?|MIN(?:IMUM)?|LIMITS?|COUNT|SIZE|TIMEOUT|EXPIR[A-Z]*|MINUTES|SECONDS|HOURS|DAYS|AGE|ENABLED|POLICY|ALGORITHM|ROUNDS|ISSUER|AUDIENCE|TOKENS|SCOPES?|PROVIDERS?|PARAM|ENDPOINTS?|BUCKETS?|LANG(?:UAGE)?|IMAGE|MESSAGE|PAGE)(?:$|[_.-])|[_-](?:CLASS|PROTOCOL|SERVERS|STORE|MODE|LOCATION|REGION|SOURCE|HOST|PORT|USER(?:NAME)?|ADDRESS|BACKEND|LIFETIME)$/i;
/** `SECRET_PROVIDER` names a provider, `DATA_PROVIDER_PASSWORD` its password. */
const endsInSecret =
  /(?:pass(?:word|wd|phrase)?|pwd|(?:secret|access|private|api|encryption)[_-]?key|secret)$/i;
/** Switches that go by the name of a password: https://hub.docker.com/_/mysql */
const passwordSwitch = /RANDOM_ROOT|ALLOW_EMPTY|ONETIME/i;
type SecretKind = 'token' | 'secret' | 'weak' | 'placeholder';

/**
 * What kind of secret the entry's literal is; undefined for what is none. Where it stands in a file as it is, a token
 * is told by project/provider-secret-in-file.
 */
export function secretKindOf(name: string, value: string): SecretKind | undefined {
  if (value === '' || value.includes('$') || publicName.test(name)) return undefined;
  if (isProviderSecret(name, value)) return 'token';
  const password = isSecretName(name) ? value : passwordInUrl(value);
  if (password === undefined || isNoSecret(name, password)) return undefined;
  // Of a private key a word in place of it stands on the second line.
  const start = password.slice(0, 200).replace(/\s+/g, ' ');
  if (placeholder.test(start) || words.test(password) || isName(name, password)) return 'placeholder';
  // A lone word or a short one is guessed at once; such values mark a stack for trying things out.
  const isWord = /^[a-z]{1,16}\d{0,4}$/i.test(password) || password.length < 8;
  return weak.test(password) || isWord || spoken.test(password) || forTrying.test(password)
    ? 'weak'
    : 'secret';
}

/** True for a value that stands in the compose file as it is: no variable, file or default has a part in it. */
export function isWrittenOut({ texts }: Project, { span, trail = [] }: Located<string>): boolean {
  if (trail.some(({ how }) => how === 'interpolation' || how === 'env-file' || how === 'default'))
    return false;
  return texts.get(span.file)?.text.slice(span.start, span.end).includes('$') !== true;
}

/** True when what stands under the name is a secret, whatever it is. */
export function isNameOfSecret(name: string): boolean {
  return isSecretName(name) && !publicName.test(name) && !isSetting(name);
}

/** Switches, numbers and paths under a name that sounds secret. */
function isNoSecret(name: string, value: string): boolean {
  // What runs without credentials wants some all the same.
  if (
    /^(?:dummy|fake|mock|unused|ignored|not[-_ ]?(?:used|needed))(?:[-_ ]?(?:key|value|token|secret|password))?$/i.test(
      value,
    )
  )
    return true;
  if (/^(?:true|false|yes|no|on|off|none|null|undefined|disabled|enabled|required|optional)$/i.test(value))
    return true;
  if (/^(?:\/|\.{1,2}\/|[a-z]+:\/\/)/i.test(value) || value.includes('{{') || sealed.test(value)) return true;
  // Files by a pattern: `certs/**`.
  if (/^[\w.-]+(?:\/[\w.*-]+)*\/\*/.test(value)) return true;
  // The name of a script or a settings file.
  if (/^[\w.-]+\.(?:sh|bash|py|pl|rb|js|txt|json|ya?ml|conf|cfg|ini|sql|xml|properties)$/i.test(value))
    return true;
  return isSetting(name);
}

function isSetting(name: string): boolean {
  if (endsInSecret.test(name)) return passwordSwitch.test(name);
  return settingName.test(name.replace(/([a-z])([A-Z])/g, '$1_$2'));
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

/** Ids of other tools for a literal under a name that says "secret", and for a password in a URL. */
export const keywordAliases: readonly string[] = [
  'checkov:CKV_SECRET_10',
  'checkov:CKV_SECRET_4',
  'kics:regex:Password in URL',
  'kics:regex:Generic Password',
  'kics:regex:Generic Secret',
  'kics:regex:Generic Token',
  'kics:regex:Generic Access Key',
  'kics:regex:Generic API Key',
  'kics:regex:Encryption Key',
];

/** `S3_ACCESS_KEY=s3-access-key`: the name again. */
function isName(name: string, value: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return value.length >= 10 && plain(name).endsWith(plain(value));
}
