// Secrets of a stack: which entries of which services hold one and the same, and whether all of them can take it from a file.
import { isSecretName, passwordInUrl } from '../../base/secret.ts';
import type { Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import type { EnvEntry, Service, Stack } from '../../model/service.ts';
import { envReadsOf } from '../../rules/shared/env-reads.ts';
import { rootImageOf } from '../../rules/shared/image.ts';
import { secretKindOf } from '../../rules/shared/secret-value.ts';
import { linkOf } from '../../rules/shared/stack.ts';
import { type FileVariables, fileVariableOf } from './file-variables-table.ts';

/** How a service could take the value from a file. */
export type FileForm =
  | { readonly kind: 'image'; readonly row: FileVariables; readonly variable: string }
  /** Its own code reads a variable with the suffix. */
  | { readonly kind: 'code'; readonly variable: string; readonly at: Span };

export interface SecretUse {
  readonly service: Service;
  readonly entry: EnvEntry & { readonly value: NonNullable<EnvEntry['value']> };
  /** The secret is only a part of the value: a password in a URL. */
  readonly isPart: boolean;
  /** Undefined: the value has to stand in the environment. */
  readonly form: FileForm | undefined;
}

export interface SecretGroup {
  /** The variable of interpolation through which all get it; undefined for a literal in the file. */
  readonly variable: string | undefined;
  /** The literal; the variable's value where it has one. */
  readonly value: string;
  /** The name that the file of the secret gets. */
  readonly name: string;
  readonly uses: readonly SecretUse[];
}

/** Every secret in the environments of the services, in the order of the file. */
export function secretGroups(project: Project, stack: Stack): readonly SecretGroup[] {
  const groups = new Map<string, { variable: string | undefined; value: string; uses: SecretUse[] }>();
  for (const service of stack.services.values()) {
    for (const entry of service.environment.values()) {
      if (entry.value === undefined || entry.from !== 'environment') continue;
      const found = secretIn(project, stack, { ...entry, value: entry.value });
      if (found === undefined) continue;
      // The administrator's password is another secret, even where it is the same text.
      const whose = /ROOT/i.test(entry.name) ? 'root' : 'any';
      const key = found.variable === undefined ? `=${whose}=${found.value}` : `$${found.variable}`;
      const group = groups.get(key) ?? { variable: found.variable, value: found.value, uses: [] };
      groups.set(key, group);
      const form = found.isPart ? undefined : fileFormOf(project, service, entry.name);
      group.uses.push({ service, entry: { ...entry, value: entry.value }, isPart: found.isPart, form });
    }
  }
  const taken = new Set<string>([...stack.secrets.keys()]);
  return [...groups.values()].map((group) => ({ ...group, name: nameFor(group, taken) }));
}

interface Found {
  readonly variable: string | undefined;
  readonly value: string;
  readonly isPart: boolean;
}

/** The secret that an entry holds, if it does: a variable that is the whole value or the password in a URL, or a literal. */
function secretIn(project: Project, stack: Stack, entry: SecretUse['entry']): Found | undefined {
  const { name, value } = entry;
  const written = writtenText(project, entry);
  const whole = /^["']?\$(?:\{(\w+)(?:[:?+-][^{}]*)?\}|(\w+))["']?$/.exec(written);
  const variable = whole?.[1] ?? whole?.[2];
  if (variable !== undefined) {
    const isSecret = isSecretName(name) || isSecretName(variable);
    return isSecret ? { variable, value: setValue(stack, variable), isPart: false } : undefined;
  }
  const inner = passwordVariable(written);
  if (inner !== undefined) return { variable: inner, value: setValue(stack, inner), isPart: true };
  if (written.includes('$') || isFromElsewhere(entry)) return undefined;
  if (secretKindOf(name, value.value) === undefined) return undefined;
  const password = passwordInUrl(value.value);
  return { variable: undefined, value: password ?? value.value, isPart: password !== undefined };
}

/** `${USER}:${PASSWORD}@` and the like. */
function passwordVariable(written: string): string | undefined {
  const match = /:\/\/[^@\s]*:\$(?:\{(\w+)(?:[:?+-][^{}]*)?\}|(\w+))@/.exec(written);
  return match?.[1] ?? match?.[2];
}

function isFromElsewhere({ value }: SecretUse['entry']): boolean {
  return (value.trail ?? []).some(
    ({ how }) => how === 'interpolation' || how === 'env-file' || how === 'default',
  );
}

export function writtenText(project: Project, { value }: SecretUse['entry']): string {
  const { file, start, end } = value.span;
  return project.texts.get(file)?.text.slice(start, end) ?? '';
}

function setValue(stack: Stack, variable: string): string {
  return stack.environmentVariables.get(variable) ?? '';
}

function fileFormOf(project: Project, service: Service, name: string): FileForm | undefined {
  const link = linkOf(project, service);
  const variable = `${name}_FILE`;
  const read = envReadsOf(link).find((one) => one.name === variable);
  if (read !== undefined) return { kind: 'code', variable, at: read.at };
  if (service.build !== undefined) return undefined;
  const row = fileVariableOf(rootImageOf(service, link)?.repository, name);
  return row === undefined ? undefined : { kind: 'image', row, variable: `${name}${row.suffix}` };
}

/** `postgres_password`, after the variable or the entry; `db_postgres_password` where that is taken. */
function nameFor(
  group: { variable: string | undefined; uses: readonly SecretUse[] },
  taken: Set<string>,
): string {
  const [first] = group.uses.filter(({ isPart }) => !isPart);
  const plain = (group.variable ?? first?.entry.name ?? 'secret').toLowerCase();
  const named = `${first?.service.name ?? group.uses[0]?.service.name ?? ''}_${plain}`;
  const name = [plain, named].find((one) => !taken.has(one)) ?? `${named}_${taken.size}`;
  taken.add(name);
  return name;
}

/** True when every service that uses the secret can take it from a file. */
export function isMovable({ uses }: SecretGroup): boolean {
  return uses.every(({ form, isPart }) => form !== undefined && !isPart);
}

/** The services and variables that keep a secret in the environment. */
export function holdersOf({ uses }: SecretGroup): readonly SecretUse[] {
  return uses.filter(({ form, isPart }) => form === undefined || isPart);
}
