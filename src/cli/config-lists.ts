// The flags of `config` that list something instead of the project, in the order in which docker compose heeds them.
import { maskEntry } from '../base/secret.ts';
import { printable } from '../base/text.ts';
import { table } from '../output/table.ts';
import { rendered } from '../read/compose/config.ts';
import {
  imagesOf,
  modelsOf,
  namesOf,
  profileNames,
  serviceHash,
  templateVariables,
} from '../read/compose/config-lists.ts';
import { requireService, selectServices } from '../read/compose/select.ts';
import { choice } from './flags.ts';
import type { DeployProject } from './project.ts';
import type { VerbContext } from './verb.ts';

/** The text of the list that is asked for; undefined when none is. */
export function listed(context: VerbContext, { stack }: DeployProject): string | undefined {
  const { flags, positionals } = context;
  const all = () => selectServices(stack, []);
  const hash = flags.text('hash');
  if (flags.is('services')) return lines([...(flags.is('no-interpolate') ? stack.services.keys() : all())]);
  if (flags.is('volumes')) return lines(namesOf(stack, 'volumes', all()));
  if (flags.is('networks')) return lines(namesOf(stack, 'networks', all()));
  if (flags.is('models')) return lines(modelsOf(stack, all()));
  if (hash !== undefined) {
    const names = hash === '*' ? [...all()] : hash.split(',').map((name) => name.trim());
    for (const name of names) requireService(stack, name);
    return lines(names.map((name) => `${name} ${serviceHash(stack, name)}`));
  }
  if (flags.is('profiles')) return lines(profileNames(stack));
  if (flags.is('images')) return lines(imagesOf(stack, selectServices(stack, positionals)));
  if (flags.is('variables')) return variables(context, stack);
  return flags.is('environment') ? environment(stack, flags.is('show-secrets')) : undefined;
}

function lines(words: readonly string[]): string {
  return words.map((word) => `${printable(word)}\n`).join('');
}

function variables({ flags }: VerbContext, stack: DeployProject['stack']): string {
  const found = templateVariables(stack, flags.is('show-secrets'));
  const format = choice(flags, 'format', ['table', 'yaml', 'json']) ?? 'table';
  if (format === 'table') {
    const rows = found.map((one) => [one.name, String(one.required), one.defaultValue, one.presenceValue]);
    return lines(table([['NAME', 'REQUIRED', 'DEFAULT VALUE', 'ALTERNATE VALUE'], ...rows]));
  }
  const entries = found.map(({ name, required, defaultValue, presenceValue }) =>
    format === 'json'
      ? [name, { Name: name, DefaultValue: defaultValue, PresenceValue: presenceValue, Required: required }]
      : [name, { name, defaultvalue: defaultValue, presencevalue: presenceValue, required }],
  );
  return rendered(Object.fromEntries(entries), format);
}

function environment({ environmentVariables }: DeployProject['stack'], showSecrets: boolean): string {
  const names = [...environmentVariables.keys()].sort();
  return lines(
    names.map((name) => {
      const value = environmentVariables.get(name) ?? '';
      return `${name}=${showSecrets ? value : maskEntry(name, value)}`;
    }),
  );
}
