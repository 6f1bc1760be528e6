// Finds the verb, parses its flags, prints what went wrong, and chooses the exit code. Nothing else exits.
import { systemClock } from '../base/clock.ts';
import { BugError, type ExitCode, exitCodes, messageOf, SeaworthyError } from '../base/errors.ts';
import { jsonText, nearest, printable } from '../base/text.ts';
import { version } from '../base/version.ts';
import { everyVerbOptions, parseFlags } from './flags.ts';
import { openTerminal } from './terminal.ts';
import { verbs } from './verbs.ts';

export async function main(argv: readonly string[]): Promise<ExitCode> {
  const env = definedOnly(process.env);
  const [name = 'help', ...rest] = argv;
  const noColor = rest.includes('--no-color');
  const terminal = openTerminal(env, noColor);
  try {
    if (name === 'help' || name === '--help' || name === '-h') {
      const { generalHelp } = await import('./help.ts');
      terminal.stdout.write(generalHelp(verbs, version));
      return exitCodes.ok;
    }
    const entry = verbs.find((verb) => verb.name === name || verb.aliases?.includes(name));
    if (entry === undefined) throw unknownVerb(name);
    const { verb } = await entry.load();
    const options = { ...verb.options, ...everyVerbOptions };
    const { flags, positionals } = parseFlags(verb.name, rest, options);
    if (flags.is('help')) {
      const { verbHelp } = await import('./help.ts');
      terminal.stdout.write(verbHelp(verb, options));
      return exitCodes.ok;
    }
    return await verb.run({ flags, positionals, cwd: process.cwd(), env, terminal, clock: systemClock });
  } catch (error) {
    const asJson = rest.includes('--json') || /(?:^| )(?:-o|--output)[ =]?json(?: |$)/.test(rest.join(' '));
    terminal.stderr.write(asJson ? errorJson(error) : errorText(error));
    return error instanceof SeaworthyError ? error.exitCode : exitCodes.internal;
  }
}

function unknownVerb(name: string): SeaworthyError {
  const guess = nearest(
    name,
    verbs.flatMap((verb) => [verb.name, ...(verb.aliases ?? [])]),
  );
  const hint = guess === undefined ? 'seaworthy --help lists the verbs.' : `Did you mean seaworthy ${guess}?`;
  return new SeaworthyError('USAGE', `there is no verb ${name}`, { hint });
}

function errorText(error: unknown): string {
  if (error instanceof SeaworthyError) {
    const lines = [`error: ${error.message}`, ...error.detail.map((line) => `  ${line}`)];
    if (error.hint !== undefined) lines.push(`  next: ${error.hint}`);
    return `${printable(lines.join('\n'))}\n`;
  }
  const kind = error instanceof BugError ? 'a bug in seaworthy' : 'an unexpected error in seaworthy';
  const stack =
    process.env['SEAWORTHY_DEBUG'] === '1' && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return `error: ${kind}: ${printable(messageOf(error))}${stack}\n  next: run again with SEAWORTHY_DEBUG=1 and report what it prints\n`;
}

function errorJson(error: unknown): string {
  const known = error instanceof SeaworthyError;
  const body = {
    error: known ? error.code : 'INTERNAL',
    exitCode: known ? error.exitCode : exitCodes.internal,
    message: messageOf(error),
    detail: known ? error.detail : [],
    hint: known ? (error.hint ?? null) : null,
  };
  return `${jsonText(body)}\n`;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) if (value !== undefined) out[name] = value;
  return out;
}
