// A Caddyfile: the upstreams of `reverse_proxy` and its kin, and the ports of its sites.
import type { NamedAddress, ServerConfig } from '../../model/server-config.ts';
import { addressOf } from './address.ts';
import { type Token, tokensOf } from './tokens.ts';

const forwards = new Set(['reverse_proxy', 'php_fastcgi', 'forward_auth']);

export function readCaddy(file: string, text: string): ServerConfig {
  const addresses: NamedAddress[] = [];
  const listens = new Set<number>();
  const blocks: string[] = [];
  let line: Token[] = [];
  const end = () => {
    const [name, ...args] = line;
    const isTo = name?.text === 'to' && forwards.has(blocks.at(-1) ?? '');
    if (name !== undefined && (forwards.has(name.text) || isTo)) addresses.push(...upstreamsIn(file, args));
    line = [];
    return name?.text ?? '';
  };
  for (const token of tokensOf(text, '\n{}')) {
    if (token.kind === 'word') line.push(token);
    else if (token.text === '{') {
      if (blocks.length === 0) for (const port of portsOf(line)) listens.add(port);
      blocks.push(end());
    } else {
      end();
      if (token.text === '}') blocks.pop();
    }
  }
  end();
  return { file, program: 'caddy', addresses, groups: new Set(), listens };
}

/** Of the addresses in front of a site's block: `:8080`, `http://shop.example.com`, `a.example.com:444`. */
function* portsOf(line: readonly Token[]): Iterable<number> {
  for (const { text } of line) {
    const match = /^(https?:\/\/)?[\w.*-]*(?::(\d{1,5}))?,?$/.exec(text);
    if (match === null || text.startsWith('@')) continue;
    if (match[2] !== undefined) yield Number(match[2]);
    else if (match[1] === 'http://') yield 80;
  }
}

function upstreamsIn(file: string, args: readonly Token[]): readonly NamedAddress[] {
  const [first] = args;
  // A matcher may stand first: a path, `*`, or a name.
  const upstreams = first !== undefined && /^[/*@]/.test(first.text) ? args.slice(1) : args;
  return upstreams.flatMap(({ text, start, end }) => addressOf(text, { file, start, end }, 'upstream') ?? []);
}
