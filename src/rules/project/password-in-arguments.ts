import type { ScriptCommand, ScriptWord } from '../../model/script.ts';
import { bad, defineRule, good } from '../rule.ts';

// How programs take a password as an argument: `-pSECRET` joined, or as the word after the option.
const joined: Readonly<Record<string, RegExp>> = {
  mysql: /^(?:-p|--password=)(?=.)/,
  mysqldump: /^(?:-p|--password=)(?=.)/,
  mysqladmin: /^(?:-p|--password=)(?=.)/,
  mariadb: /^(?:-p|--password=)(?=.)/,
  'mariadb-dump': /^(?:-p|--password=)(?=.)/,
  mongosh: /^--password=(?=.)/,
  mongodump: /^--password=(?=.)/,
};
const apart: Readonly<Record<string, readonly string[]>> = {
  'redis-cli': ['-a', '--pass'],
  mongosh: ['-p', '--password'],
  mongodump: ['-p', '--password'],
  sshpass: ['-p'],
};

export default defineRule({
  id: 'password-in-arguments',
  area: 'project',
  severity: 'medium',
  aliases: [],
  title: 'A script passes a password as an argument',
  why: 'Everyone on the machine sees the arguments of running programs, and shells and monitoring write them down.',
  fix: 'Give it through a variable (`MYSQL_PWD`, `REDISCLI_AUTH`), standard input, or a file that only its owner reads.',
  references: ['https://dev.mysql.com/doc/refman/8.4/en/password-security-user.html'],
  joins: 'folder',
  on: 'script',
  *check(script) {
    // A machine that runs one job has no other users.
    if (script.kind === 'job') return;
    for (const command of script.commands) {
      for (const { program, word } of passwordsIn(command)) {
        yield {
          at: word.span,
          message: `${script.file} passes a password to ${program} as an argument`,
          object: program,
          // A literal is in the repository as well.
          severity: word.dynamic || /passw|secret|root|admin|test|demo/i.test(word.text) ? 'medium' : 'high',
          related: [{ at: command.span, message: 'the whole command shows in the list of processes' }],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'backup.sh': `
          mysqldump -h db -u app -p$DB_PASSWORD shop > shop.sql
          docker compose exec -T cache redis-cli -a "$REDIS_PASSWORD" SAVE
        `,
      },
      ['backup.sh:1:24', 'backup.sh:2:43'],
    ),
    good({
      'backup.sh': `
        MYSQL_PWD="$DB_PASSWORD" mysqldump -h db -u app shop > shop.sql
        docker login -u app --password-stdin < token
        mysql -h db -P 3306 -u app -p shop < shop.sql
      `,
    }),
  ],
});

function* passwordsIn({ words }: ScriptCommand): Iterable<{ program: string; word: ScriptWord }> {
  const [first] = words;
  const isWrapped = first !== undefined && /^(?:sudo|docker|docker-compose|podman|kubectl)$/.test(first.text);
  const start = isWrapped ? words.findIndex(({ text }) => isKnown(text)) : 0;
  const program = words[start]?.text;
  if (program === undefined || !isKnown(program)) return;
  for (const [index, word] of words.slice(start + 1).entries()) {
    if (Object.hasOwn(joined, program) && joined[program]?.test(word.text) === true) yield { program, word };
    const next = words[start + index + 2];
    const isOption = Object.hasOwn(apart, program) && apart[program]?.includes(word.text) === true;
    if (isOption && next !== undefined && !next.text.startsWith('-')) yield { program, word: next };
  }
}

function isKnown(program: string): boolean {
  return Object.hasOwn(joined, program) || Object.hasOwn(apart, program);
}
