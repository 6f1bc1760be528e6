// Whatever a repository is full of, no output carries it raw to a terminal, a page or a log.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import AjvDraft04 from 'ajv-draft-04';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plain } from '../../src/output/paint.ts';
import type { ReviewFormat } from '../../src/output/review/format.ts';
import { github } from '../../src/output/review/github.ts';
import { gitlab } from '../../src/output/review/gitlab.ts';
import { html } from '../../src/output/review/html.ts';
import { json } from '../../src/output/review/json.ts';
import { junit } from '../../src/output/review/junit.ts';
import { markdown } from '../../src/output/review/markdown.ts';
import { sarif } from '../../src/output/review/sarif.ts';
import { reviewText } from '../../src/output/review/text.ts';
import { readProject } from '../../src/read/project.ts';
import type { ReviewResult } from '../../src/review/result.ts';
import { review } from '../../src/review/run.ts';
import { seaworthy } from '../cli/command.ts';

const esc = '\u001b]0;owned\u0007\u001b[31m';
const bidi = '\u202e\u2066\u200f\u061c';
const c1 = '\u009b31m\u0085\u007f';
const lines = '\u2028\u2029\r';
const markup = '"><script>alert(1)</script>|`x`]]>&amp;';
const command = '::error file=x::owned';
const evil = `${esc}${bidi}${c1}${lines}${markup}${command}`;
/** The same as a name: no slash, no NUL. */
const name = evil.replaceAll('/', '');

const files: Readonly<Record<string, string>> = {
  'compose.yaml': `# seaworthy: ignore[compose/image-tag-floating] ${evil.replace('\r', '')}
services:
  web:
    image: "nginx:\\e]0;owned\\a\\u202e\\u2066\\x9b31m\\ud800\\ufffe<script>"
    # seaworthy: ignore[no-such-${markup}${esc}] x
    "\\e[31mkey\\u202e": "\\e[31mvalue"
    environment:
      "A\\e]0;owned\\a": "\${B${bidi}}"
      PASSWORD: "hunter2${esc}"
    ports: ["${command}", "\\e[2J80:80"]
    depends_on: ["gone\\e[2J\\u2066", "::error::\\n::error::owned"]
    labels: { "${bidi}": "\\ud800" }
  "evil\\e[31m\\u202e\\n::error::owned": { image: postgres, ports: ["5432:5432"] }
`,
  [`${name}/Dockerfile`]: `FROM node\nCOPY ${esc}${bidi} .\nRUN sudo ${c1}x\n# hadolint ignore=DL3002 ${evil}\nUSER root\n`,
  [`${name}.env`]: `A=1\nA=${esc}2\n${c1}B ${bidi}\n`,
  'new\nline/Dockerfile': 'FROM node\nUSER root\n',
  [`k8s/${name}.yaml`]: `apiVersion: v1
kind: Pod
metadata: { name: "web\\e[31m\\u202e", annotations: { kube-linter.io/ignore-all: "\\e[31m${bidi}" } }
spec: { containers: [{ name: "c\\e]0;x\\a", image: "nginx\\u202e", "unknown\\e[2J": 1 }] }
`,
  '.github/workflows/ci.yml': `on: push\njobs:\n  "a\\e[31m":\n    runs-on: ubuntu-24.04\n    steps: [{ name: "\\e[31m${bidi}", uses: "a/b@\\e[31m" }, { run: "echo \${{ github.event.issue.title }} ${command}" }]\n`,
  '.trivyignore.yaml': `misconfigurations: [{ id: DS-0002, statement: "\\e[31m${bidi}", expired_at: "9999-99-9\\e[31m" }]\n`,
  'seaworthy.waivers.yaml': `waivers: [{ rule: "x\\e[31m", reason: "${bidi}", owner: "\\e[31m" }, { rule: dockerfile/base-image-floating, reason: "\\e[31m${markup.replace('"', '')}", owner: "\\u202e", expires: 2999-01-01 }]\n`,
  'seaworthy.yaml':
    'rules: { "no\\e[31m": off }\noverrides: [{ files: ["\\e[31m"], rules: { plain: off } }]\n"\\e[2J": 1\n',
  broken: '',
};

let root = '';
let result: ReviewResult;

beforeAll(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-hostile-')));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  // UTF-16, and bytes that are no text at all.
  writeFileSync(join(root, `${name}.wide.env`), Buffer.from('\ufeffA=1\u001b\n', 'utf16le'));
  writeFileSync(join(root, 'bytes.env'), Buffer.from([0x41, 0x3d, 0xff, 0x1b, 0x5b, 0x0a]));
  const project = await readProject({ root, scope: 'review', processEnv: {} });
  result = review(project, { preset: 'strict', today: '2026-01-01' });
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

const options = { version: '0.1.0', root: `x${evil}`, folder: `y${name}`, at: '2026-01-02T03:04:05.000Z' };
const text = (verbose: boolean): ReviewFormat => ({
  name: verbose ? 'text, verbose' : 'text',
  mediaType: 'text/plain',
  render: (shown, { folder }) => reviewText(shown, { paint: plain, verbose, folder }),
});
const formats = [text(false), text(true), json, sarif, junit, github, gitlab, markdown, html].map(
  (format) => [format.name, format] as const,
);

/** Tab and line feed apart, what a terminal acts on, what turns text around, and what XML cannot hold. */
const raw =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/u;

describe('a hostile repository', () => {
  test('is reviewed without a rule failing, and says what it says in many places', () => {
    expect(result.failures).toEqual([]);
    expect(result.findings.length).toBeGreaterThan(20);
    expect(result.findings.some(({ waived }) => waived !== undefined)).toBe(true);
    const said = result.findings.map(({ message, at }) => message + at.file).join('\n');
    for (const part of ['\u001b', '\u202e', '\u009b', '<script>']) expect(said).toContain(part);
  });

  test.each(formats)('%s carries nothing raw', (_name, format) => {
    const out = format.render(result, options);
    const at = out.search(raw);
    expect(at === -1 ? '' : JSON.stringify(out.slice(Math.max(0, at - 60), at + 20))).toBe('');
  });

  test.each([
    ['json', json],
    ['sarif', sarif],
    ['gitlab', gitlab],
  ])('%s is JSON that says the same', (_name, format) => {
    const parsed: unknown = JSON.parse(format.render(result, options));
    expect(parsed).toBeTruthy();
    if (format === json) expect(JSON.stringify(parsed)).toContain('\\u001b[31m');
  });

  test.each([
    ['junit', junit],
    ['html', html],
  ])('%s has no markup of a file', (_name, format) => {
    const out = format.render(result, options);
    expect(out).not.toMatch(/<script|]]>|&(?!(?:amp|lt|gt|quot|#39);)/);
  });

  test('junit is balanced', () => {
    const open: string[] = [];
    const out = junit.render(result, options);
    for (const [, close, tag = '', alone] of out.matchAll(
      /<(\/?)([a-z]+)(?:\s+[a-z]+="[^"<>]*")*\s*(\/?)>/g,
    )) {
      if (close === '/') expect(open.pop()).toBe(tag);
      else if (alone !== '/') open.push(tag);
    }
    expect(open).toEqual([]);
    expect(out.replace(/<(\/?)([a-z]+)(?:\s+[a-z]+="[^"<>]*")*\s*(\/?)>/g, '')).not.toMatch(
      /[<>](?!\?xml)(?<!\?>)/,
    );
  });

  test('github: every line is one command of ours', () => {
    for (const line of github.render(result, options).trimEnd().split('\n'))
      expect(line).toMatch(/^::(?:error|warning|notice) file=[^:,\s]/);
  });

  test('markdown: a file begins no line, row or tag of its own', () => {
    const rows = markdown.render(result, options).split('\n');
    for (const row of rows) expect(row).toMatch(/^(?:# Review|## |\| |- |\d+ finding|$)/);
    expect(rows.filter((row) => /(?<!\\)<(?!br>)/.test(row.replace(/(`+).*?\1/g, '')))).toEqual([]);
  });

  test.each([['text'], ['json'], ['sarif'], ['junit'], ['github'], ['gitlab'], ['markdown'], ['html']])(
    'the command line prints nothing raw as %s',
    (format) => {
      const { stdout, stderr } = seaworthy(['review', '--no-cache', '-v', '-o', format, root], {
        env: { GITHUB_ACTIONS: 'true' },
      });
      expect(stdout.length).toBeGreaterThan(1000);
      expect([stdout.match(raw), stderr.match(raw)]).toEqual([null, null]);
    },
  );

  test.each([
    [['review', `gone${esc}${bidi}`]],
    [['review', '--json', `gone${esc}${bidi}`]],
    [['review', '--rule', `x${c1}${esc}`]],
    [['review', '--baseline', `x${bidi}`]],
    [['review', '--changed-since', `x${bidi}${esc}`]],
    [['review', '-o', `x${bidi}`]],
    [['explain', `x${bidi}${esc}`]],
    [['explain', '--json', `x${bidi}${esc}`]],
    [[`verb${esc}`]],
  ])('errors carry nothing raw: %j', (args) => {
    const { code, stdout, stderr } = seaworthy(args, { cwd: root });
    expect(code).not.toBe(0);
    expect([stdout.match(raw), stderr.match(raw)]).toEqual([null, null]);
  });
});

describe('SARIF of real reviews', () => {
  const require = createRequire(import.meta.url);
  const Ajv = AjvDraft04.default;
  const validate = new Ajv({
    strict: false,
    unicodeRegExp: false,
    formats: {
      // RFC 3986, section 2: everything else must be percent-encoded.
      uri: /^[a-z][a-z0-9+.-]*:(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\dA-F]{2})+$/i,
      'uri-reference': /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[\dA-F]{2})*$/i,
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/,
    },
  }).compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

  test('is valid for a hostile repository', () => {
    validate(JSON.parse(sarif.render(result, options)));
    expect(validate.errors).toBeNull();
  });

  test.each(['examples', 'test/fixtures', '.'])('is valid for %s', async (folder) => {
    const project = await readProject({ root: folder, scope: 'review', processEnv: {} });
    const reviewed = review(project, { preset: 'strict', today: '2026-01-01' });
    expect(reviewed.findings.length).toBeGreaterThan(0);
    validate(JSON.parse(sarif.render(reviewed, { ...options, folder })));
    expect(validate.errors).toBeNull();
  });
});
