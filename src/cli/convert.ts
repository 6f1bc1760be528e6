import { SeaworthyError } from '../base/errors.ts';
import { kinds } from '../generate/kinds.ts';
import { projectOptions } from './flags.ts';
import { makeFiles } from './generate.ts';
import type { Verb } from './verb.ts';

const kind = kinds.find(({ name }) => name === 'kubernetes');

export const verb: Verb = {
  name: 'convert',
  usage: 'convert --to kubernetes [FLAGS]',
  about:
    'Makes Kubernetes manifests of the compose project, with a report of what became of each key.\n' +
    'The same as `generate kubernetes`, under the name that it is looked for by.',
  options: {
    to: { type: 'string', value: 'WHAT', help: 'kubernetes' },
    force: { type: 'boolean', help: 'overwrite files that are there' },
    'dry-run': { type: 'boolean', help: 'print the files instead of writing them; -o - does the same' },
    ...kind?.options,
    ...projectOptions,
    output: { type: 'string', short: 'o', value: 'FORMAT', help: 'text or json, or - for --dry-run' },
    json: { type: 'boolean', help: 'the same as --output json' },
  },
  examples: [
    ['seaworthy convert --to kubernetes --registry ghcr.io/acme --tag 1.2.3', 'writes ./kubernetes'],
    ['seaworthy convert --to kubernetes --dry-run', 'prints the manifests instead'],
  ],
  async run(context) {
    const to = context.flags.text('to');
    const [extra] = context.positionals;
    if (kind === undefined || to !== 'kubernetes' || extra !== undefined)
      throw new SeaworthyError(
        'USAGE',
        to === undefined
          ? 'convert: --to is missing'
          : `convert: there is nothing to make ${extra ?? to} with`,
        { hint: 'Write seaworthy convert --to kubernetes.' },
      );
    return makeFiles(context, kind);
  },
};
