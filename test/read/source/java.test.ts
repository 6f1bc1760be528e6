// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the placeholders of Spring are the input under test
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSource } from '../../../src/read/source/read-source.ts';
import { shown } from './shown.ts';

const facts = (text: string, file = 'A.java') => (readSource(file, text)?.facts ?? []).map(shown);

const cases: readonly (readonly [string, string, readonly string[]])[] = [
  ['getenv', 'String x = System.getenv("A");', ['env A certain']],
  ['getOrDefault', 'System.getenv().getOrDefault("PORT", "9555")', ['env PORT=9555 certain']],
  ['orElse', 'Optional.ofNullable(System.getenv("A")).orElse("x")', ['env A=x certain']],
  ['a comparison does without', 'if (System.getenv("A") != null) {}', ['env A=? certain']],
  ['a fallback of Kotlin', 'val x = System.getenv("A") ?: "x"', ['env A=x certain']],
  [
    'placeholders',
    `@Value("\${DB_HOST:localhost}") String h; @Value("\${KEY}") String k; @Value("\${db.x}") y`,
    ['env DB_HOST=localhost certain', 'env KEY certain'],
  ],
  ['not in comments', '// System.getenv("A")\n/* System.getenv("B") */', []],
  [
    'Spring listens on its own port',
    'SpringApplication.run(App.class, args);',
    ['listen 8080 by SERVER_PORT possible'],
  ],
  ['a socket', 'new ServerSocket(8080)', ['listen 8080 likely']],
  [
    'gRPC',
    'int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "9555"));\nServerBuilder.forPort(port)',
    ['env PORT=9555 certain', 'listen 9555 by PORT certain'],
  ],
  ['the far end is no listener', 'new InetSocketAddress("db", 5432)', []],
  [
    'routes of Spring',
    '@RequestMapping("/api")\nclass C {\n @GetMapping("/x") a() {}\n @PostMapping(value = "y") b() {}\n @RequestMapping(path = {"/z"}) c() {} }',
    ['any /api likely', 'GET /api/x likely', 'POST /api/y likely', 'any /api/z likely'],
  ],
  ['a shutdown hook', 'Runtime.getRuntime().addShutdownHook(new Thread());', ['signal SIGTERM likely']],
  ['a JDBC URL', 'String u = "jdbc:postgresql://db:5432/app";', ['url db:5432']],
  [
    'credentials for every origin',
    'registry.addMapping("/**").allowedOriginPatterns("*").allowCredentials(true);',
    ['open cors-credentials likely'],
  ],
  ['every origin without credentials', '@CrossOrigin(origins = "*")', []],
];

const yaml = `
server:
  port: \${PORT:8081}
spring:
  datasource:
    url: jdbc:mysql://localhost:3306/shop
    password: \${DB_PASSWORD}
management.endpoints.web.exposure.include: "*"
---
spring.config.activate.on-profile: docker
server.port: 9999
`;

describe('facts of Java', () => {
  it.each(cases)('reads %s', (_, text, expected) => {
    expect(facts(text)).toEqual(expected);
  });

  it('reads application.yml, without the documents of one profile', () => {
    expect(facts(yaml, 'src/main/resources/application.yml')).toEqual([
      'env PORT=8081 certain',
      'listen 8081 by PORT certain',
      'env SPRING_DATASOURCE_URL=jdbc:mysql://localhost:3306/shop likely',
      'env DB_PASSWORD certain',
      'open management certain',
    ]);
  });

  it('reads application.properties', () => {
    const text = '# server.port=1\nserver.port=8082\nspring.data.redis.host: localhost\n';
    expect(facts(text, 'a/src/main/resources/application.properties')).toEqual([
      'listen 8082 by SERVER_PORT certain',
      'env SPRING_DATA_REDIS_HOST=localhost likely',
    ]);
  });

  it('never throws, and keeps inside the text', () => {
    const words = [
      'System',
      '.',
      'getenv',
      '(',
      ')',
      '"A"',
      '"""',
      '"',
      "'",
      '@Value',
      '${A:',
      '}',
      '=',
      'port',
      '/*',
      '\n',
      '+',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
        const text = parts.join(' ');
        for (const { at } of readSource('A.java', text)?.facts ?? []) {
          expect(at.start).toBeGreaterThanOrEqual(0);
          expect(at.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});
