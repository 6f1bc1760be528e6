// nginx configuration as directives: which hosts it forwards to and on which ports it listens.
import type { Located } from '../../base/span.ts';
import type { NamedAddress, ServerConfig } from '../../model/server-config.ts';
import { addressOf } from './address.ts';
import { type Token, tokensOf } from './tokens.ts';

const passes = new Set(['proxy_pass', 'fastcgi_pass', 'grpc_pass', 'uwsgi_pass', 'scgi_pass']);

/** Files that nginx opens before it starts: https://nginx.org/en/docs/http/ngx_http_ssl_module.html */
const needed = new Set(['ssl_certificate', 'ssl_certificate_key', 'ssl_dhparam', 'ssl_client_certificate']);

export function readNginx(file: string, text: string): ServerConfig {
  const addresses: NamedAddress[] = [];
  const groups = new Set<string>();
  const listens = new Set<number>();
  const certificates: Located<string>[] = [];
  const outermost = new Map<string, Located<string>>();
  const blocks: string[] = [];
  let words: Token[] = [];
  const meet = (name: Token | undefined) => {
    if (name === undefined || blocks.length > 0 || outermost.has(name.text)) return;
    outermost.set(name.text, { value: name.text, span: { file, start: name.start, end: name.end } });
  };
  const end = () => {
    const [name, first] = words;
    meet(name);
    if (name !== undefined && first !== undefined) {
      const isServer = name.text === 'server' && blocks.at(-1) === 'upstream';
      const address = isServer || passes.has(name.text) ? addressIn(file, first) : undefined;
      if (address !== undefined) addresses.push(isServer ? { ...address, member: true } : address);
      const port = name.text === 'listen' ? /(?:^|:)(\d+)$/.exec(first.text)?.[1] : undefined;
      if (port !== undefined) listens.add(Number(port));
      if (needed.has(name.text) && /^\/[\w./-]+$/.test(first.text)) {
        certificates.push({ value: first.text, span: { file, start: first.start, end: first.end } });
      }
    }
    words = [];
  };
  for (const token of tokensOf(text, ';{}')) {
    if (token.kind === 'word') words.push(token);
    else if (token.text === ';') end();
    else if (token.text === '{') {
      if (words[0]?.text === 'upstream' && words[1] !== undefined) groups.add(words[1].text.toLowerCase());
      meet(words[0]);
      blocks.push(words[0]?.text ?? '');
      words = [];
    } else if (token.text === '}') {
      blocks.pop();
      words = [];
    }
  }
  return {
    file,
    program: 'nginx',
    addresses,
    groups,
    listens,
    certificates,
    outermost: [...outermost.values()],
  };
}

function addressIn(file: string, { text, start, end }: Token): NamedAddress | undefined {
  // Variables in the path leave the host as it is.
  const host = /^(?:[a-z]+:\/\/)?[^/$]+(?=$|\/)/i.exec(text)?.[0];
  return host === undefined ? undefined : addressOf(host, { file, start, end }, 'upstream');
}
