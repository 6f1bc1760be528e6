// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageFacts } from '../../../src/model/dockerfile.ts';
import { dockerfileOf } from '../../../src/read/dockerfile/dockerfile.ts';

const read = (text: string) => dockerfileOf('Dockerfile', text);

function last(text: string): ImageFacts {
  const image = read(text).stages.at(-1)?.image;
  if (image === undefined) throw new Error('no stage');
  return image;
}

const plain = (image: ImageFacts) => ({
  user: image.user?.value,
  workdir: image.workdir?.value,
  cmd: image.cmd?.words.map(({ value }) => value),
  entrypoint: image.entrypoint?.words.map(({ value }) => value),
  env: Object.fromEntries([...image.env].map(([name, { value }]) => [name, value])),
  expose: image.expose.map(({ value }) => value),
  stopSignal: image.stopSignal?.value,
  volumes: image.volumes.map(({ value }) => value),
  rootImage: image.rootImage,
});

const facts: readonly (readonly [string, string, Partial<ReturnType<typeof plain>>])[] = [
  ['relative folders in a chain', 'FROM x\nWORKDIR /a\nWORKDIR b\nWORKDIR ../c', { workdir: '/a/c' }],
  ['a folder with a variable', 'FROM x\nENV D=/srv\nWORKDIR $D/app', { workdir: '/srv/app' }],
  ['ENV over ARG', 'FROM x\nARG A=1\nENV A=2\nUSER u$A', { user: 'u2', env: { A: '2' } }],
  ['pairs of one ENV see what was before it', 'FROM x\nENV A=1\nENV A=2 B=$A', { env: { A: '2', B: '1' } }],
  [
    'single quotes keep a dollar',
    'FROM x\nENV A=1\nENV B=\'$A\' C="$A"',
    { env: { A: '1', B: '$A', C: '1' } },
  ],
  ['the old form of ENV', 'FROM x\nENV A b c', { env: { A: 'b c' } }],
  ['a global ARG asked for in the stage', 'ARG V=3\nFROM x\nARG V\nUSER u$V', { user: 'u3' }],
  ['a global ARG not asked for', 'ARG V=3\nFROM x\nUSER u$V', { user: 'u' }],
  ['a platform argument', 'FROM x\nARG TARGETARCH\nENV A=$TARGETARCH', { env: { A: 'amd64' } }],
  ['ports', 'FROM x\nEXPOSE 80 443/tcp 53/udp 8000-8002\nEXPOSE 80', { expose: [80, 443, 8000, 8001, 8002] }],
  [
    'both forms of VOLUME',
    'FROM x\nVOLUME ["/a", "/b c"]\nVOLUME /c /d',
    { volumes: ['/a', '/b c', '/c', '/d'] },
  ],
  ['a stop signal', 'FROM x\nSTOPSIGNAL SIGINT', { stopSignal: 'SIGINT' }],
  [
    'exec and shell form',
    'FROM x\nENTRYPOINT ["a", "b"]\nCMD c $D',
    { entrypoint: ['a', 'b'], cmd: ['c $D'] },
  ],
  [
    'an ENTRYPOINT drops the CMD of its base',
    'FROM x AS a\nCMD ["c"]\nFROM a\nENTRYPOINT ["e"]',
    { cmd: undefined },
  ],
  ['but not its own', 'FROM x\nCMD ["c"]\nENTRYPOINT ["e"]', { cmd: ['c'] }],
  ['ONBUILD sets nothing', 'FROM x\nONBUILD USER u', { user: undefined }],
  [
    'inherits through stages',
    'FROM node:22 AS Base\nWORKDIR /a\nUSER u\nFROM base\nENV B=1',
    { workdir: '/a', user: 'u', env: { B: '1' }, rootImage: 'node:22' },
  ],
  [
    'does not inherit from another stage',
    'FROM x AS a\nUSER u\nFROM y\nRUN z',
    { user: undefined, rootImage: 'y' },
  ],
];

describe('dockerfileOf', () => {
  it.each(facts)('%s', (_, text, expected) => expect(plain(last(text))).toMatchObject(expected));

  it('resolves the base, or says that it cannot', () => {
    const { stages, args } = read(
      'ARG V=22\nARG W\nARG I=node:$V\nFROM ${I}-alpine AS a\nFROM node:${W}\nFROM A\nFROM scratch',
    );
    expect(
      stages.map(({ base, baseResolved, baseStage, name }) => [base.value, baseResolved, baseStage, name]),
    ).toEqual([
      ['${I}-alpine', 'node:22-alpine', undefined, 'a'],
      ['node:${W}', undefined, undefined, undefined],
      ['A', 'A', 0, undefined],
      ['scratch', 'scratch', undefined, undefined],
    ]);
    expect([...args].map(([name, { value }]) => [name, value])).toEqual([
      ['V', '22'],
      ['W', undefined],
      ['I', 'node:22'],
    ]);
    expect(stages[2]?.image.rootImage).toBe('node:22-alpine');
  });

  it('reads a health check with its times', () => {
    const text =
      'FROM x\nHEALTHCHECK --interval=30s --timeout=500ms --start-period=1m --start-interval=2s --retries=4 CMD curl -f http://localhost || exit 1';
    expect(last(text).healthcheck).toMatchObject({
      disabled: false,
      test: { form: 'shell', words: [{ value: 'curl -f http://localhost || exit 1' }] },
      intervalMs: 30_000,
      timeoutMs: 500,
      startPeriodMs: 60_000,
      startIntervalMs: 2000,
      retries: 4,
    });
    expect(last('FROM x\nHEALTHCHECK NONE').healthcheck).toMatchObject({ disabled: true, test: undefined });
    expect(last('FROM x\nHEALTHCHECK CMD ["a", "b"]').healthcheck?.test).toMatchObject({
      form: 'exec',
      words: [{ value: 'a' }, { value: 'b' }],
    });
  });

  it('points at what is wrong', () => {
    const text = 'FROM x\nHEALTHCHECK --interval=30 --retries=many CMD a\nEXPOSE 99999 http 80:80';
    const found = read(text).problems.map(({ span, code }) => [code, text.slice(span.start, span.end)]);
    expect(found).toEqual([
      ['invalid-value', '30'],
      ['invalid-value', 'many'],
      ['dockerfile-port-invalid', '99999'],
      ['dockerfile-port-invalid', 'http'],
      ['dockerfile-port-mapping', '80:80'],
    ]);
  });

  it('keeps every instruction with its stage and its place', () => {
    const text = 'ARG A\nFROM x\nRUN <<EOF\necho hi\nEOF\nONBUILD COPY a b\n';
    const { instructions } = read(text);
    expect(instructions.map(({ keyword, stage }) => [keyword, stage])).toEqual([
      ['ARG', undefined],
      ['FROM', 0],
      ['RUN', 0],
      ['ONBUILD', 0],
    ]);
    expect(instructions[2]?.heredocs).toMatchObject([{ name: 'EOF', content: { value: 'echo hi\n' } }]);
  });

  it('gives an empty Dockerfile no stage', () => {
    expect(read('').stages).toEqual([]);
    expect(read('RUN x').stages).toEqual([]);
  });

  it('throws on no text', () => {
    const word = fc.constantFrom(
      'FROM',
      'AS',
      'ARG',
      'ENV',
      'COPY',
      '--from=',
      'a',
      '$',
      '${',
      '}',
      '=',
      '"',
      "'",
      '\\',
      '\n',
      ' ',
      '[',
      ']',
      ',',
      '<<E',
      'EXPOSE',
      '1-9',
      'HEALTHCHECK',
      'CMD',
      'WORKDIR',
      'VOLUME',
      '#',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => `FROM x\n${words.join('')}`),
        ),
        (text) => {
          const { stages, problems, instructions } = read(text);
          const spans = [...stages, ...problems, ...instructions].map(({ span }) => span);
          return spans.every(({ start, end }) => start >= 0 && start <= end && end <= text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});
