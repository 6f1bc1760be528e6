// The numbers of a run, as Markdown tables.
import { type Severity, severities } from '../../src/model/finding.ts';
import type { Reviewed } from './reviewed.ts';

type Row = readonly (string | number)[];

export function markdownTable(head: readonly string[], rows: readonly Row[]): string {
  const line = (cells: Row) => `| ${cells.join(' | ')} |\n`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('');
}

export function countOf({ findings }: Pick<Reviewed, 'findings'>, severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

/** Findings of medium and up per 1,000 lines of deployment files. */
export function density(projects: readonly Reviewed[]): number {
  const lines = projects.reduce((sum, project) => sum + project.lines, 0);
  return (1000 * projects.reduce((sum, project) => sum + weighty(project), 0)) / Math.max(1, lines);
}

export function weighty(project: Reviewed): number {
  return countOf(project, 'critical') + countOf(project, 'high') + countOf(project, 'medium');
}

const head = ['repositories', 'files', 'lines', ...severities, 'medium and up per 1,000 lines'];

export function kindTable(all: readonly Reviewed[]): string {
  const kinds = [...new Set(all.filter(({ wellKept }) => wellKept).map(({ kind }) => kind))].sort();
  const kept = all.filter(({ wellKept }) => wellKept);
  const rows = [
    ...kinds.map((kind) =>
      groupRow(
        kind,
        kept.filter((project) => project.kind === kind),
      ),
    ),
    groupRow('all well-kept', kept),
    groupRow(
      'the others',
      all.filter(({ wellKept }) => !wellKept),
    ),
  ];
  return markdownTable(['kind', ...head, 'median'], rows);
}

function groupRow(name: string, group: readonly Reviewed[]): Row {
  const sum = (of: (project: Reviewed) => number) => group.reduce((total, project) => total + of(project), 0);
  const each = group.map((project) => density([project])).sort((a, b) => a - b);
  const median = each[Math.floor(each.length / 2)] ?? 0;
  return [
    name,
    group.length,
    sum(({ files }) => files),
    sum(({ lines }) => lines),
    ...severities.map((severity) => sum((project) => countOf(project, severity))),
    density(group).toFixed(1),
    median.toFixed(1),
  ];
}

export function projectTable(all: readonly Reviewed[]): string {
  const rows = [...all]
    .sort((a, b) => density([b]) - density([a]))
    .map(
      (project): Row => [
        project.repository,
        project.kind,
        project.wellKept ? 'yes' : 'no',
        project.files,
        project.lines,
        ...severities.map((severity) => countOf(project, severity)),
        density([project]).toFixed(1),
      ],
    );
  return markdownTable(['repository', 'kind', 'well kept', ...head.slice(1)], rows);
}

export function ruleTable(all: readonly Reviewed[], wanted: readonly Severity[]): string {
  const rules = new Map<string, { findings: number; repositories: Set<string> }>();
  for (const { repository, findings } of all) {
    for (const { rule, severity } of findings) {
      if (!wanted.includes(severity)) continue;
      const row = rules.get(rule) ?? { findings: 0, repositories: new Set() };
      row.findings += 1;
      row.repositories.add(repository);
      rules.set(rule, row);
    }
  }
  const rows = [...rules]
    .sort(([, a], [, b]) => b.findings - a.findings)
    .map(([rule, { findings, repositories }]): Row => [rule, findings, repositories.size]);
  return markdownTable(['rule', 'findings', 'repositories'], rows);
}
