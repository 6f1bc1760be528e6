// Shared by the tests of the compose reader: a project out of texts.
import type { Located, Span } from '../../../src/base/span.ts';
import type { Service, Stack } from '../../../src/model/service.ts';
import type { ComposeInput } from '../../../src/read/compose/context.ts';
import { readCompose } from '../../../src/read/compose/stack.ts';

export interface Reading {
  readonly stack: Stack;
  /** The text that a span stands for. */
  at(span: Span | undefined): string;
  service(name: string): Service;
  /** Problems as `code: text at the span`. */
  readonly problems: readonly string[];
}

type Options = Partial<Omit<ComposeInput, 'files'>>;

/** Reads `texts`, of which the first is the compose file unless `files` names others. */
export function read(
  texts: string | Readonly<Record<string, string>>,
  options: Options = {},
  files?: readonly string[],
): Reading {
  const all: Readonly<Record<string, string>> = typeof texts === 'string' ? { 'compose.yaml': texts } : texts;
  const names = files ?? Object.keys(all).slice(0, 1);
  const stack = readCompose({
    files: names.map((file) => ({ file, text: all[file] ?? '' })),
    readFile: (file) => all[file],
    exists: (file) => Object.hasOwn(all, file),
    projectName: undefined,
    folderName: 'shop',
    environment: undefined,
    processEnv: {},
    envFiles: [],
    profiles: [],
    ...options,
  });
  const extra = Object.fromEntries((options.envFiles ?? []).map(({ file, text }) => [file, text]));
  const at = (span: Span | undefined) =>
    span === undefined ? '' : ({ ...extra, ...all }[span.file] ?? '').slice(span.start, span.end);
  return {
    stack,
    at,
    service(name) {
      const service = stack.services.get(name);
      if (service === undefined) throw new Error(`no service ${name}`);
      return service;
    },
    problems: stack.problems.map(({ code, span }) => `${code}: ${at(span)}`),
  };
}

/** A service `web` with the given lines, two blanks in. */
export function web(lines: string, options: Options = {}): Reading & { readonly web: Service } {
  const indented = lines
    .trim()
    .split('\n')
    .map((line) => `    ${line}`);
  const reading = read(`services:\n  web:\n    image: nginx\n${indented.join('\n')}\n`, options);
  return { ...reading, web: reading.service('web') };
}

export function values<T>(list: readonly Located<T>[]): readonly T[] {
  return list.map(({ value }) => value);
}

export function environment(service: Service): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries([...service.environment].map(([name, { value }]) => [name, value?.value]));
}
