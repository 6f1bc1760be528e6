import { exitCodes, SeaworthyError } from '../base/errors.ts';
import { nearest, printable } from '../base/text.ts';
import { countFlag, engineOptions, whereOptions } from './flags.ts';
import { catchSignals } from './signals.ts';
import { openEngine, requireStack } from './stack.ts';
import type { Verb } from './verb.ts';

export const verb: Verb = {
  name: 'logs',
  usage: 'logs [SERVICE...] [FLAGS]',
  about: 'Logs of the services that run, or of those named.',
  options: {
    follow: { type: 'boolean', short: 'f', help: 'go on printing' },
    tail: { type: 'string', value: 'N', help: 'only the last N lines of each (default: all)' },
    'no-log-prefix': { type: 'boolean', help: 'lines without the instance in front' },
    ...whereOptions,
    ...engineOptions,
  },
  examples: [['seaworthy logs -f api', 'follows the logs of api']],
  async run(context) {
    const { flags, terminal, positionals } = context;
    const { stateFolder, engineName, name, store } = requireStack(context, { readOnly: true });
    const engine = await openEngine(context, engineName, name, stateFolder, store);
    const signals = catchSignals({ ...terminal, stderr: { ...terminal.stderr, write: () => undefined } });
    try {
      const observed = await engine.observe(signals.stop);
      const known = [...new Set(observed.map((one) => one.service))];
      for (const service of positionals) {
        if (known.includes(service)) continue;
        throw new SeaworthyError('USAGE', `no service ${service} runs here`, {
          hint: `Did you mean ${nearest(service, known) ?? known.join(', ')}?`,
        });
      }
      const chosen = observed.filter((one) => positionals.length === 0 || positionals.includes(one.service));
      const width = Math.max(0, ...chosen.map((one) => one.instance.length));
      const options = {
        follow: flags.is('follow'),
        tail: flags.text('tail') === 'all' ? undefined : countFlag(flags, 'tail', 0),
      };
      await Promise.all(
        chosen.map(async ({ instance }) => {
          const prefix = flags.is('no-log-prefix') ? '' : `${instance.padEnd(width)} | `;
          for await (const line of engine.logs(instance, options, signals.stop))
            terminal.stdout.write(`${prefix}${printable(line.text)}\n`);
        }),
      );
      return signals.code() ?? exitCodes.ok;
    } finally {
      signals.close();
      await engine.close();
    }
  },
};
