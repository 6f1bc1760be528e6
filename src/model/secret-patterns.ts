// Finds credentials of known providers in a text. What is made up (examples, placeholders, the keys of emulators)
// is none.
import { type SecretForm, secretForms } from './secret-patterns-table.ts';

export interface FoundSecret {
  readonly form: SecretForm;
  /** Offsets of the secret itself in the text. */
  readonly start: number;
  readonly end: number;
}

/** Ids under which other tools know the forms. */
export const secretAliases: readonly string[] = [...new Set(secretForms.flatMap(({ aliases }) => aliases))];

interface Detector {
  readonly form: SecretForm;
  readonly pattern: RegExp;
}

let made: readonly Detector[] | undefined;

/** Made when first asked for: most projects hold nothing that looks like a credential. */
function detectors(): readonly Detector[] {
  made ??= secretForms.map((form) => ({ form, pattern: patternOf(form) }));
  return made;
}

/** `NAME=`, `name: "`, `"name": "`, or the two lines `name: NAME` and `value:` of a manifest. */
const between = `["']?(?:[ \\t]{0,8}[:=][ \\t]{0,8}|\\s{1,40}value:[ \\t]{1,8})["']?`;

function patternOf({ name, value }: SecretForm): RegExp {
  const before = name === undefined ? '(?<![A-Za-z0-9_])' : `(?<=(?:${name})${between})`;
  return new RegExp(`${before}${value}(?![A-Za-z0-9_])`, name === undefined ? 'g' : 'gi');
}

/**
 * Every form holds an unbroken run of this length, drawn by chance; lines without one are passed over. Not `{16,}`,
 * which overflows the stack of V8's regular expressions on a run of megabytes.
 */
const run = /[A-Za-z0-9_+=-]{16}[A-Za-z0-9_+=-]*/g;
/** Certificates aside no credential is as long; what surrounds it on a line is looked at as far. */
const maximumRun = 4096;
const reach = 8192;
const isDrawn = /\d|[a-z][A-Z].*[a-z][A-Z]|^[A-Z]{20}$/;

export function findSecrets(text: string): readonly FoundSecret[] {
  const found = new Map<number, FoundSecret>();
  let done = 0;
  run.lastIndex = 0;
  for (let match = run.exec(text); match !== null; match = run.exec(text)) {
    const end = match.index + match[0].length;
    if (match.index < done || match[0].length > maximumRun || !isDrawn.test(match[0])) continue;
    const start = text.lastIndexOf('\n', text.lastIndexOf('\n', match.index) - 1) + 1;
    const next = text.indexOf('\n', match.index);
    done = Math.min(next === -1 ? text.length : next, end + reach);
    const from = Math.max(match.index === 0 ? 0 : start, match.index - reach);
    for (const secret of secretsOfPart(text.slice(from, done))) {
      const at = from + secret.start;
      if (!found.has(at)) found.set(at, { ...secret, start: at, end: from + secret.end });
    }
  }
  return [...found.values()];
}

function secretsOfPart(part: string): readonly FoundSecret[] {
  const lower = part.toLowerCase();
  const found: FoundSecret[] = [];
  for (const { form, pattern } of detectors()) {
    if (!form.hints.some((hint) => lower.includes(hint))) continue;
    for (const { 0: secret, index: start } of part.matchAll(pattern)) {
      if (isMadeUp(secret) || isMeantForBrowsers(part.slice(0, start))) continue;
      found.push({ form: lastingForm(secret) ?? form, start, end: start + secret.length });
    }
  }
  return found;
}

/** True when the entry holds a provider's credential. */
export function isProviderSecret(name: string, value: string): boolean {
  return value.length >= 16 && findSecrets(`${name}=${value}`).length > 0;
}

const madeUp =
  /example|sample|not[-_]?a?[-_]?real|placeholder|your|change|replace|dummy|fake|redacted|secret[-_]?key$|x{4}|\*{3}|\.{3}|0{6}|1234567|abcdefg/i;

// The well-known keys of the Azure storage and Cosmos DB emulators (learn.microsoft.com, "Connect to Azurite").
const emulatorKeys = /^(?:Eby8vdM02xNOcqFl|C2y6yDjf5\/R\+ob0N)/;

function isMadeUp(secret: string): boolean {
  if (madeUp.test(secret) || emulatorKeys.test(secret)) return true;
  if (secret.startsWith('-----BEGIN')) return false;
  return new Set(secret.slice(-24)).size < 7 || (secret.startsWith('eyJ') && isPublicToken(secret));
}

/** Supabase's key for browsers, the demonstration keys that everyone has, and tokens of jwt.io's example. */
function isPublicToken(token: string): boolean {
  return /"(?:supabase-demo|anon|John Doe)"/.test(claimsOf(token));
}

function claimsOf(token: string): string {
  return Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
}

const administers =
  /"(?:roles?|scopes?|groups?|is_?(?:admin|superuser))":(?:\[[^\]]*)?(?:true\b|"(?:super_?|supabase_|system_|cluster[-_])?(?:admin(?:istrator)?|root|superuser)")/i;
const yearSeconds = 366 * 86_400;

/** What a signed token says about itself: one that opens all, or stays good, is worth as much as a key. */
function lastingForm(token: string): SecretForm | undefined {
  const form = token.startsWith('eyJ') ? tokenForm() : undefined;
  if (form === undefined) return undefined;
  const claims = claimsOf(token);
  // What does not read as claims is left as it is.
  if (!/^\{.*\}$/s.test(claims)) return undefined;
  const high = { ...form, severity: 'high' } as const;
  if (claims.includes('"service_role"'))
    return { ...high, words: 'a service_role key of Supabase, which no row policy holds back' };
  if (administers.test(claims)) return { ...high, words: 'a signed JSON Web Token of an administrator' };
  const [expires, issued] = ['exp', 'iat'].map((name) =>
    Number(new RegExp(`"${name}":\\s*(\\d{1,12})`).exec(claims)?.[1] ?? Number.NaN),
  );
  if (expires === undefined || issued === undefined) return undefined;
  if (Number.isNaN(expires))
    return /"exp"/.test(claims)
      ? undefined
      : { ...high, words: 'a signed JSON Web Token that never expires' };
  return expires - issued > yearSeconds
    ? { ...high, words: 'a signed JSON Web Token that is good for years' }
    : undefined;
}

function tokenForm(): SecretForm | undefined {
  return secretForms.find(({ hints }) => hints.includes('eyj'));
}

/** Build tools put values of such names into pages that everyone is sent. */
function isMeantForBrowsers(before: string): boolean {
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return /PUBLIC|PUBLISHABLE|\b(?:VITE|REACT_APP|VUE_APP|GATSBY)_/i.test(line);
}
