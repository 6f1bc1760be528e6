// What `seaworthy config` makes of a case, in this process.
import { systemClock } from '../../src/base/clock.ts';
import { SeaworthyError } from '../../src/base/errors.ts';
import { verb } from '../../src/cli/config.ts';
import { everyVerbOptions, parseFlags } from '../../src/cli/flags.ts';
import type { Terminal } from '../../src/cli/verb.ts';
import { plain } from '../../src/output/paint.ts';
import type { ParityCase } from './case.ts';
import { type Outcome, type Place, withoutBase } from './place.ts';

export async function ours({ args = [] }: ParityCase, { cwd, env, base }: Place): Promise<Outcome> {
  let stdout = '';
  const terminal: Terminal = {
    stdout: {
      write(text) {
        stdout += text;
      },
      isTty: false,
    },
    stderr: { write: () => {}, isTty: false, columns: 80, rows: 24 },
    paint: plain,
    paintErr: plain,
  };
  const all = [...args, '--format', 'json', '--show-secrets'];
  try {
    const { flags, positionals } = parseFlags(verb.name, all, { ...verb.options, ...everyVerbOptions });
    await verb.run({ flags, positionals, cwd, env, terminal, clock: systemClock });
    return { kind: 'project', project: JSON.parse(withoutBase(stdout, base)) };
  } catch (error) {
    if (!(error instanceof SeaworthyError)) throw error;
    const lines = error.detail.length > 0 ? error.detail : [`${error.message}; ${error.hint ?? ''}`];
    return { kind: 'refused', why: lines.map((line) => withoutBase(line, base)) };
  }
}
