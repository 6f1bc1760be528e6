// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { read, web } from './reading.ts';

describe('what does not fit is reported at its text, and the rest is read', () => {
  test.each<[string, string, readonly string[]]>([
    ['an unknown key', 'imge: x', ['unknown-key: imge']],
    ['an unknown key deep down', 'deploy: {resources: {limit: {}}}', ['unknown-key: limit']],
    ['an extension', 'x-mine: {a: [1]}\nbuild: {context: ., x-b: 1}', []],
    ['a list for text', 'hostname: [a]', ['wrong-type: [a]']],
    ['text for a list', 'cap_add: ALL', ['wrong-type: ALL']],
    ['a mapping for a list', 'ports: {a: b}', ['wrong-type: {a: b}']],
    ['a number for text', 'user: 1000', ['wrong-type: 1000']],
    ['text for a flag', 'privileged: maybe', ['wrong-type: maybe']],
    ['text for a number', 'deploy: {replicas: two}', ['wrong-type: two']],
    ['a number without unit', 'healthcheck: {interval: 30}', ['wrong-type: 30']],
    ['a duration without unit', 'healthcheck: {interval: "30"}', ['invalid-value: "30"']],
    ['a bad size', 'mem_limit: 12x', ['invalid-value: 12x']],
    ['a bad restart', 'restart: sometimes', ['invalid-value: sometimes']],
    ['a bad condition', 'depends_on: {db: {condition: healthy}}', ['invalid-value: healthy']],
    ['no condition', 'depends_on: {db: {required: false}}', ['missing-key: db']],
    ['an item that is empty', 'cap_add: [A, ]\nsecurity_opt:\n  -\n  - b', ['wrong-type: ']],
    ['a value that is empty', 'ports:', ['wrong-type: ports']],
    ['a name twice in a list', 'environment: [A=1, B=2, A=3]', ['duplicate-key: A']],
    ['a target twice', 'volumes: ["one:/a", "two:/a"]', ['duplicate-key: /a']],
    [
      'a relative mount target',
      'volumes: ["one:data", two]',
      ['invalid-value: "one:data"', 'invalid-value: two'],
    ],
    ['a check without CMD', 'healthcheck: {test: [curl, x]}', ['invalid-value: curl']],
    ['fewer than none', 'deploy: {replicas: -2}', ['invalid-value: -2']],
    ['a volume without target', 'volumes: [{type: volume}]', ['missing-key: {type: volume}']],
    ['equal items', 'security_opt: [a, b, a]', ['duplicate-key: a']],
    ['a device in four parts', 'devices: ["a:b:c:d"]', ['invalid-value: "a:b:c:d"']],
    ['a quoted flag where none may be', 'use_api_socket: "true"', ['wrong-type: "true"']],
    [
      'several at once',
      'imge: x\nuser: 5\nmem_limit: y',
      ['unknown-key: imge', 'wrong-type: 5', 'invalid-value: y'],
    ],
  ])('%s', (_name, lines, expected) => {
    const reading = web(lines);
    expect(reading.problems).toEqual(expected);
    expect(reading.web.image?.value).toBe('nginx');
  });

  test.each<[string, string, readonly string[]]>([
    ['a service name', 'services: {"a b": {image: x}}', ['service-name: "a b"']],
    ['a service that is a word', 'services: {a: x, b: {image: y}}', ['wrong-type: x']],
    ['a service that is empty', 'services: {a: , b: {image: y}}', ['wrong-type: a']],
    ['a service without image', 'services: {a: {user: "5"}}', ['missing-key: a']],
    ['services as a list', 'services: [a]', ['wrong-type: [a]']],
    ['a secret without source', 'services: {a: {image: x}}\nsecrets: {s: {name: n}}', ['missing-key: s']],
    ['YAML', 'services: {a: {image: x, image: y}}', ['yaml-duplicate-key: image']],
    ['no mapping', '- a\n- b\n', ['not-compose: - a\n- b']],
    ['nothing', '# only a comment\n', ['not-compose: ']],
    ['another kind of file', 'apiVersion: v1\nkind: Service\n', ['not-compose: apiVersion']],
  ])('%s', (_name, text, expected) => {
    expect(read(text).problems).toEqual(expected);
  });

  test('a broken file gives the good half', () => {
    const reading = read('services:\n  a:\n    image: x\n    ports: ["80:80"]\n  b:\n    image: "y\n');
    expect(reading.service('a').ports).toHaveLength(1);
    expect(reading.stack.problems.map(({ code }) => code)).toContain('yaml-quote-open');
  });

  test('an overlay may leave out what its base has', () => {
    const texts = {
      'a.yaml': 'services: {a: {image: x, depends_on: {b: {condition: service_healthy}}}, b: {image: y}}',
      'b.yaml': 'services: {a: {depends_on: {b: {restart: true}}, ports: }}',
    };
    expect(read(texts, {}, ['a.yaml', 'b.yaml']).problems).toEqual(['wrong-type: ports']);
  });

  test.each([
    ['a near key', 'imge: x', 'Did you mean "image"?', 'image'],
    ['a number that needs quotes', 'user: 1000', 'Put the value in quotes.', '"1000"'],
    [
      'a key of another place',
      'build: {context: ., restart: always}',
      '"restart" is a key of the service: move it one level out.',
      undefined,
    ],
    [
      'a variable to blame',
      'privileged: ${P:-maybe}',
      'The value comes from the variable P: set it to true or false.',
      undefined,
    ],
  ])('says what to do: %s', (_name, line, hint, replacement) => {
    const problem = web(line).stack.problems[0];
    expect([problem?.hint, problem?.replacement]).toEqual([hint, replacement]);
  });

  test('a service at the top level is sent below services', () => {
    expect(read('services: {}\nredis: {image: x}\n').stack.problems[0]?.hint).toBe(
      'Move "redis" under "services:" if it is a service.',
    );
  });

  test('messages say what was expected and found', () => {
    expect(web('cap_add: ALL').stack.problems[0]?.message).toBe(
      'services.web.cap_add must be a list, found the text "ALL"',
    );
    expect(web('environment: [[a]]').stack.problems[0]?.message).toBe(
      'services.web.environment[0] must be text, found a list',
    );
  });
});
