import { exitCodes } from '../base/errors.ts';
import { lineStarts, positionAt } from '../base/span.ts';
import { printable } from '../base/text.ts';
import type { Project } from '../model/project.ts';
import { explain, type Link, renderConfig } from '../read/compose/config.ts';
import { choice, projectOptions } from './flags.ts';
import { openForConfig, projectFolder } from './project.ts';
import type { Terminal, Verb } from './verb.ts';

export const verb: Verb = {
  name: 'config',
  usage: 'config [FOLDER] [FLAGS]',
  about: 'Prints the resolved compose project: files merged, variables put in, secrets masked.',
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'yaml (default) or json' },
    services: { type: 'boolean', help: 'only the names of the services' },
    quiet: { type: 'boolean', short: 'q', help: 'only check' },
    'show-secrets': { type: 'boolean', help: 'print secret values too' },
    'all-resources': { type: 'boolean', help: 'networks, volumes and the like that no service uses too' },
    explain: { type: 'string', value: 'KEY', help: 'which file and line set a key, and what was overridden' },
    ...projectOptions,
  },
  examples: [
    ['seaworthy config -f compose.yaml -f compose.production.yaml', 'the merged project'],
    ['seaworthy config --explain services.api.ports[0]', 'where a value comes from'],
  ],
  async run(context) {
    const { flags, terminal } = context;
    const { project, stack } = await openForConfig(context, projectFolder(context, context.positionals[0]));
    const key = flags.text('explain');
    if (key !== undefined) {
      printExplanation(terminal, project, explain(stack, key));
    } else if (flags.is('services')) {
      for (const service of stack.services.values())
        if (service.enabled) terminal.stdout.write(`${service.name}\n`);
    } else if (!flags.is('quiet')) {
      const format = choice(flags, 'format', ['yaml', 'json']) ?? 'yaml';
      terminal.stdout.write(
        renderConfig(stack, {
          format,
          showSecrets: flags.is('show-secrets'),
          allResources: flags.is('all-resources'),
        }),
      );
    }
    return exitCodes.ok;
  },
};

function printExplanation({ stdout }: Terminal, project: Project, chain: readonly Link[]): void {
  for (const link of chain) {
    const text = project.texts.get(link.span.file)?.text ?? '';
    const { line, column } = positionAt(lineStarts(text), link.span.start);
    stdout.write(`${printable(`${link.span.file}:${line}:${column}  ${link.how}  ${link.value}`)}\n`);
  }
}
