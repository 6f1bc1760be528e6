// Addresses of containers become addresses of this host, in any text that a program reads. Pure.
import { literal } from '../../base/text.ts';

/** What a text is rewritten against. */
export interface AddressBook {
  /** Container port of the unit itself -> port of this instance. */
  readonly own: Readonly<Record<string, number>>;
  /** Service -> container port -> loopback port of the front. */
  readonly services: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Container folder -> host folder. */
  readonly folders: readonly Folder[];
}

export interface Folder {
  readonly from: string;
  readonly to: string;
}

/** A rewritten text and which of the unit's own ports it named. */
export interface Rewritten {
  readonly text: string;
  readonly moved: readonly number[];
}

const schemePorts: Readonly<Record<string, number>> = {
  http: 80,
  ws: 80,
  https: 443,
  wss: 443,
  postgres: 5432,
  postgresql: 5432,
  redis: 6379,
  valkey: 6379,
  mysql: 3306,
  mariadb: 3306,
  amqp: 5672,
  mongodb: 27017,
};

const loopback = '127.0.0.1';

/** All rewrites that hold for any text: services, own addresses, folders. */
export function rewriteText(text: string, book: AddressBook): Rewritten {
  const moved: number[] = [];
  const called = rewriteServices(text, book);
  const listening = rewriteListenAddresses(called, book, moved);
  const flagged = rewritePortFlags(listening, book, moved);
  return { text: rewriteFolders(flagged, book.folders), moved };
}

/** `service:port` and `scheme://[user:pass@]service[:port]`; a bare word is left alone, it may be a user or a name. */
export function rewriteServices(text: string, book: AddressBook): string {
  let out = text;
  for (const [service, ports] of Object.entries(book.services)) {
    if (!out.includes(service)) continue;
    const name = literal(service);
    // Not a part of a longer name or of a path (`registry/api:8000`), not a user with a password (`api:8000@…`).
    const withPort = new RegExp(`(^|//|[^\\w./-])${name}:(\\d+)(?![\\w@-]|\\.\\d)`, 'g');
    out = out.replace(withPort, (whole, before: string, port: string) => {
      const own = ports[port];
      return own === undefined ? whole : `${before}${loopback}:${own}`;
    });
    const bare = new RegExp(`\\b([a-z][a-z0-9+.-]*)://((?:[^\\s/?#@]*@)?)${name}(?=$|[/?#,;\\s"'\`])`, 'gi');
    out = out.replace(bare, (whole, scheme: string, user: string) => {
      const own = ports[schemePorts[scheme.toLowerCase().replace(/\+.*$/, '')] ?? 0];
      return own === undefined ? whole : `${scheme}://${user}${loopback}:${own}`;
    });
  }
  return out;
}

/** `0.0.0.0:8000`, `:8000`, `http://+:8000` and the unit's own `localhost:8000`. */
function rewriteListenAddresses(text: string, book: AddressBook, moved: number[]): string {
  const address =
    /(^|\/\/|[\s=,;"'([@])(0\.0\.0\.0|\[::\]|\[::1\]|localhost|127\.0\.0\.1|\*|\+|):(\d+)(?!\d|\.\d)/g;
  return text.replace(address, (whole, before: string, host: string, port: string, at: number) => {
    const own = book.own[port];
    // Without a host it must be a word of its own: `a, :8000` is one, `{"x":8000}` is not.
    const ofItsOwn = host !== '' || ((at === 0 || /[\s=,]/.test(before)) && before !== '"');
    if (own === undefined || !ofItsOwn) return whole;
    moved.push(Number(port));
    return `${before}${loopback}:${own}`;
  });
}

/** `--port 8000`, `--port=8000`, `-p 8000` within one text, as a shell line has them; and `--host 0.0.0.0`. */
function rewritePortFlags(text: string, book: AddressBook, moved: number[]): string {
  const flag = /((?:^|\s)(?:--?[\w-]*port|-p|-P|http\.server|runserver)(?:=|\s+))(\d+)(?=$|[\s;&|"'])/gi;
  const ported = text.replace(flag, (whole, before: string, port: string) => {
    const own = book.own[port];
    if (own === undefined) return whole;
    moved.push(Number(port));
    return `${before}${own}`;
  });
  return ported.replace(
    /((?:^|\s)--?[\w-]*(?:host|bind|address|listen)(?:=|\s+))(?:0\.0\.0\.0|::)(?=$|[\s;&|"'])/gi,
    `$1${loopback}`,
  );
}

/** Paths below a container folder become paths below the host folder; the longest folder wins. */
export function rewriteFolders(
  text: string,
  folders: readonly Folder[],
  accept: (mapped: string) => boolean = () => true,
): string {
  if (!text.includes('/')) return text;
  const sorted = [...folders].sort((a, b) => b.from.length - a.from.length);
  return text.replace(
    /(^|[\s=:,;"'(@])(\/[^\s=:,;"'()@]*)/g,
    (whole, before: string, path: string, at: number) => {
      // `//host/path` is the rest of a URL; `file:///path` and `sqlite:////path` name a path after their slashes.
      const isFile =
        path.startsWith('////') || (path.startsWith('///') && text.slice(0, at).endsWith('file'));
      if (path.startsWith('//') && !isFile) return whole;
      const slashes = (/^\/*/.exec(path)?.[0].length ?? 1) - 1;
      const mapped = mapPath(path.slice(slashes), sorted);
      return accept(mapped) ? before + path.slice(0, slashes) + mapped : whole;
    },
  );
}

/** `folders` from the longest to the shortest. */
export function mapPath(path: string, folders: readonly Folder[]): string {
  for (const { from, to } of folders) {
    const folder = from.length > 1 ? from.replace(/\/+$/, '') : from;
    // A copy to the root would turn every path of the host into one of the project.
    if (folder === '/' || folder === '') continue;
    if (path === folder) return to;
    if (path.startsWith(`${folder}/`)) return to.replace(/\/+$/, '') + path.slice(folder.length);
  }
  return path;
}
