// A door before an API server that counts what goes through it.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Agent, request } from 'node:https';

export interface CountingDoor {
  readonly kubeconfig: string;
  count(): number;
  /** How many of which, the most first. */
  kinds(): string;
  close(): void;
}

/** Opens it on the loopback and writes a kubeconfig that leads to it. */
export async function countingDoor(kubeconfig: string, path: string): Promise<CountingDoor> {
  const config = JSON.parse(readFileSync(kubeconfig, 'utf8'));
  const bytes = (text: string) => Buffer.from(text, 'base64');
  const [{ cluster }] = config.clusters;
  const [{ user }] = config.users;
  const { hostname, port } = new URL(cluster.server);
  const agent = new Agent({
    keepAlive: true,
    ca: bytes(cluster['certificate-authority-data']),
    cert: bytes(user['client-certificate-data']),
    key: bytes(user['client-key-data']),
  });
  const seen = new Map<string, number>();
  const door = createServer((asked, answer) => {
    const { method, url = '', headers } = asked;
    const kind = `${method} ${/\/([a-z]+)(?:\/[^/?]+)?(?:\?|$)/.exec(url)?.[1] ?? url}${url.includes('watch=') ? ' watch' : ''}${/labelSelector/.test(url) ? ' list' : ''}${/dryRun/.test(url) ? ' dry' : ''}`;
    const sent = request({ hostname, port, method, path: url, headers, agent }, (got) => {
      const refused = (got.statusCode ?? 0) >= 400 ? ` ${got.statusCode}` : '';
      seen.set(`${kind}${refused}`, (seen.get(`${kind}${refused}`) ?? 0) + 1);
      answer.writeHead(got.statusCode ?? 0, got.headers);
      got.pipe(answer);
    });
    sent.on('error', () => answer.destroy());
    answer.on('close', () => sent.destroy());
    asked.pipe(sent);
  });
  await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready));
  const address = door.address();
  const own = typeof address === 'object' && address !== null ? address.port : 0;
  const clusters = [
    {
      ...config.clusters[0],
      cluster: { server: `http://127.0.0.1:${own}`, 'insecure-skip-tls-verify': true },
    },
  ];
  writeFileSync(path, JSON.stringify({ ...config, clusters }), { mode: 0o600 });
  return {
    kubeconfig: path,
    count: () => [...seen.values()].reduce((sum, one) => sum + one, 0),
    kinds: () =>
      [...seen]
        .sort(([, a], [, b]) => b - a)
        .map(([kind, count]) => `${count} ${kind}`)
        .join(', '),
    close() {
      door.close();
      door.closeAllConnections();
      agent.destroy();
    },
  };
}
