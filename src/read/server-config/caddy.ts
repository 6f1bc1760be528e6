// A Caddyfile: the upstreams of `reverse_proxy` and `php_fastcgi`.
import type { NamedAddress, ServerConfig } from '../../model/server-config.ts';
import { addressOf } from './address.ts';
import { type Token, tokensOf } from './tokens.ts';

const forwards = new Set(['reverse_proxy', 'php_fastcgi']);

export function readCaddy(file: string, text: string): ServerConfig {
  const addresses: NamedAddress[] = [];
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
    else if (token.text === '{') blocks.push(end());
    else {
      end();
      if (token.text === '}') blocks.pop();
    }
  }
  end();
  return { file, program: 'caddy', addresses, groups: new Set(), listens: new Set() };
}

function upstreamsIn(file: string, args: readonly Token[]): readonly NamedAddress[] {
  const [first] = args;
  // A matcher may stand first: a path, `*`, or a name.
  const upstreams = first !== undefined && /^[/*@]/.test(first.text) ? args.slice(1) : args;
  return upstreams.flatMap(({ text, start, end }) => addressOf(text, { file, start, end }, 'upstream') ?? []);
}
