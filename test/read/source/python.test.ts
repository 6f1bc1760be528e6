import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSource, scanSource } from '../../../src/read/source/read-source.ts';
import { shown } from './shown.ts';

const facts = (text: string) => (readSource('a.py', text)?.facts ?? []).map(shown);

const settings = `
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="APP_")
    database_url: str
    port: int = 8000
    key: str = Field(..., min_length=3)
    mode: str = Field("dev")
    def method(self):
        inner: str

other: str
`;

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['a subscript', "os.environ['A']", ['env A certain']],
  ['get', "os.environ.get('A')", ['env A certain']],
  ['get with a default', "os.environ.get('A', 'x')", ['env A=x certain']],
  ['None is no default', "os.environ.get('A', None)", ['env A certain']],
  ['getenv', 'os.getenv("A", 5); getenv("B", default="y")', ['env A=5 certain', 'env B=y certain']],
  ['or', "os.getenv('A') or 'x'", ['env A=x certain']],
  [
    'a constant',
    "A_ENV = 'A'\nos.getenv(A_ENV, 5); os.environ[A_ENV]; os.getenv(B_ENV)",
    ['env A=5 certain', 'env A certain'],
  ],
  ['an import of environ', "environ['A']", ['env A certain']],
  ['an assignment reads nothing', "os.environ['A'] = '1'", []],
  ['not in comments and strings', '# os.environ[\'A\']\n"""os.environ[\'B\']"""\n\'os.environ[1]\'', []],
  ['an f-string', 'f"x{os.environ[\'A\']}y"', ['env A certain']],
  [
    'helpers',
    "env('A_B', default='x'); config('C_D'); env.int('E_F', 3); env.str('G_H')",
    ['env A_B=x possible', 'env C_D possible', 'env E_F=3 possible', 'env G_H possible'],
  ],
  [
    'pydantic settings',
    settings,
    [
      'env APP_DATABASE_URL possible',
      'env APP_PORT=8000 possible',
      'env APP_KEY possible',
      'env APP_MODE=? possible',
    ],
  ],
  [
    'a debugger',
    'app = Flask(__name__)\napp.run(debug=True)',
    ['listen 127.0.0.1:5000 possible', 'open debugger certain'],
  ],
  [
    'credentials for every origin',
    "origins = ['*']\nadd(CORSMiddleware, allow_origins=origins, allow_credentials=True)",
    ['open cors-credentials certain'],
  ],
  ['every origin without credentials', "add(CORSMiddleware, allow_origins=['*'])", []],
  ['flask', "app.run(host='0.0.0.0', port=5001)", ['listen 0.0.0.0:5001 certain']],
  ['flask in order', "app.run('0.0.0.0', 5001)", ['listen 0.0.0.0:5001 certain']],
  [
    'uvicorn',
    "uvicorn.run('main:app', host='0.0.0.0', port=int(os.environ.get('PORT', 8000)))",
    ['listen 0.0.0.0:8000 by PORT certain', 'env PORT=8000 certain'],
  ],
  ['uvicorn on its own port', 'uvicorn.run(app)', ['listen 127.0.0.1:8000 possible']],
  [
    'a constant',
    "PORT = int(os.getenv('PORT', '8080'))\napp.run(port=PORT)",
    ['env PORT=8080 certain', 'listen 8080 by PORT certain'],
  ],
  ['a server of the library', "HTTPServer(('', 8000), Handler)", ['listen 8000 certain']],
  ['a socket', "s.bind(('0.0.0.0', 9999))", ['listen 0.0.0.0:9999 likely']],
  [
    'FastAPI',
    "@app.get('/x')\ndef f(): pass\n@router.post('/y')\ndef g(): pass",
    ['GET /x certain', 'POST /y certain'],
  ],
  [
    'Flask routes',
    "@app.route('/x', methods=['GET', 'POST'])\ndef f(): pass\n@bp.route('/y')\ndef g(): pass",
    ['GET /x certain', 'POST /x certain', 'any /y certain'],
  ],
  [
    'Django',
    "urlpatterns = [path('health/', view), path('', index)]",
    ['any /health/ likely', 'any / likely'],
  ],
  ['a comparison', "if self.path == '/health': pass", ['any /health likely']],
  ['no route', "requests.get('/x'); os.path('/y')", []],
  [
    'signals',
    'signal.signal(signal.SIGTERM, f); loop.add_signal_handler(signal.SIGINT, f)',
    ['signal SIGTERM certain', 'signal SIGINT certain'],
  ],
  ['a URL', "r = 'redis://redis:6379/0'", ['url redis:6379']],
];

describe('Python', () => {
  it.each(cases)('%s', (_, text, expected) => expect(facts(text)).toEqual(expected));

  it('names what is imported', () => {
    const text =
      'import a.b as c, d\nfrom .e import f\nfrom . import g\nfrom h.i import (j,\n  k)\nx = "import z"\n';
    expect(scanSource('a.py', text)?.imports).toEqual([
      'a.b',
      'd',
      '.e',
      '.e.f',
      '.',
      '.g',
      'h.i',
      'h.i.j',
      'h.i.k',
    ]);
  });

  it('tells imports that are run whenever the file is', () => {
    const text = [
      'import a.b as c, d',
      'from .e import (f as g,',
      '  h)',
      'try:',
      '    import i',
      'except ImportError:',
      '    pass',
      'def j():',
      '    import k',
      'if TYPE_CHECKING:',
      '    from l import m',
      '"QQ"',
      'import n',
      '"QQ"',
      'from .. import o; x = 1',
    ]
      .join('\n')
      .replaceAll('"QQ"', '"'.repeat(3));
    const imports = scanSource('a.py', text)?.source.imports ?? [];
    const seen = imports.map(({ module, names }) => [module, ...names].join(' '));
    expect(seen).toEqual(['a.b', 'd', '.e f h', '.. o']);
    expect(imports.map(({ at }) => text.slice(at.start, at.end))).toEqual(['a.b', 'd', '.e', '..']);
  });

  it('throws on no text, and every fact lies in it', () => {
    const word = fc.constantFrom(
      'os',
      '.',
      'environ',
      'getenv',
      '[',
      ']',
      '(',
      ')',
      '{',
      '}',
      'f"',
      '"',
      "'",
      '"""',
      '#',
      '\\',
      '\n',
      '  ',
      ',',
      ':',
      '=',
      'class',
      'A',
      '(BaseSettings):',
      'app.run',
      'port',
      '80',
      '@',
      'path',
      'from',
      'import',
      '...',
      'Field',
      'or',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) =>
          (readSource('a.py', text)?.facts ?? []).every(
            ({ at }) => at.start >= 0 && at.start <= at.end && at.end <= text.length,
          ),
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    'class A(BaseSettings):',
    "'''",
    'f"{a}',
    '(((((',
    'x: int(',
    'from . import a,',
    '@app.route("/x", methods=[',
  ])('takes linear time on %s', (junk) => {
    const start = performance.now();
    readSource('a.py', junk.repeat(Math.ceil(200_000 / junk.length)));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
