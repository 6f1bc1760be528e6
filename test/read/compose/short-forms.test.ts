// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { values, web } from './reading.ts';

describe('ports', () => {
  test.each<[string, string, readonly string[]]>([
    ['target alone', '"80"', ['*:*:80/tcp']],
    ['a number', '8080', ['*:*:8080/tcp']],
    ['published and target', '"8080:80"', ['*:8080:80/tcp']],
    ['an address', '"127.0.0.1:8080:80"', ['127.0.0.1:8080:80/tcp']],
    ['an address with any port', '"127.0.0.1::80"', ['127.0.0.1:*:80/tcp']],
    ['a protocol', '"53:53/UDP"', ['*:53:53/udp']],
    ['IPv6 in brackets', '"[::1]:80:80"', ['::1:80:80/tcp']],
    ['IPv6 without', '"::1:80:80"', ['::1:80:80/tcp']],
    ['a range', '"3000-3001"', ['*:*:3000/tcp', '*:*:3001/tcp']],
    ['two ranges', '"127.0.0.1:8000-8001:80-81"', ['127.0.0.1:8000:80/tcp', '127.0.0.1:8001:81/tcp']],
    ['a range to choose from', '"8000-8010:80"', ['*:*:80/tcp']],
    [
      'the long form',
      '{target: 80, published: 8080, host_ip: 127.0.0.1, protocol: udp}',
      ['127.0.0.1:8080:80/udp'],
    ],
    ['published as text', '{target: 80, published: "8080"}', ['*:8080:80/tcp']],
  ])('%s', (_name, port, expected) => {
    const { web: service, problems } = web(`ports:\n  - ${port}`);
    const shown = service.ports.map(
      ({ host, published, target, protocol }) =>
        `${host?.value ?? '*'}:${published?.value ?? '*'}:${target.value}/${protocol}`,
    );
    expect(shown).toEqual(expected);
    expect(problems).toEqual([]);
  });

  test.each([
    '"80:"',
    '"a:80"',
    '"1:2:3:4:5"',
    '"300.1.1.1:80:80"',
    '"8000-8002:80-81"',
    '"80/http"',
    '"70000:80"',
    '{target: 0}',
    '{target: 80, host_ip: here}',
  ])('%s is refused, and its neighbour stays', (port) => {
    const { web: service, stack } = web(`ports:\n  - ${port}\n  - "1:1"`);
    expect(stack.problems.map(({ code }) => code)).toEqual(['invalid-value']);
    expect(service.ports.map(({ target }) => target.value)).toEqual([1]);
  });

  test.each([
    ['quoted', '- "127.0.0.1:8000-8001:80-81/tcp"', ['127.0.0.1', '8000-8001', '80-81']],
    ['plain', '- 127.0.0.1:8080:80', ['127.0.0.1', '8080', '80']],
    ['with a variable', '- "${H}:${P:-8080}:80"', ['${H}', '${P:-8080}', '80']],
    ['IPv6', "- '[::1]:8080:80'", ['::1', '8080', '80']],
  ])('parts point into the text: %s', (_name, line, expected) => {
    const reading = web(`ports:\n  ${line}`, { processEnv: { H: '127.0.0.1' } });
    const port = reading.web.ports[0];
    expect([port?.host?.span, port?.published?.span, port?.target.span].map(reading.at)).toEqual(expected);
  });
});

describe('volumes', () => {
  test.each([
    ['anonymous', '/data', ['volume', undefined, '/data', false]],
    ['named', 'cache:/data', ['volume', 'cache', '/data', false]],
    ['relative', './conf:/etc/conf:ro', ['bind', 'conf', '/etc/conf', true]],
    ['the folder itself', '.:/app', ['bind', '', '/app', false]],
    ['outside of the root', '../x:/x:z', ['bind', '../x', '/x', false]],
    ['home', '~/.ssh:/ssh:ro,Z', ['bind', '~/.ssh', '/ssh', true]],
    [
      'absolute',
      '/var/run/docker.sock:/var/run/docker.sock',
      ['bind', '/var/run/docker.sock', '/var/run/docker.sock', false],
    ],
    ['a Windows drive', 'C:\\data:/data', ['bind', 'C:\\data', '/data', false]],
    ['long bind', '{type: bind, source: ./a, target: /a, read_only: true}', ['bind', 'a', '/a', true]],
    ['long tmpfs', '{type: tmpfs, target: /t}', ['tmpfs', undefined, '/t', false]],
    ['long npipe', '{type: npipe, source: a, target: /t}', ['other', 'a', '/t', false]],
  ])('%s', (_name, volume, expected) => {
    const { web: service, problems } = web(`volumes:\n  - ${volume}`);
    expect(
      service.mounts.map(({ kind, source, target, readOnly }) => [
        kind,
        source?.value,
        target.value,
        readOnly,
      ]),
    ).toEqual([expected]);
    expect(problems).toEqual([]);
  });

  test.each(['aa::b', 'aa:/b:ro:x', '":"'])('%s is refused', (volume) => {
    const { problems } = web(`volumes:\n  - ${volume}`);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual(['invalid-value']);
  });

  test('parts point into the text', () => {
    const reading = web('volumes:\n  - "./conf:/etc/conf:ro"');
    const mount = reading.web.mounts[0];
    expect([reading.at(mount?.source?.span), reading.at(mount?.target.span)]).toEqual([
      './conf',
      '/etc/conf',
    ]);
  });

  test('tmpfs is a mount; a missing source is an error only when told', () => {
    const { web: service } = web(
      'tmpfs: /run:size=1m\nvolumes:\n  - {type: bind, source: a, target: /a, bind: {create_host_path: false}}',
    );
    expect(service.mounts.map(({ kind, target, mustExist }) => [kind, target.value, mustExist])).toEqual([
      ['bind', '/a', true],
      ['tmpfs', '/run', false],
    ]);
  });
});

describe('commands and health checks', () => {
  test.each<[string, string, readonly string[] | undefined]>([
    ['words', 'command: node server.js --name "a b"', ['node', 'server.js', '--name', 'a b']],
    ['a list', 'command: [node, "a b"]', ['node', 'a b']],
    ['an empty list', 'command: []', []],
    ['nothing', 'command:', undefined],
  ])('a command as %s', (_name, line, expected) => {
    const { web: service } = web(line);
    expect(service.command === undefined ? undefined : values(service.command.words)).toEqual(expected);
  });

  test.each<[string, string, unknown]>([
    ['a string', 'test: curl -f x', ['shell', ['curl -f x'], false]],
    ['CMD-SHELL', 'test: [CMD-SHELL, curl x]', ['shell', ['curl x'], false]],
    ['CMD', 'test: [CMD, curl, x]', ['exec', ['curl', 'x'], false]],
    ['NONE', 'test: [NONE]', [undefined, undefined, true]],
    ['disable', 'disable: true', [undefined, undefined, true]],
  ])('a test as %s', (_name, line, expected) => {
    const check = web(`healthcheck:\n  ${line}`).web.healthcheck;
    expect([check?.test?.form, check?.test && values(check.test.words), check?.disabled]).toEqual(expected);
  });

  test('words of a command point into the text', () => {
    const reading = web('command: "node --port ${P:-80}"');
    expect(reading.web.command?.words.map(({ span }) => reading.at(span))).toEqual([
      'node',
      '--port',
      '${P:-80}',
    ]);
  });

  test('durations are milliseconds', () => {
    const check = web('healthcheck: {interval: 1m30s, timeout: 500ms, start_period: 2s, start_interval: 1s}')
      .web.healthcheck;
    expect([check?.intervalMs, check?.timeoutMs, check?.startPeriodMs, check?.startIntervalMs]).toEqual([
      90_000, 500, 2000, 1000,
    ]);
  });
});

describe('resources', () => {
  test.each<[string, string, readonly (number | undefined)[]]>([
    [
      'deploy',
      'deploy: {resources: {limits: {cpus: "0.5", memory: 512M, pids: 10}, reservations: {cpus: 0.25, memory: 1g}}}',
      [512 * 1024 ** 2, 1024 ** 3, 0.5, 0.25, 10],
    ],
    [
      'the older keys',
      'mem_limit: 1gb\nmem_reservation: 64m\ncpus: 1.5\npids_limit: 5',
      [1024 ** 3, 64 * 1024 ** 2, 1.5, undefined, 5],
    ],
    [
      'deploy first',
      'mem_limit: 1g\ndeploy: {resources: {limits: {memory: 2g}}}',
      [2 * 1024 ** 3, undefined, undefined, undefined, undefined],
    ],
    ['a quota', 'cpu_quota: 50000', [undefined, undefined, 0.5, undefined, undefined]],
  ])('%s', (_name, lines, expected) => {
    const { memoryLimit, memoryRequest, cpuLimit, cpuRequest, pidsLimit } = web(lines).web.resources;
    expect([memoryLimit, memoryRequest, cpuLimit, cpuRequest, pidsLimit].map((leaf) => leaf?.value)).toEqual(
      expected,
    );
  });
});
