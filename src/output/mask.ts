// Secrets in lines of source that are shown. Each character becomes one star, so that carets stay in place.
import { isSecretName, passwordInUrl } from '../base/secret.ts';

// The lengths are limited: on a line of a million letters each of them would else be tried as the beginning of all.
const assignment = /([A-Za-z_][\w.-]{0,100})(["']?\s*[:=]\s*)("[^"]*"?|'[^']*'?|[^\s#,"']+)/g;
const url = /[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"']+/gi;

/** The line with values of secret-looking keys and passwords in URLs starred out. */
export function maskLine(line: string): string {
  const named = line.replace(assignment, (all, name: string, between: string, value: string) =>
    isSecretName(name) ? `${name}${between}${stars(value)}` : all,
  );
  return named.replace(url, (address) => {
    const password = passwordInUrl(address);
    if (password === undefined || isReference(password)) return address;
    const at = address.indexOf(`:${password}@`) + 1;
    return address.slice(0, at) + '*'.repeat(password.length) + address.slice(at + password.length);
  });
}

/** Quotes stay. A reference, a list or a mapping is no secret. */
function stars(value: string): string {
  const quote = /^["']/.exec(value)?.[0] ?? '';
  const inner = value.slice(quote.length);
  if (isReference(inner) || /^[[{|>&*!]/.test(value)) return value;
  const end = quote !== '' && inner.endsWith(quote) ? quote : '';
  return quote + '*'.repeat(inner.length - end.length) + end;
}

function isReference(value: string): boolean {
  return /^\$(?:\{|[A-Za-z_])/.test(value) || value === '';
}
