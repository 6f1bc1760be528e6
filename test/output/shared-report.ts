// One report that holds every shape an output must cope with; the golden files show what each makes of it.
import type { Span } from '../../src/base/span.ts';
import type { Finding } from '../../src/model/finding.ts';
import { fingerprint, sortFindings } from '../../src/review/findings.ts';
import { positionsIn } from '../../src/review/positions.ts';
import type { ReviewResult } from '../../src/review/result.ts';
import { riskOf } from '../../src/review/risk.ts';
import { replace, review, safe } from '../../src/rules/fix.ts';

const files: Readonly<Record<string, string>> = {
  'compose.yaml': `services:
  db:
    image: postgres
    ports: ["5432:5432"]
    environment:
      POSTGRES_PASSWORD: hunter2-is-not-shown
      DATABASE_URL: postgres://app:hunter2@db:5432/app
  api:
    image: api
    command: ["node", "server.js", "--with", "${'very-long-'.repeat(20)}option", "--port", "3000", "--last"]
    labels: { a: 1 }
  web: {image: a}
  w2: {image: a}
  w3: {image: a}
  w4: {image: a}
`,
  'services/api/app.js': "\tconst url = '数据库://主机'; // 😀 e\u0301\nconnect(url);\n",
  'services\\win\\Dockerfile': 'FROM node\r\nUSER root\r\n',
  '.env': '\ufeffTOKEN=\u001b[31mred\u202e\nNAME=x',
  'docs/notes.yaml': '',
};

function spanOf(file: string, part: string, length = part.length): Span {
  const start = (files[file] ?? '').indexOf(part);
  return { file, start, end: start + length };
}

function finding(given: Partial<Finding> & Pick<Finding, 'rule' | 'at' | 'message'>): Finding {
  return {
    aliases: [],
    severity: 'high',
    confidence: 'certain',
    object: given.at.file,
    related: [],
    fix: undefined,
    waived: undefined,
    fingerprint: '',
    ...given,
  };
}

const dbPort = spanOf('compose.yaml', '"5432:5432"');

const findings: readonly Finding[] = [
  finding({
    rule: 'compose/data-store-port-public',
    aliases: ['kics:container_traffic_not_bound_to_host_interface'],
    at: dbPort,
    object: 'service db',
    message: 'db publishes PostgreSQL (port 5432) on all interfaces',
    related: [
      { at: spanOf('services/api/app.js', '数据库'), message: 'the only reader is on the project network' },
    ],
    fix: review('Bind to 127.0.0.1', replace(dbPort, '"127.0.0.1:5432:5432"')),
  }),
  finding({
    rule: 'compose/secret-in-environment',
    severity: 'critical',
    confidence: 'likely',
    at: spanOf('compose.yaml', 'hunter2-is-not-shown'),
    object: 'service db',
    message: 'POSTGRES_PASSWORD of db stands in the file',
  }),
  finding({
    rule: 'compose/secret-in-environment',
    at: spanOf('compose.yaml', 'hunter2@', 7),
    object: 'service db',
    message: 'DATABASE_URL of db carries a password',
  }),
  finding({
    rule: 'compose/option-unknown',
    severity: 'low',
    confidence: 'possible',
    at: spanOf('compose.yaml', '"--last"'),
    object: 'service api',
    message: 'api is started with\n  an option "--last" that it does not know',
  }),
  ...['web', 'w2', 'w3', 'w4'].map((name) =>
    finding({
      rule: 'compose/healthcheck-absent',
      severity: 'info',
      at: spanOf('compose.yaml', `${name}:`, name.length),
      object: `service ${name}`,
      message: `${name} has no health check`,
    }),
  ),
  finding({
    rule: 'project/host-unknown',
    severity: 'medium',
    at: spanOf('services/api/app.js', '主机'),
    message: 'The host 主机 is no service',
  }),
  finding({
    rule: 'project/emoji-comment',
    severity: 'low',
    at: spanOf('services/api/app.js', 'e\u0301'),
    message: 'A combined letter is one character wide: e\u0301',
  }),
  finding({
    rule: 'dockerfile/run-as-root',
    severity: 'critical',
    at: spanOf('services\\win\\Dockerfile', 'USER root'),
    object: 'stage 0',
    message: 'The last stage runs as root',
    fix: safe('Name the user node', replace(spanOf('services\\win\\Dockerfile', 'root'), 'node')),
  }),
  finding({
    rule: 'env/control-character',
    severity: 'medium',
    at: spanOf('.env', '\u001b[31mred\u202e'),
    message: 'The value of TOKEN holds \u001b, which changes the terminal',
  }),
  finding({
    rule: 'compose/label-empty',
    severity: 'low',
    at: spanOf('compose.yaml', 'a: 1'),
    object: 'service api',
    message: 'The label a of api is a number',
    waived: { reason: 'read by an old tool', at: spanOf('compose.yaml', 'labels:') },
  }),
  finding({
    rule: 'project/file-empty',
    severity: 'info',
    at: { file: 'docs/notes.yaml', start: 0, end: 0 },
    message: 'The file is empty',
  }),
];

const texts = new Map(Object.entries(files).map(([file, text]) => [file, { file, text }]));
const sorted = fingerprint(sortFindings(findings, positionsIn(texts)));

export const sharedReport: ReviewResult = {
  findings: sorted,
  artifacts: [
    { file: 'compose.yaml', kind: 'compose', understood: 'yes', why: undefined },
    { file: 'services\\win\\Dockerfile', kind: 'dockerfile', understood: 'yes', why: undefined },
    { file: '.env', kind: 'env', understood: 'partly', why: 'line 1 holds control characters' },
    ...['a', 'b', 'c', 'd', 'e'].map((name) => ({
      file: `k8s/${name}.yaml`,
      kind: 'kubernetes' as const,
      understood: 'no' as const,
      why: 'this version does not read Kubernetes manifests',
    })),
  ],
  skipped: [{ path: 'node_modules', why: 'vendored' }],
  texts,
  rules: new Map([
    [
      'compose/secret-in-environment',
      {
        id: 'secret-in-environment',
        area: 'compose',
        severity: 'high',
        aliases: [],
        title: 'A secret stands in the file',
        why: 'Everyone who reads the repository has it.',
        fix: 'Move it to a secret file, and change it.',
        references: [],
        examples: [],
      },
    ],
  ]),
  risk: riskOf(sorted),
  summary: { critical: 2, high: 2, medium: 2, low: 2, info: 5, waived: 1, files: 8, unknown: 6 },
  failures: [{ rule: 'compose/brittle', object: 'service db', message: 'x is not a function' }],
  refused: true,
  gone: 0,
};
