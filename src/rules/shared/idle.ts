// Commands that only wait, or say that they have done something, where backups should be made.
import { commandsOf } from '../../syntax/shell.ts';

const idlePrograms =
  /^(?:sleep|tail|echo|printf|date|true|:|wait|trap|set|exit|test|\[|\[\[|read|shift|return|sh|bash|ash)$/;
const cronPrograms = /^(?:crond?|chmod|mkdir|touch)$/;

/** The words of a container's command as one text of the shell. */
function textOf(words: readonly string[]): string {
  const shell = words.findIndex((word) => /(?:^|\/)(?:ba|da|a)?sh$/.test(word));
  const flag = shell === -1 ? undefined : words[shell + 1];
  return (flag !== undefined && /^-\w*c$/.test(flag) ? words.slice(shell + 2) : words).join(' ');
}

/**
 * `waits`: nothing is run but what waits and prints; `no-schedule`: a cron daemon is, and the command gives it nothing
 * to do.
 */
export function idlenessOf(words: readonly string[]): 'waits' | 'no-schedule' | undefined {
  let text = textOf(words).trim();
  // `sh -c '…'` within a text that a shell takes.
  const inner = /^(?:\/bin\/)?(?:ba|a)?sh\s+-\w*c\s+(['"])([\s\S]*)\1$/.exec(text)?.[2];
  if (inner !== undefined) text = inner;
  if (text === '' || text.length > maximumText || writesFile(text)) return undefined;
  const commands = commandsOf(text.replaceAll('$$', '$'));
  if (commands.length === 0) return undefined;
  let hasCron = false;
  for (const { words: own } of commands) {
    const [program, ...args] = own.map((word) => word.text.replace(/^.*\/(?=\w+$)/, ''));
    if (program === undefined || program === '') continue;
    if (/^(?:sh|bash|ash)$/.test(program) && args.length > 0) return undefined;
    if (program === 'tail' && !args.includes('null')) return undefined;
    if (cronPrograms.test(program)) hasCron ||= program.startsWith('cron');
    else if (!idlePrograms.test(program)) return undefined;
  }
  if (hasCron) return /crontab|cron\.d|periodic|spool/.test(text) ? undefined : 'no-schedule';
  const onlyIdle = commands.every(({ words: [first] }) => !cronPrograms.test(first?.text ?? ''));
  return onlyIdle ? 'waits' : undefined;
}

const maximumText = 4096;

/** What is printed into a file may be a schedule, or a sign of life. */
function writesFile(text: string): boolean {
  return />(?!\s*(?:\/dev\/|&))/.test(text);
}

/** True for what is named as though it saved data. */
export function isForBackups(name: string): boolean {
  return /(?:^|[-_.])back-?ups?(?:[-_.](?:job|service|cron|cronjob|daily|nightly|weekly|worker|runner|scheduler))?$|^back-?up[-_.](?:db|database|postgres|mysql|mongo)\w*$/i.test(
    name,
  );
}
