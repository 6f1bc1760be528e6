// What other tools say of the manifests that `seaworthy generate kubernetes` makes of the examples: rendered by the real
// kustomize, then read by kube-score, trivy and checkov. Writes bench/peers.md.
// usage: npm run peers
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { manifestReviewers } from './peers.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const examples = ['policy-platform', 'task-manager'];
/** What the repository does not tell. */
const flags = [
  ['--registry', 'ghcr.io/acme'],
  ['--tag', '1.0.0'],
  ['--host', 'app.acme.dev'],
  ['--owner', 'platform'],
  ['--contact', 'platform@acme.dev'],
].flat();
const overlays = ['development', 'staging', 'production'];

function run(command, args, options = {}) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
  if (done.error !== undefined) throw done.error;
  return done;
}

/** A copy of the example with the manifests in it, and each overlay as the real kustomize renders it. */
function generated(example, folder, kustomize) {
  const project = join(folder, example);
  cpSync(join(root, 'examples', example, 'repaired'), project, { recursive: true });
  const program = join(root, 'dist', 'seaworthy.js');
  const made = run(process.execPath, [program, 'generate', 'kubernetes', ...flags], { cwd: project });
  if (made.status !== 0) throw new Error(made.stderr);
  const review = run(
    process.execPath,
    [program, 'review', 'kubernetes', '--preset', 'strict', '--json', '--no-cache'],
    { cwd: project },
  );
  const { summary } = JSON.parse(review.stdout);
  const rendered = overlays.map((overlay) => {
    const built = run(kustomize, ['build', join(project, 'kubernetes', 'overlays', overlay)]);
    if (built.status !== 0) throw new Error(built.stderr);
    const place = join(folder, 'rendered', example, overlay);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'all.yaml'), built.stdout);
    return { overlay, place, objects: built.stdout.split(/^---$/m).length };
  });
  return { example, summary, rendered };
}

/** Failed checks of one tool over one file: id, severity, title. */
const readers = {
  'kube-score': (program, place) => {
    const { stdout } = run(program, ['score', '-o', 'json', join(place, 'all.yaml')]);
    return JSON.parse(stdout).flatMap((object) =>
      (object.checks ?? [])
        .filter(({ skipped, grade }) => skipped !== true && grade < 10)
        .map(({ check, grade }) => [check.id, grade <= 1 ? 'CRITICAL' : 'WARNING', check.name]),
    );
  },
  trivy: (program, place) => {
    const { stdout } = run(program, ['config', '--quiet', '--skip-check-update', '--format', 'json', place]);
    return (JSON.parse(stdout).Results ?? []).flatMap(({ Misconfigurations = [] }) =>
      Misconfigurations.map(({ ID, Severity, Title }) => [ID, Severity, Title]),
    );
  },
  checkov: (program, place) => {
    const { stdout } = run(program, ['-d', place, '-o', 'json', '--quiet', '--compact']);
    const reports = JSON.parse(stdout);
    return [reports]
      .flat()
      .flatMap(({ results }) =>
        (results?.failed_checks ?? []).map(({ check_id, severity, check_name }) => [
          check_id,
          severity ?? 'none given',
          check_name,
        ]),
      );
  },
};

/** Why what is left stays so. */
const reasons = {
  'KSV-0039': 'the LimitRange is there; the check looks at each object by itself',
  'KSV-0040': 'the ResourceQuota is there; the check looks at each object by itself',
  'KSV-01010': 'a port or a period is no secret',
  'KSV-0125': 'the registry of the example is made up',
  CKV_K8S_43: 'digests are known when images are built and pushed (`--digest`)',
  CKV_K8S_35: 'the code reads its secrets from the environment; where an image reads files they are mounted',
  CKV_SECRET_6: 'the name of a key in an ExternalSecret, no value',
};

function counted(rows) {
  const counts = new Map();
  for (const row of rows) {
    const key = row.join('\t');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => [...key.split('\t'), count]);
}

/** A tool that says nothing of this says nothing of anything. */
const careless = `apiVersion: apps/v1
kind: Deployment
metadata: { name: api }
spec:
  selector: { matchLabels: { app: api } }
  template:
    metadata: { labels: { app: api } }
    spec:
      containers: [{ name: api, image: "ghcr.io/acme/api:latest", securityContext: { privileged: true } }]
`;

function control(programs, folder) {
  const place = join(folder, 'control');
  mkdirSync(place);
  writeFileSync(join(place, 'all.yaml'), careless);
  const counts = programs.flatMap(([name, program]) => {
    if (program === undefined) return [];
    const found = readers[name](program, place).length;
    if (found === 0) throw new Error(`${name} finds nothing in a careless Deployment: it is not run rightly`);
    return [`${name} ${found}`];
  });
  return `As a control, what they find in one careless Deployment: ${counts.join(', ')}.`;
}

const isGrave = ([, severity]) => severity === 'CRITICAL' || severity === 'HIGH';

function main() {
  const kustomize = manifestReviewers.kustomize();
  if (kustomize === undefined) throw new Error('kustomize is needed to render the overlays');
  const programs = Object.keys(readers).map((name) => [name, manifestReviewers[name]()]);
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-peers-'));
  const lines = [
    '# What other tools say of generated manifests',
    '',
    '`npm run peers` writes this file: `seaworthy generate kubernetes` on the repaired examples, each overlay rendered by',
    'kustomize, then read by the tools with their defaults. checkov gives no severities without an account; our rules that',
    'carry CKV_K8S_35 and CKV_K8S_43 are low.',
    '',
    control(programs, folder),
  ];
  let grave = 0;
  try {
    const there = examples.filter((name) => existsSync(join(root, 'examples', name, 'repaired')));
    for (const example of there) {
      const { summary, rendered } = generated(example, folder, kustomize);
      lines.push(
        '',
        `## ${example}`,
        '',
        `Our own review in \`strict\`: ${summary.critical + summary.high + summary.medium + summary.low + summary.info} findings, ` +
          `${summary.waived} accepted at their lines, each with its reason.`,
        '',
        '| tool | overlay | objects | critical or high | others |',
        '| --- | --- | ---: | ---: | ---: |',
      );
      const left = [];
      for (const [name, program] of programs) {
        if (program === undefined) lines.push(`| ${name} | could not be installed | | | |`);
        for (const { overlay, place, objects } of program === undefined ? [] : rendered) {
          const rows = readers[name](program, place);
          const bad = rows.filter(isGrave).length;
          grave += bad;
          left.push(...rows.map((row) => [name, ...row]));
          lines.push(`| ${name} | ${overlay} | ${objects} | ${bad} | ${rows.length - bad} |`);
        }
      }
      lines.push(
        '',
        '| tool | check | severity | times | why it stays |',
        '| --- | --- | --- | ---: | --- |',
      );
      for (const [tool, id, severity, title, count] of counted(left))
        lines.push(`| ${tool} | ${id} ${title} | ${severity} | ${count} | ${reasons[id] ?? ''} |`);
    }
    const target = join(root, 'bench', 'peers.md');
    writeFileSync(target, `${lines.join('\n')}\n`);
    process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (grave > 0) process.exitCode = 1;
}

main();
