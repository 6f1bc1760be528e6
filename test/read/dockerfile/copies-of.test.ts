import { describe, expect, it } from 'vitest';
import { candidatesInContext, copiesOf, inContext } from '../../../src/read/dockerfile/copies-of.ts';
import { dockerfileOf } from '../../../src/read/dockerfile/dockerfile.ts';

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['the whole context', 'FROM x\nWORKDIR /app\nCOPY . .', ['/app <- ']],
  ['a folder into a folder', 'FROM x\nCOPY src /app/src', ['/app/src <- src']],
  ['the content of a folder', 'FROM x\nWORKDIR /app\nCOPY src/ ./', ['/app <- src']],
  ['a file into a folder', 'FROM x\nWORKDIR /app\nCOPY server.js ./', ['/app/server.js <- server.js']],
  ['a file by another name', 'FROM x\nCOPY a.js /b.js', ['/b.js <- a.js']],
  ['several sources', 'FROM x\nWORKDIR /app\nCOPY a.js lib ./', ['/app/a.js <- a.js', '/app <- lib']],
  ['the exec form', 'FROM x\nCOPY ["my app", "/my app"]', ['/my app <- my app']],
  ['no code by a pattern of manifests', 'FROM x\nCOPY package*.json ./\nCOPY *.js /app/', ['/app <- ']],
  ['a path that leads out of the context is cut', 'FROM x\nCOPY ../x /x', ['/x <- x']],
  [
    'nothing from afar',
    'FROM x\nADD https://x.example/a.js /a\nADD git@github.com:a/b.git /b\nADD a.tar.gz /',
    [],
  ],
  ['parents', 'FROM x\nCOPY --parents a/b /dst', ['/dst/a/b <- a/b']],
  ['a variable', 'FROM x\nARG D=svc\nCOPY $D /app', ['/app <- svc']],
  ['a variable without a value', 'FROM x\nARG D\nCOPY svc/$D/src /app\nCOPY svc/$D/a.json* /b/', []],
  ['another image', 'FROM x\nCOPY --from=nginx /etc/nginx /etc/nginx', []],
  [
    'a builder that copied the same path',
    'FROM x AS builder\nWORKDIR /app\nCOPY . .\nFROM y\nCOPY --from=builder /app /app',
    ['/app <- '],
  ],
  [
    'part of what a builder copied',
    'FROM x AS b\nCOPY services/api /src\nFROM y\nWORKDIR /srv\nCOPY --from=B /src/lib ./lib',
    ['/srv/lib <- services/api/lib'],
  ],
  [
    'more than what a builder copied',
    'FROM x AS b\nCOPY a /opt/a\nCOPY b /opt/b\nFROM y\nCOPY --from=0 /opt /srv',
    ['/srv/a <- a', '/srv/b <- b'],
  ],
  [
    'what the base stage copied',
    'FROM x AS a\nWORKDIR /app\nCOPY . .\nFROM a\nCOPY conf ./conf',
    ['/app <- ', '/app/conf <- conf'],
  ],
  ['a heredoc is no source', 'FROM x\nCOPY <<EOF /a.txt\nhi\nEOF', []],
];

describe('copiesOf', () => {
  it.each(cases)('%s', (_, text, expected) => {
    const dockerfile = dockerfileOf('Dockerfile', text);
    const copies = copiesOf(dockerfile, dockerfile.stages.length - 1);
    expect(copies.map(({ from, to }) => `${from} <- ${to}`)).toEqual(expected);
  });

  it('leaves out sources that the context does not have', () => {
    const dockerfile = dockerfileOf('Dockerfile', 'FROM x\nCOPY gone /a\nCOPY there /b');
    const copies = copiesOf(dockerfile, 0, (path) => (path === 'there' ? 'file' : undefined));
    expect(copies).toEqual([{ from: '/b', to: 'there' }]);
  });

  it('puts in what the build is given', () => {
    const dockerfile = dockerfileOf('Dockerfile', 'FROM x\nARG D=a\nARG E\nENV E=$E\nCOPY $D/$E /app');
    const given = new Map([['E', { value: 'b' }]]);
    expect(copiesOf(dockerfile, 0, undefined, given)).toEqual([{ from: '/app', to: 'a/b' }]);
  });

  it('finds the path in the context, the nearest folder first', () => {
    const copies = [
      { from: '/app', to: '' },
      { from: '/app/lib', to: 'shared' },
    ];
    expect(candidatesInContext(copies, '/app/lib/a.js')).toEqual(['shared/a.js', 'lib/a.js']);
    expect(inContext(copies, '/application/x')).toBeUndefined();
    expect(inContext([{ from: '/', to: 'root' }], '/etc/x')).toBe('root/etc/x');
  });

  it('has an end when stages copy each other over and over', () => {
    const stages = Array.from(
      { length: 60 },
      (_, index) => `FROM x\nCOPY --from=${index} / /\nCOPY --from=${index} / /a`,
    );
    const dockerfile = dockerfileOf('Dockerfile', `FROM x\nCOPY . /\n${stages.join('\n')}`);
    expect(copiesOf(dockerfile, 60).length).toBeLessThanOrEqual(500);
  });
});
