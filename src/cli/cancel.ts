import { exitCodes } from '../base/errors.ts';
import { requestCancel } from '../journal/lock.ts';
import { interruptedRun } from '../rollout/history.ts';
import { engineOptions, progressOptions, whereOptions } from './flags.ts';
import { holdStack, requireStack } from './stack.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'cancel',
  usage: 'cancel [FLAGS]',
  about:
    'Stops the run under way, or takes up an interrupted one, and undoes its unfinished phase. Finished phases stay.',
  options: {
    ...whereOptions,
    ...engineOptions,
    ...progressOptions,
  },
  examples: [['seaworthy cancel', 'from another terminal while `seaworthy up` runs']],
  async run(context) {
    const { stateFolder, engineName, name, store } = requireStack(context);
    const asked = await requestCancel(stateFolder);
    if (asked?.accepted === true) {
      context.terminal.stdout.write(
        `asked pid ${asked.heldBy.pid} to cancel run ${asked.heldBy.run ?? '(not begun)'}; it ends by itself\n`,
      );
      return exitCodes.ok;
    }
    if (interruptedRun(store) === undefined) {
      context.terminal.stdout.write('no run is under way: nothing to cancel\n');
      return exitCodes.ok;
    }
    return holdStack(context, { stateFolder, engineName, stack: name }, (deployer) =>
      deployer.undo('phase', 'cancelled'),
    );
  },
};
