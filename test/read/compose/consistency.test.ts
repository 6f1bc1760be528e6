import { describe, expect, test } from 'vitest';
import { undefinedReferences } from '../../../src/read/compose/undefined.ts';
import { read, web } from './reading.ts';

describe('values that cannot stand together are refused at one of them', () => {
  test.each([
    ['a network mode and networks', 'network_mode: host\nnetworks: [a]', 'network_mode'],
    ['two numbers of containers', 'scale: 3\ndeploy: {replicas: 2}', '3'],
    ['one name for several containers', 'container_name: one\ndeploy: {replicas: 2}', 'one'],
    ['two limits of CPUs', 'cpus: 0.5\ndeploy: {resources: {limits: {cpus: "0.6"}}}', '0.5'],
    ['a limit of memory beside none', 'mem_limit: 1g\ndeploy: {resources: {limits: {cpus: "1"}}}', '1g'],
    ['a platform that is not built', 'platform: a\nbuild: {context: ., platforms: [b]}', 'a'],
    ['a watch rule without target', 'develop: {watch: [{path: ., action: sync}]}', 'sync'],
    ['a mount and a tmpfs at one place', 'tmpfs: /x\nvolumes: ["./a:/x"]', '/x'],
    ['a bind mount without source', 'volumes: [{type: bind, target: /x}]', '{type: bind, target: /x}'],
  ])('%s', (_name, lines, at) => {
    expect(web(lines).problems).toEqual([`invalid-value: ${at}`]);
  });

  test.each([
    ['the same number twice', 'scale: 2\ndeploy: {replicas: 2}'],
    ['the same limit in two units', 'mem_limit: 1g\ndeploy: {resources: {limits: {memory: 1024m}}}'],
    ['a rebuild without target', 'develop: {watch: [{path: ., action: rebuild}]}'],
    ['a service that is not selected', 'network_mode: host\nnetworks: [a]\nprofiles: [b]'],
  ])('%s is good', (_name, lines) => {
    expect(web(lines).problems).toEqual([]);
  });

  test('an external volume has nothing but its name', () => {
    const { problems } = read(
      'services: {a: {image: x}}\nvolumes: {v: {external: true, driver: local, x-a: b}}',
    );
    expect(problems).toEqual(['invalid-value: driver']);
  });

  test('two names of an external resource must be the same', () => {
    const { problems } = read('services: {a: {image: x}}\nnetworks: {n: {name: one, external: {name: two}}}');
    expect(problems).toEqual(['invalid-value: two']);
  });

  test('a job has a name of its own', () => {
    const { problems } = read('services: {a: {image: x}}\njobs: {a: {image: x, triggers: {manual: true}}}');
    expect(problems).toEqual(['invalid-value: a']);
  });
});

describe('services that are to run name what is there', () => {
  test.each([
    ['a service that no file has', '{image: x, depends_on: [d]}', '"d", which is not defined'],
    ['one that no profile selects', '{image: x, depends_on: [off]}', 'none of its profiles is selected'],
    ['a namespace of nobody', '{image: x, network_mode: "service:d"}', '"d", which is not defined'],
    ['a model', '{image: x, models: [m]}', 'the model "m"'],
    ['a secret of the build', '{build: {context: ., secrets: [s]}}', 'the secret "s"'],
    [
      'a context that is not built',
      '{build: {context: ., additional_contexts: {c: "service:b"}}}',
      'has no build',
    ],
  ])('%s', (_name, service, message) => {
    const { stack } = read(`services:\n  a: ${service}\n  b: {image: x}\n  off: {image: x, profiles: [p]}\n`);
    const found = undefinedReferences(stack);
    expect(found.map((problem) => problem.message)).toEqual([expect.stringContaining(message)]);
    expect(found[0]?.hint).not.toBe('');
  });

  test('what need not be there is not missed, nor what a service that is off names', () => {
    const optional = '{image: x, depends_on: {off: {condition: service_started, required: false}}}';
    const { stack } = read(
      `services: {a: ${optional}, off: {image: x, profiles: [p], depends_on: [nobody]}}`,
    );
    expect(undefinedReferences(stack)).toEqual([]);
  });
});
