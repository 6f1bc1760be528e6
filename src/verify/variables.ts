// `${NAME}` and `${NAME:-default}` in smoke checks, and keeping what they stand for out of reports.
import { isSecretEntry, passwordInUrl } from '../base/secret.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The text with variables put in, or the name of the first that is not set. */
export function expand(
  text: string,
  variables: Variables,
): { readonly text: string } | { readonly unset: string } {
  let unset: string | undefined;
  const expanded = text.replace(
    /\$\{([A-Za-z_]\w*)(?::?-([^}]*))?\}/g,
    (_whole, name: string, fallback: string | undefined) => {
      const value = variables[name];
      if (value !== undefined && value !== '') return value;
      if (fallback !== undefined) return fallback;
      if (value === undefined) unset ??= name;
      return '';
    },
  );
  return unset === undefined ? { text: expanded } : { unset };
}

/** Removes secrets from what will be printed: values of secret variables, and the passwords of these URLs. */
export function redactor(variables: Variables, urls: readonly string[] = []): (text: string) => string {
  const secrets = new Set<string>();
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined || !isSecretEntry(name, value)) continue;
    secrets.add(passwordInUrl(value) ?? value);
  }
  for (const url of urls) {
    const password = passwordInUrl(url);
    if (password === undefined) continue;
    secrets.add(password);
    secrets.add(decoded(password));
  }
  // Longest first: a secret that contains another must not be left half open. One or two letters would hit any word.
  const longest = [...secrets].filter((one) => one.length > 2).sort((a, b) => b.length - a.length);
  return (text) => longest.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
