// Configuration of proxies and monitoring: which hosts and ports it names, and where.
import { expect, test } from 'vitest';
import type { ServerConfig } from '../../src/model/server-config.ts';
import { readCaddy } from '../../src/read/server-config/caddy.ts';
import { readNginx } from '../../src/read/server-config/nginx.ts';
import { readTomlConfig, readYamlConfig } from '../../src/read/server-config/yaml-config.ts';

function named({ addresses }: ServerConfig): readonly string[] {
  return addresses.map(({ host, port }) => `${host}:${port}`);
}

test.each<[string, string, readonly string[]]>([
  ['a path and a slash after the host', 'location / { proxy_pass http://api:8000/v1/; }', ['api:8000']],
  ['the port of the protocol', 'location / { proxy_pass https://api; }', ['api:443']],
  ['a variable in the path only', 'location / { proxy_pass http://api:8000$request_uri; }', []],
  ['a variable as the host', 'location / { proxy_pass http://$up:8000; }', []],
  [
    'servers of an upstream, but not those of http',
    'upstream a { server b:1 weight=2; server unix:/s; }',
    ['b:1'],
  ],
  ['a comment and quotes', '# proxy_pass http://x;\nlocation / { fastcgi_pass "php:9000"; }', ['php:9000']],
  ['a template variable', `location / { proxy_pass http://\${API_HOST}:80; }`, []],
  ['a text that ends in the middle', 'server { location / { proxy_pass http://api', []],
])('nginx, %s', (_name, text, expected) => {
  expect(named(readNginx('nginx.conf', text))).toEqual(expected);
});

test('nginx, groups and own ports', () => {
  const config = readNginx(
    'nginx.conf',
    'upstream Pool { server a:1; } server { listen 127.0.0.1:8081; listen 80; }',
  );
  expect([...config.groups]).toEqual(['pool']);
  expect([...config.listens]).toEqual([8081, 80]);
});

test.each<[string, string, readonly string[]]>([
  ['a matcher in front', 'a.com {\n  reverse_proxy /api/* api:3000 api2:3000\n}', ['api:3000', 'api2:3000']],
  ['a block with `to`', 'a.com {\n  reverse_proxy {\n    to http://api:3000\n  }\n}', ['api:3000']],
  ['a variable', 'a.com {\n  reverse_proxy {$UPSTREAM}\n}', []],
  [
    'who is asked for leave',
    'a.com {\n  forward_auth authelia:9091 {\n    uri /api\n  }\n}',
    ['authelia:9091'],
  ],
  ['php', ':80 {\n  php_fastcgi app:9000\n}', ['app:9000']],
])('Caddy, %s', (_name, text, expected) => {
  expect(named(readCaddy('Caddyfile', text))).toEqual(expected);
});

test('Caddy and Traefik, own ports', () => {
  const caddy = readCaddy(
    'Caddyfile',
    '{\n  admin off\n}\nhttp://a.com, b.com:8443 {\n  respond x\n}\n:9000 {\n}',
  );
  expect([...caddy.listens]).toEqual([80, 8443, 9000]);
  const traefik = 'entryPoints: {web: {address: ":80"}, dns: {address: "0.0.0.0:53/udp"}, x: {}}';
  expect([...readYamlConfig('traefik.yml', traefik, 'traefik').listens]).toEqual([80, 53]);
});

test('Prometheus leaves out targets whose address is relabelled', () => {
  const text = `
scrape_configs:
  - job_name: api
    static_configs: [{ targets: ['api:8000'] }]
  - job_name: blackbox
    static_configs: [{ targets: ['https://example.com'] }]
    relabel_configs: [{ target_label: __address__, replacement: 'blackbox:9115' }]
`;
  const config = readYamlConfig('prometheus.yml', text, 'prometheus');
  expect(named(config)).toEqual(['api:8000']);
  const [address] = config.addresses;
  expect(text.slice(address?.span.start, address?.span.end)).toBe("'api:8000'");
});

test.each<[string, 'traefik' | 'kong' | 'grafana', string, readonly string[]]>([
  [
    'Traefik',
    'traefik',
    'http: {services: {a: {loadBalancer: {servers: [{url: "http://api:80"}]}}}}',
    ['api:80'],
  ],
  ['Kong', 'kong', 'services: [{name: a, host: api, port: 3000}]', ['api:3000']],
  [
    'Grafana',
    'grafana',
    'datasources: [{url: "http://loki:3100"}, {url: "http://x", access: direct}]',
    ['loki:3100'],
  ],
])('%s', (_name, program, text, expected) => {
  expect(named(readYamlConfig('file.yml', text, program))).toEqual(expected);
});

test.each<[string, string, readonly string[], readonly number[]]>([
  [
    'the static file',
    '[entryPoints]\n  [entryPoints.web]\n  address = ":80"\n  [entryPoints.websecure]\n  address = ":443"\n',
    [],
    [80, 443],
  ],
  [
    'the dynamic file',
    `[http.routers.api]
rule = "PathPrefix(\`/api\`)"
service = "api"

[[http.services.api.loadBalancer.servers]]
url = "http://api:8000"
[[http.services.api.loadBalancer.servers]]
url = "http://api2:8000"

[http.middlewares.auth.forwardAuth]
address = "http://auth:9091/verify"

[tcp.services]
db.loadBalancer.servers = [{ address = "postgres:5432" }]
`,
    ['api:8000', 'api2:8000', 'postgres:5432', 'auth:9091'],
    [],
  ],
  [
    'the file of version 1',
    '[file]\n[backends.api.servers.one]\nurl = "http://api:8000"\n',
    ['api:8000'],
    [],
  ],
])('Traefik in TOML, %s', (_name, text, addresses, listens) => {
  const config = readTomlConfig('traefik.toml', text, 'traefik');
  expect(named(config).toSorted()).toEqual(addresses.toSorted());
  expect([...config.listens]).toEqual(listens);
  expect(config.problem).toBeUndefined();
});

test('what cannot be read is said', () => {
  const broken = readTomlConfig('traefik.toml', '[http\n', 'traefik');
  expect(broken.problem).toBe('the header of a table is not closed');
  expect(readYamlConfig('traefik.yml', 'http: [\n', 'traefik').problem).toBeDefined();
});

test('Prometheus, where samples are kept', () => {
  const text =
    'remote_write: [{url: "http://mimir:9009/push"}]\nremote_read: [{url: "http://mimir:9009/read"}]\n';
  const { addresses } = readYamlConfig('prometheus.yml', text, 'prometheus');
  expect(addresses.map(({ role, host, port }) => `${role} ${host}:${port}`)).toEqual([
    'remote-write mimir:9009',
    'remote-read mimir:9009',
  ]);
});
