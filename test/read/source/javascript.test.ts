// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSource, scanSource } from '../../../src/read/source/read-source.ts';
import { shown } from './shown.ts';

const facts = (text: string) => (readSource('a.ts', text)?.facts ?? []).map(shown);

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  // Environment variables
  ['a member', 'f(process.env.A)', ['env A certain']],
  ['an index', "process.env['A']", ['env A certain']],
  ['optional chaining', 'process?.env?.A', ['env A certain']],
  ['a default', "process.env.A ?? 'x'", ['env A=x certain']],
  ['a default by or', 'process.env.A || 5', ['env A=5 certain']],
  ['a default around a conversion', 'Number(process.env.A) || 5', ['env A=5 certain']],
  ['a default that is not written out', 'process.env.A ?? other()', ['env A=? certain']],
  ['a failure is no default', "process.env.A ?? fail('A is not set')", ['env A certain']],
  ['a comparison does without', "process.env.NODE_ENV === 'production'", ['env NODE_ENV=? certain']],
  ['an assignment reads nothing', "process.env.A = '1'", []],
  [
    'destructuring',
    "const { A, B = 'x', C: c, D: d = '2' } = process.env",
    ['env A certain', 'env B=x certain', 'env C certain', 'env D=2 certain'],
  ],
  ['a name for the environment', 'const env = process.env;\nf(env.A)', ['env A certain']],
  ['an import of it', "import { env as e } from 'node:process';\ne.A", ['env A certain']],
  ['import.meta.env', 'import.meta.env.VITE_A', ['env VITE_A certain']],
  ['a template', '`x${process.env.A}y`', ['env A certain']],
  [
    'not in comments, strings and regular expressions',
    "// process.env.A\n/* process.env.B */ 'process.env.C'; /process.env.D/.test(x)",
    [],
  ],
  ['a property of the same name', 'my.process.env.A', []],
  [
    'a helper',
    "required('DATABASE_URL', log); numberFrom('PORT', 80)",
    ['env DATABASE_URL possible', 'env PORT=80 possible'],
  ],
  ['no helper', "dispatch('ADD_TODO'); require('X')", []],
  [
    'a schema',
    'const s = z.object({ AA: z.string(), B_B: z.coerce.number().default(3) }); s.parse(process.env)',
    ['env AA possible', 'env B_B=? possible'],
  ],
  // Ports
  ['a literal', 'app.listen(8000)', ['listen 8000 certain']],
  ['with a host', "app.listen(8000, '127.0.0.1', () => {})", ['listen 127.0.0.1:8000 certain']],
  [
    'a constant from the environment',
    'const port = Number(process.env.PORT ?? 3000);\nserver.listen(port)',
    ['env PORT=3000 certain', 'listen 3000 by PORT certain'],
  ],
  [
    'parseInt and or',
    "const PORT = parseInt(process.env.PORT || '3000', 10);\napp.listen(PORT)",
    ['env PORT=3000 certain', 'listen 3000 by PORT certain'],
  ],
  [
    'in place',
    'app.listen(process.env.PORT || 3000)',
    ['env PORT=3000 certain', 'listen 3000 by PORT certain'],
  ],
  ['options', "fastify.listen({ host: '::', port: 8080 })", ['listen :::8080 certain']],
  ['the short property', 'const port = 81;\nfastify.listen({ port })', ['listen 81 certain']],
  [
    'a setting of an object',
    'const config = { port: 9000 };\napp.listen(config.port)',
    ['listen 9000 certain'],
  ],
  [
    'Bun and Deno',
    'Bun.serve({ port: 3001, fetch(r) {} }); Deno.serve({ port: 3002 }, h)',
    ['listen 3001 certain', 'listen 3002 certain'],
  ],
  ['an unknown port', 'app.listen(port)', []],
  ['a start function with a port', 'startService({ log, port: 8000 })', ['listen 8000 possible']],
  // Routes
  [
    'express and fastify',
    "app.get('/a', f); router.post('/b', f); fastify.delete('/c/:id', f)",
    ['GET /a certain', 'POST /b certain', 'DELETE /c/:id certain'],
  ],
  ['a comparison', "if (url.pathname === '/health') x()", ['any /health likely']],
  ['a table', "[['GET', '/health', f]]", ['GET /health possible']],
  ['a case', "switch (p) { case '/ready': }", ['any /ready possible']],
  ['no route', "axios.get('/x'); map.get('/y'); path.join('/a', b)", []],
  // Signals and URLs
  [
    'signals',
    "process.on('SIGTERM', f); process.once('SIGINT', f)",
    ['signal SIGTERM certain', 'signal SIGINT certain'],
  ],
  ['a URL', "fetch('http://redis:6379/x'); 'postgres://u:p@db/x'", ['url redis:6379', 'url db']],
  ['a URL in a template', '`http://api:8000/${id}`; `http://${host}/x`', ['url api:8000']],
  ['the base of a relative URL', "new URL(req.url, 'http://localhost')", []],
];

describe('JavaScript', () => {
  it.each(cases)('%s', (_, text, expected) => expect(facts(text)).toEqual(expected));

  it('points at the words', () => {
    const text = "const a = 1;\nconst b = process.env.B ?? 'x';";
    const [fact] = readSource('a.js', text)?.facts ?? [];
    expect(fact && text.slice(fact.at.start, fact.at.end)).toBe('process.env.B');
  });

  it('names what is imported', () => {
    const text =
      "import a from './a.js';\nimport './b.js';\nconst c = require('../c');\nawait import('./d.js');\nexport * from './e.js';\nx('./f.js')";
    expect(scanSource('a.js', text)?.imports).toEqual(['./a.js', './b.js', '../c', './d.js', './e.js']);
  });

  it('tells division, regular expressions and templates apart', () => {
    expect(facts('a = b / c; process.env.A; d = e / f')).toEqual(['env A certain']);
    expect(facts('a = /[/\'"`]/; process.env.A')).toEqual(['env A certain']);
    expect(facts('`${`${process.env.A}`}`; process.env.B')).toEqual(['env A certain', 'env B certain']);
    expect(facts('`${{ a: 1 }}`; process.env.A')).toEqual(['env A certain']);
  });

  it('throws on no text, and every fact lies in it', () => {
    const word = fc.constantFrom(
      'process',
      '.',
      'env',
      '?.',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      '`',
      '${',
      "'",
      '"',
      '/',
      '//',
      '/*',
      '*/',
      '\\',
      '\n',
      ' ',
      ',',
      ':',
      '=',
      '??',
      '||',
      'const',
      'listen',
      'serve',
      'port',
      '80',
      'A',
      'import',
      'Number',
      'getEnv',
      "'A_B'",
      'case',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) =>
          (readSource('a.js', text)?.facts ?? []).every(
            ({ at }) => at.start >= 0 && at.start <= at.end && at.end <= text.length,
          ),
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    '=/[',
    '`${',
    'a={',
    '} = process.env;',
    '(((((',
    '= Number(',
    'x ?? ',
    '{port:',
    'start({',
    'z.',
  ])('takes linear time on %s', (junk) => {
    const start = performance.now();
    readSource('a.js', junk.repeat(Math.ceil(300_000 / junk.length)));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
