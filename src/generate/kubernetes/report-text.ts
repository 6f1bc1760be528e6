// The translation report as Markdown.
import type { World } from './part.ts';
import type { Decision, Row, Section, Translation } from './report.ts';

export function reportText({ sections, counts, decisions }: Translation, { stack }: World): string {
  const total = counts.carried + counts.approximated + counts.lost;
  const lines = [
    `# From ${stack.files.join(' and ')} to Kubernetes`,
    '',
    `Each of the ${total} keys of the resolved compose project: ${counts.carried} are carried over, ` +
      `${counts.approximated} approximated and ${counts.lost} lost.`,
    '',
    '| | carried | approximated | lost |',
    '| --- | ---: | ---: | ---: |',
    ...sections.map(countRow),
    ...decisionLines(decisions),
    ...sections.flatMap(sectionLines),
  ];
  return `${lines.join('\n')}\n`;
}

function decisionLines(decisions: readonly Decision[]): readonly string[] {
  if (decisions.length === 0) return [];
  const rows = new Set(
    decisions.map(({ file, rules, reason }) => `| ${file} | ${rules.join(', ')} | ${cell(reason)} |`),
  );
  return [
    '',
    '## For a person to decide',
    '',
    'What `seaworthy review --preset strict` would say of these files. A comment at each line accepts it for the reason given;',
    'without the comment it is said again.',
    '',
    '| file | rule | why it stays |',
    '| --- | --- | --- |',
    ...rows,
  ];
}

function countRow({ title, rows }: Section): string {
  const count = (status: Row['status']) => rows.filter((row) => row.status === status).length;
  return `| ${cell(title)} | ${count('carried')} | ${count('approximated')} | ${count('lost')} |`;
}

/** What is lost first: that is what one has to read. */
const order = ['lost', 'approximated', 'carried'] as const;

function sectionLines({ title, about, rows }: Section): readonly string[] {
  const sorted = order.flatMap((status) => rows.filter((row) => row.status === status));
  const table = ['| key | | how |', '| --- | --- | --- |', ...sorted.map(row)];
  return ['', `## ${title}`, '', about, ...(rows.length === 0 ? [] : ['', ...table])];
}

function row({ path, status, how }: Row): string {
  return `| \`${cell(path)}\` | ${status === 'lost' ? '**lost**' : status} | ${cell(how)} |`;
}

function cell(text: string): string {
  return text.replace(/\|/g, '\\|').replace(/\s+/g, ' ');
}
