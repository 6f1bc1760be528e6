import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSource, scanSource } from '../../../src/read/source/read-source.ts';
import { shown } from './shown.ts';

const facts = (text: string) => (readSource('a.go', text)?.facts ?? []).map(shown);

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['Getenv', 'x := os.Getenv("A")', ['env A certain']],
  [
    'a value given when it is empty',
    'p := os.Getenv("PORT")\nif p == "" {\n p = "8080" }',
    ['env PORT=8080 certain'],
  ],
  ['LookupEnv asks whether it is there', 'v, ok := os.LookupEnv("A")', ['env A=? certain']],
  ['a comparison does without', 'if os.Getenv("A") == "1" { x() }', ['env A=? certain']],
  [
    'helpers with a default',
    'getEnv("A_B", "x"); envOr("C_D", "y")',
    ['env A_B=x possible', 'env C_D=y possible'],
  ],
  ['helpers that insist', 'mustMapEnv(&svc.addr, "CART_ADDR")', ['env CART_ADDR possible']],
  ['not where a helper is defined', 'func getEnv(key, fallback string) string { return os.Getenv(key) }', []],
  ['not in comments and strings', '// os.Getenv("A")\n/* os.Getenv("B") */ x := `os.Getenv("C")`', []],
  [
    'tags of fields',
    'type C struct { Port string `env:"PORT" envDefault:"80"`\n Url string `env:"URL_X,required"`\n N int `envconfig:"N_X"` }',
    ['env PORT=80 possible', 'env URL_X possible', 'env N_X=? possible'],
  ],
  ['a literal address', 'http.ListenAndServe(":8080", nil)', ['listen 8080 certain']],
  ['a host', 'log.Fatal(http.ListenAndServe("127.0.0.1:8080", nil))', ['listen 127.0.0.1:8080 certain']],
  [
    'a port from the environment',
    'port := os.Getenv("PORT")\nif port == "" { port = "3550" }\nnet.Listen("tcp", ":" + port)',
    ['env PORT=3550 certain', 'listen 3550 by PORT certain'],
  ],
  ['Sprintf', 'const port = "50051"\nnet.Listen("tcp", fmt.Sprintf(":%s", port))', ['listen 50051 certain']],
  [
    'gin, echo, fiber',
    'r.Run(":8081"); e.Start(":8082"); app.Listen(":8083")',
    ['listen 8081 likely', 'listen 8082 likely', 'listen 8083 likely'],
  ],
  ['a server value', '&http.Server{Addr: ":9090", Handler: h}', ['listen 9090 likely']],
  ['a UDP socket is left out', 'net.Listen("unix", "/run/x.sock")', []],
  [
    'routes',
    'http.HandleFunc("/healthz", h); r.GET("/x", f); mux.Handle("POST /y", f); r.PathPrefix("/z", f)',
    ['any /healthz certain', 'GET /x certain', 'POST /y certain', 'any /z possible'],
  ],
  ['a client asks', 'http.Get("/x", y)', []],
  [
    'signals',
    'signal.Notify(c, os.Interrupt, syscall.SIGTERM)',
    ['signal SIGINT likely', 'signal SIGTERM likely'],
  ],
  ['URLs', 'x := "http://cart:7070/x"', ['url cart:7070']],
  [
    'credentials for every origin',
    'cors.Config{AllowOrigins: []string{"*"}, AllowCredentials: true}',
    ['open cors-credentials likely'],
  ],
  [
    'the middleware of gin, which answers no origin by name',
    'import "github.com/gin-contrib/cors"\nvar c = cors.Config{AllowAllOrigins: true, AllowCredentials: true}\nvar d = cors.Config{AllowOrigins: []string{"*"}, AllowCredentials: true}',
    [],
  ],
  ['every origin without credentials', 'cors.Config{AllowOrigins: []string{"*"}}', []],
];

describe('facts of Go', () => {
  it.each(cases)('reads %s', (_, text, expected) => {
    expect(facts(text)).toEqual(expected);
  });

  it('points at the call', () => {
    const text = 'x := os.Getenv("A")';
    const [fact] = readSource('a.go', text)?.facts ?? [];
    expect(text.slice(fact?.at.start, fact?.at.end)).toBe('os.Getenv("A")');
  });

  it('lists imports', () => {
    expect(scanSource('a.go', 'import "a/b"\nimport (\n "c"\n d "e/f"\n)')?.imports).toEqual([
      'a/b',
      'c',
      'e/f',
    ]);
  });

  it('never throws, and keeps inside the text', () => {
    const words = [
      'os',
      '.',
      'Getenv',
      '(',
      ')',
      '"A"',
      '`',
      '"',
      "'",
      '{',
      '}',
      ':=',
      'port',
      '/*',
      '//',
      '\n',
      '+',
      'fmt.Sprintf(',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
        const text = parts.join(' ');
        for (const { at } of readSource('a.go', text)?.facts ?? []) {
          expect(at.start).toBeGreaterThanOrEqual(0);
          expect(at.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
