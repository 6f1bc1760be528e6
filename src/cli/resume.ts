import { engineOptions, lockOptions, progressOptions, whereOptions } from './flags.ts';
import { holdStack, requireStack } from './stack.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'resume',
  usage: 'resume [FLAGS]',
  about: 'Finishes the interrupted run of this folder, or its rollback, from what is really there.',
  options: {
    parallel: { type: 'string', value: 'N', help: 'effects at once (default 16; 64 on Kubernetes)' },
    ...whereOptions,
    ...engineOptions,
    ...progressOptions,
    ...lockOptions,
  },
  examples: [['seaworthy resume', 'after a kill or Ctrl-C: goes on where the run was left']],
  run: (context) => {
    const { stateFolder, engineName, name } = requireStack(context);
    return holdStack(context, { stateFolder, engineName, stack: name }, (deployer) => deployer.resume());
  },
};
