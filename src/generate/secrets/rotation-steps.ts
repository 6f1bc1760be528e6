// How each kind of server learns a second password, and forgets the first. Values go by files and standard input, never
// as arguments, which every process of the host can see.
import { type ImageName, majorOf } from '../../rules/shared/image.ts';

export interface Step {
  /** What happens, for a person. */
  readonly says: string;
  readonly command: string | undefined;
}

export interface RotationSteps {
  readonly steps: readonly Step[];
  /** True when old and new are good at once in between, so that nothing is refused. */
  readonly overlaps: boolean;
}

export interface RotationFacts {
  readonly name: string;
  /** The file with the new value. */
  readonly next: string;
  /** What the server is: `PostgreSQL`; undefined for secrets that no data store holds. */
  readonly store: string | undefined;
  readonly server: string | undefined;
  readonly image: ImageName | undefined;
  /** True for the password of the server's own administrator. */
  readonly isRoot: boolean;
  readonly clients: readonly string[];
}

export function stepsFor(facts: RotationFacts): RotationSteps {
  const { name, server = '', store, next } = facts;
  const lesson = store === undefined ? undefined : lessonOf(facts, store);
  const overlaps = lesson?.forget !== undefined;
  const learn: Step =
    lesson === undefined
      ? { says: wordsFor(facts), command: undefined }
      : {
          says: overlaps
            ? `${server} learns the new value beside the old one.`
            : `${server} learns the new value, and knows only one: open connections stay, new ones need it from here on, so go on at once.`,
          command: lesson.learn,
        };
  const forget =
    lesson?.forget === undefined
      ? []
      : [{ says: `${server} forgets the old value.`, command: lesson.forget }];
  const previous = next.replace(/\.next$/, '.previous');
  return {
    overlaps,
    steps: [
      learn,
      {
        says: `The new value takes the place of the old one, which is kept in ${previous}.`,
        command: `seaworthy secrets rotate ${name} --finish`,
      },
      restartOf(facts),
      ...forget,
      { says: 'When all is seen to work, the old value goes.', command: `rm ${previous}` },
    ],
  };
}

/** Without what they depend on: the server itself needs no restart for this. */
function restartOf({ clients, server }: RotationFacts): Step {
  const names = clients.length === 0 && server !== undefined ? [server] : clients;
  return {
    says: `${names.join(', ')} ${names.length === 1 ? 'starts' : 'start'} anew with the new value.`,
    command: `docker compose up -d --no-deps --force-recreate ${names.join(' ')}`,
  };
}

interface Lesson {
  readonly learn: string;
  /** Undefined where the server knows one value at a time. */
  readonly forget?: string;
}

const quote = `'"'"'`;

/** https://www.postgresql.org/docs/current/sql-alterrole.html, https://dev.mysql.com/doc/refman/8.4/en/password-management.html */
function lessonOf(facts: RotationFacts, store: string): Lesson | undefined {
  const { server = '', next, image } = facts;
  const inside = (script: string) => `docker compose exec -T ${server} sh -c '${script}'`;
  if (store === 'PostgreSQL') {
    const psql = `psql -v ON_ERROR_STOP=1 -U "$u" -d "\${POSTGRES_DB:-$u}"`;
    const sql = `echo "ALTER ROLE \\"$u\\" PASSWORD ${quote}$(cat)${quote};"`;
    return { learn: `${inside(`u="\${POSTGRES_USER:-postgres}"; ${sql} | ${psql}`)} < ${next}` };
  }
  if (store !== 'MySQL' && store !== 'MariaDB') return undefined;
  // Two passwords at once came with MySQL 8.0.14; MariaDB knows one.
  const isDual = store === 'MySQL' && image !== undefined && (majorOf(image) ?? 0) >= 8;
  const accounts = accountsOf(store, facts.isRoot);
  const alter = (what: string) => `echo "ALTER USER ${accounts.map((one) => `${one} ${what}`).join(', ')};"`;
  const given = `IDENTIFIED BY ${quote}$new${quote}${isDual ? ' RETAIN CURRENT PASSWORD' : ''}`;
  const learn = `new="$(cat)"; ${alter(given)} | ${asRoot(store)}`;
  const forget = `${alter('DISCARD OLD PASSWORD')} | ${asRoot(store)}`;
  return { learn: `${inside(learn)} < ${next}`, ...(isDual ? { forget: inside(forget) } : {}) };
}

/** The images make the administrator twice, for the network and for the machine itself. */
function accountsOf(store: string, isRoot: boolean): readonly string[] {
  const at = (user: string, host: string) => `${quote}${user}${quote}@${quote}${host}${quote}`;
  return isRoot ? [at('root', '%'), at('root', 'localhost')] : [at(userOf(store), '%')];
}

function userOf(store: string): string {
  return store === 'MySQL' ? '$MYSQL_USER' : `\${MARIADB_USER:-$MYSQL_USER}`;
}

function asRoot(store: string): string {
  const isMySql = store === 'MySQL';
  const name = isMySql ? 'MYSQL_ROOT_PASSWORD' : 'MARIADB_ROOT_PASSWORD';
  const value = `$(cat "$${name}_FILE" 2>/dev/null || echo "$${name}")`;
  return `MYSQL_PWD="${value}" ${isMySql ? 'mysql' : 'mariadb'} -uroot`;
}

/** Keys that sign or encrypt, and servers that are taught by hand. */
function wordsFor({ name, store, server }: RotationFacts): string {
  if (store === undefined)
    return `Where ${name} signs tokens or encrypts what is kept, let the code accept the old value too until that has run out: else everybody is logged out, and what is encrypted cannot be read.`;
  const own = taught[store];
  return own === undefined
    ? `Let ${server} (${store}) accept the new value by its own means.`
    : `Let ${server} accept the new value: ${own}`;
}

/** https://redis.io/docs/latest/commands/acl-setuser/, https://www.rabbitmq.com/docs/access-control, https://www.mongodb.com/docs/manual/reference/method/db.changeUserPassword/ */
const taught: Readonly<Record<string, string>> = {
  Redis:
    'in redis-cli, `ACL SETUSER default >NEW` adds it beside the old one, which `ACL SETUSER default <OLD` takes away at the end.',
  Valkey:
    'in valkey-cli, `ACL SETUSER default >NEW` adds it beside the old one, which `ACL SETUSER default <OLD` takes away at the end.',
  RabbitMQ:
    'make a second user with the same permissions and the new value, move the clients, then delete the first.',
  MongoDB: 'make a second user with the same roles and the new value, move the clients, then drop the first.',
};
