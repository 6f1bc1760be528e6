// How much of each file was understood.
import type { Artifact } from '../../model/artifact.ts';
import type { HelmChart } from '../../model/helm.ts';
import type { Project } from '../../model/project.ts';
import type { FoundFile } from '../discover.ts';
import type { Reading } from './reading.ts';
import type { ReviewReading } from './review.ts';

export function artifactsOf(reading: Reading, found: ReviewReading): Artifact[] {
  const problems = new Map<string, string>();
  const note = (file: string, message: string) => problems.has(file) || problems.set(file, message);
  for (const stack of found.stacks) {
    for (const { code, span, message } of stack.problems) if (isSyntax(code)) note(span.file, message);
  }
  const { workflows, actions, gitlab, dependabot, preCommit } = found.ci;
  const parts = [
    ...reading.dockerfiles.values(),
    ...reading.envFiles.values(),
    ...found.otherSettings,
    ...workflows.values(),
    ...actions.values(),
    ...gitlab,
    ...dependabot,
    ...preCommit,
    ...found.waiverFiles,
    ...found.charts,
    ...found.terraform.modules.flatMap(({ files }) => files),
  ];
  for (const [file, why] of found.kubernetes.partly) note(file, why);
  for (const file of unrendered(found)) note(file, 'a Helm template: its values are not known here');
  for (const { code, span, message } of found.kubernetes.problems) {
    if (isSyntax(code)) note(span.file, message);
  }
  for (const part of found.settings === undefined ? parts : [...parts, found.settings]) {
    const [first] = part.problems;
    if (first !== undefined) note(part.file, first.message);
  }
  const listed = new Map<string, Artifact>();
  for (const file of found.discovery.files) {
    if (file.kind !== 'source') listed.set(file.path, artifactOf(reading, file, problems.get(file.path)));
  }
  const linked = [
    ...[...reading.dockerfiles.keys()].map((path) => ({ path, kind: 'dockerfile' as const })),
    ...[...reading.envFiles.keys()].map((path) => ({ path, kind: 'env' as const })),
    ...found.kubernetes.further.map((path) => ({ path, kind: 'kubernetes' as const })),
    ...found.charts.flatMap(chartFiles),
    ...[...reading.drawnIn].map((path) => ({ path, kind: 'compose' as const })),
    ...[...reading.refused].map(([path, kind]) => ({ path, kind })),
  ];
  for (const { path, kind } of linked) {
    if (listed.has(path) || !reading.store.texts.has(path)) continue;
    listed.set(path, artifactOf(reading, { path, kind, unreadable: undefined }, problems.get(path)));
  }
  return [...listed.values()];
}

/** Templates, unless helm took their chart. */
function unrendered({ charts, kubernetes }: ReviewReading): readonly string[] {
  const rendered = new Set(kubernetes.sets.flatMap((set) => set.rendered?.by.file ?? []));
  return charts.filter(({ file }) => !rendered.has(file)).flatMap(({ templates }) => templates);
}

function chartFiles({ valuesFile, otherValues, templates }: HelmChart) {
  const paths = [valuesFile ?? [], otherValues.map(({ file }) => file), templates].flat(2);
  return paths.map((path) => ({ path, kind: 'helm' as const }));
}

/** A problem of the text itself: what stands behind it may not have been read. */
function isSyntax(code: string): boolean {
  return /^(?:yaml-|not-compose|env-file-syntax)/.test(code);
}

function artifactOf(reading: Reading, file: FoundFile, problem: string | undefined): Artifact {
  const { path, kind } = file;
  const refused = reading.store.problems.get(path)?.message;
  const why = file.unreadable ?? refused;
  if (why !== undefined) return { file: path, kind, understood: 'no', why };
  if (kind === 'other')
    return { file: path, kind, understood: 'no', why: 'not a kind of file that seaworthy reads' };
  return { file: path, kind, understood: problem === undefined ? 'yes' : 'partly', why: problem };
}

/** Files that were understood because something names or needs them. */
export function linkedArtifacts(
  scripts: Project['scripts'],
  configs: Project['serverConfigs'],
): readonly Artifact[] {
  const of = (file: string, kind: Artifact['kind'], why?: string): Artifact => ({
    file,
    kind,
    understood: why === undefined ? 'yes' : 'partly',
    why,
  });
  const problems = new Map(configs.map(({ config }) => [config.file, config.problem]));
  return [
    ...scripts.map(({ file }) => of(file, 'script')),
    ...[...problems].map(([file, problem]) => of(file, 'server-config', problem)),
  ];
}
