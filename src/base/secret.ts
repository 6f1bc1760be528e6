// Values that must never be printed: they are recognised by the name of their key and carried as `Secret`.

/** A value that prints as `***` everywhere except through `reveal`. */
export class Secret {
  readonly #value: string;
  constructor(value: string) {
    this.#value = value;
  }
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '***';
  }
  toJSON(): string {
    return '***';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***';
  }
}

const secretName =
  /(?:^|[_\-.])(?:pass(?:wd|word|phrase)?|pwd|secrets?|tokens?|credentials?|api[_-]?keys?|private[_-]?keys?|access[_-]?keys?|secret[_-]?keys?|encryption[_-]?keys?|signing[_-]?keys?|dsn)(?:$|[_\-.])|[a-z\d](?:password|passwd)$/i;
const publicSuffix =
  /(?:_FILE|_PATH|_NAME|_TTL|_EXPIRY|_EXPIRES(?:_IN)?|_LENGTH|_HEADER|_URL|_URI|_TYPE|_ID)$/i;

/** True when a key of this name usually holds a secret (`DB_PASSWORD`, `PGPASSWORD`, `api_key`); `*_FILE` and the like do not. */
export function isSecretName(name: string): boolean {
  return secretName.test(name.replace(/([a-z])([A-Z])/g, '$1_$2')) && !publicSuffix.test(name);
}

const urlPassword = /^([a-z][a-z0-9+.-]*:\/\/[^:/@\s]*:)([^@\s]+)(@)/i;

/** The password inside `scheme://user:password@host`, if there is one. */
export function passwordInUrl(value: string): string | undefined {
  return urlPassword.exec(value)?.[2];
}

/** True when an environment entry must not be shown: by its name, or because its URL carries a password. */
export function isSecretEntry(name: string, value: string): boolean {
  return value !== '' && (isSecretName(name) || passwordInUrl(value) !== undefined);
}

/** What may be shown of an environment entry. */
export function maskEntry(name: string, value: string): string {
  if (value === '') return value;
  return isSecretName(name) ? '***' : value.replace(urlPassword, '$1***$3');
}
