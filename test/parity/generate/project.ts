// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
// Random projects: services over all keys, overrides, `extends`, included files, variables; the same for the same seed.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import fc from 'fast-check';
import type { ParityCase } from '../case.ts';
import { emit, type Value } from './emit.ts';
import { build, dependsOn, serviceKeys } from './keys.ts';
import { type Arbitrary, dict, name, pairs, record } from './words.ts';

type Mapping = { readonly [key: string]: Value };

const sometimes = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value });

/** Services that depend on and extend only those after them: circles are refused, and have cases of their own. */
const order = ['web', 'db', 'job'] as const;

/** A few keys of a service; in an override a key may also be emptied, reset or replaced as a whole. */
function keysOf(later: readonly string[], isOverride: boolean): fc.Arbitrary<Mapping> {
  const keys = later.length === 0 ? serviceKeys : { ...serviceKeys, depends_on: dependsOn(later) };
  const entry = fc.constantFrom(...Object.entries(keys)).chain(([key, value]) => {
    const own = isOverride ? overriding(value) : value;
    return own.map((inner) => [key, inner] as const);
  });
  return fc.array(entry, { minLength: 1, maxLength: 7 }).map((entries) => Object.fromEntries(entries));
}

function overriding(value: Arbitrary): Arbitrary {
  return fc.oneof(
    { weight: 30, arbitrary: value },
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: fc.constant({ tag: '!reset', value: null } as const) },
    { weight: 3, arbitrary: value.map((inner) => ({ tag: '!override', value: inner }) as const) },
  );
}

const source: fc.Arbitrary<Mapping> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a:1', 'b', '${N:-c}:${V}').map((image) => ({ image })) },
  { weight: 1, arbitrary: build.map((own) => ({ build: own })) },
);

function base(index: number): fc.Arbitrary<Mapping> {
  const later = order.slice(index + 1);
  const extended = later.length === 0 ? fc.constant(undefined) : sometimes(fc.constantFrom(...later));
  return fc
    .tuple(source, keysOf(later, false), extended)
    .map(([own, keys, name]) => ({ ...own, ...keys, ...(name === undefined ? {} : { extends: name }) }));
}

const network: Arbitrary = fc.oneof(
  fc.constant(null),
  record({
    driver: fc.constantFrom('bridge', 'x'),
    internal: fc.boolean(),
    labels: pairs,
    driver_opts: dict(name, fc.constantFrom('x', 1)),
  }),
  fc.constant({ external: true, name: 'shared' }),
);

/** What the services may name; later files change some of it. */
const topLevel: fc.Arbitrary<Mapping> = fc
  .record({
    a: network,
    b: network,
    c: network,
    vol: sometimes(pairs),
    other: fc.constantFrom(null, { driver: 'x' }),
  })
  .map(({ a, b, c, vol, other }) => ({
    networks: { a, b, c },
    volumes: { vol: vol === undefined ? null : { labels: vol }, other },
    secrets: { a: { file: './a' }, b: { environment: 'V' }, c: { external: true } },
    configs: { a: { file: './a' }, b: { content: 'x ${V}' }, c: { environment: 'V' } },
  }));

const services: fc.Arbitrary<Mapping> = fc.record({ web: base(0), db: base(1), job: base(2) });

const override: fc.Arbitrary<Mapping> = fc
  .record(
    { web: keysOf(order.slice(1), true), db: keysOf(order.slice(2), true), job: keysOf([], true) },
    { requiredKeys: [] },
  )
  .map((own) => ({ services: own }));

const included: fc.Arbitrary<Mapping> = fc.tuple(source, keysOf([], false)).map(([own, keys]) => ({
  services: { extra: { ...own, ...keys } },
  networks: { a: null, b: null, c: null },
}));

const others: Readonly<Record<string, string>> = {
  'one.env': 'A=one\nO=${V:-x} # c\nQ="q $V"\n',
  'two.env': "A=two\nW='$V'\nB\n",
  'one.labels': 'l=1\nA=label\n',
  'sub/one.env': 'A=sub\n',
  'sub/two.env': 'A=sub2\n',
  'sub/one.labels': 'l=sub\n',
  '.env': 'V=dot\nI=7\n',
};

const project = fc
  .record({
    services,
    top: topLevel,
    overrides: fc.array(override, { maxLength: 2 }),
    include: sometimes(included),
    profile: sometimes(fc.constantFrom('p', '*')),
    fromProcess: fc.boolean(),
  })
  .map(({ services: own, top, overrides, include, profile, fromProcess }) => {
    const inclusion = include === undefined ? {} : { include: ['sub/compose.yaml'] };
    const files = [{ ...inclusion, services: own, ...top }, ...overrides].map(
      (file, index) => [`file${index}.yaml`, emit(file)] as const,
    );
    return {
      files: {
        ...others,
        ...Object.fromEntries(files),
        ...(include === undefined ? {} : { 'sub/compose.yaml': emit(include) }),
      },
      args: [
        ...files.flatMap(([file]) => ['-f', file]),
        ...(profile === undefined ? [] : ['--profile', profile]),
      ],
      env: { E: '', T: 'true', P: '8080', ...(fromProcess ? { V: 'set' } : {}) },
    };
  });

/** `count` projects; the names carry the seed, so that one can be made again. */
export function generatedCases(seed: number, count: number): readonly ParityCase[] {
  const made = fc.sample(project, { seed, numRuns: count });
  return made.map((own, index) => ({ name: `generated-${seed}-${index}`, ...own }));
}
