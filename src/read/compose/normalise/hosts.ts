// Host entries in all forms to one item for each address (spec: services, "extra_hosts").
import { type Node, revalued, type ScalarNode } from '../node/node.ts';
import { quoted, type Report } from '../report.ts';
import { wrapped } from './lists.ts';

/** `somehost: 1.2.3.4`, `somehost: [a, b]` or `- somehost:1.2.3.4` -> `- somehost=1.2.3.4`. */
export function hostList(report: Report): (node: Node) => Node {
  return (node) => {
    if (node.kind === 'list') {
      const items = node.items.flatMap((item) => (item.kind === 'scalar' ? hostItems(item, report) : [item]));
      return wrapped(node, items);
    }
    if (node.kind !== 'map') return node;
    const items = [...node.entries].flatMap(([name, { key, value }]) => {
      const addresses = value.kind === 'list' ? value.items : [value];
      const at = value.kind === 'scalar' ? value : undefined;
      if (!isHostName(name)) reportHost(report, name, at?.span ?? key);
      return addresses.flatMap((address) =>
        address.kind === 'scalar' ? [revalued(address, `${name}=${withoutBrackets(address.text)}`)] : [],
      );
    });
    return wrapped(node, items);
  };
}

function hostItems(item: ScalarNode, report: Report): readonly Node[] {
  if (item.tag === 'reset') return [item];
  const at = item.text.includes('=') ? item.text.indexOf('=') : item.text.indexOf(':');
  const name = item.text.slice(0, at === -1 ? undefined : at);
  if (at === -1 || !isHostName(name)) {
    reportHost(report, item.text, item.span);
    return [];
  }
  const addresses = item.text.slice(at + 1).split(',');
  const items = addresses.map((address) => revalued(item, `${name}=${withoutBrackets(address)}`));
  // Docker compose merges the items as they are written.
  return items.length === 1 ? items.map((own) => ({ ...own, spelling: item.text })) : items;
}

function isHostName(name: string): boolean {
  return name !== '' && !/[:=]/.test(name);
}

function withoutBrackets(address: string): string {
  return /^\[.+\]$/.test(address) ? address.slice(1, -1) : address;
}

function reportHost(report: Report, found: string, span: ScalarNode['span']): void {
  report.problem({
    code: 'invalid-value',
    message: `Expected a host and its address such as "somehost=10.0.0.1", found ${quoted(found)}`,
    span,
    hint: 'Write host=address.',
  });
}
