import { exitCodes } from '../base/errors.ts';
import { printable } from '../base/text.ts';
import { lockHolder } from '../journal/lock.ts';
import { table } from '../output/table.ts';
import { actsOfOthers, actWords, type Drift, driftNow } from '../rollout/drift.ts';
import { lastRun } from '../rollout/history.ts';
import { engineOptions, outputOptions, wantsJson, whereOptions } from './flags.ts';
import { openEngine, requireStack } from './stack.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'diff',
  usage: 'diff [FLAGS]',
  about:
    'What runs against what the current release wants, field by field, and who changed it where that shows. Exit 2 when anything differs; seaworthy up puts it right. What the files would change is shown by seaworthy plan.',
  options: {
    ...whereOptions,
    ...engineOptions,
    ...outputOptions,
  },
  examples: [['seaworthy diff', 'after somebody has worked on the stack by hand']],
  async run(context) {
    const { stateFolder, engineName, name, store } = requireStack(context, { readOnly: true });
    const engine = await openEngine(context, engineName, name, stateFolder, store);
    try {
      const signal = new AbortController().signal;
      const observed = await engine.observe(signal);
      const told = await engine.told?.(signal);
      const input = { store, observed, told };
      const isSettled =
        (await lockHolder(stateFolder)) === undefined && lastRun(store)?.state?.ended !== undefined;
      const drift = await driftNow(engine, input, isSettled, signal);
      const acts = actsOfOthers(input);
      const { stdout } = context.terminal;
      if (wantsJson(context.flags))
        stdout.write(
          `${JSON.stringify({ schema: 'seaworthy.diff/1', stack: name, drift, acts }, null, 2)}\n`,
        );
      else {
        stdout.write(drift.length === 0 ? 'drift: none\n' : `${rows(drift).join('\n')}\n`);
        for (const act of acts) stdout.write(`by hand: ${printable(act.instance)}: ${actWords(act)}\n`);
      }
      return drift.length === 0 ? exitCodes.ok : exitCodes.pending;
    } finally {
      await engine.close();
    }
  },
};

function rows(drift: readonly Drift[]): readonly string[] {
  return table([
    ['SERVICE', 'INSTANCE', 'FIELD', 'RELEASE', 'FOUND', 'BY'],
    ...drift.map(({ service, instance, field, wanted, found, by }) =>
      [service, instance ?? '-', field, wanted, found, by ?? 'unknown'].map(printable),
    ),
  ]);
}
