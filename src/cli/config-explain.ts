// `config --explain KEY`: one line for each place that had a say in a value.
import { lineStarts, positionAt } from '../base/span.ts';
import { printableLine } from '../base/text.ts';
import type { Project } from '../model/project.ts';
import { rendered } from '../read/compose/config.ts';
import { type Explanation, explain, type Link } from '../read/compose/explain.ts';
import type { DeployProject } from './project.ts';

/** As text, or as JSON for programs: the same chains. */
export function explanation({ project, stack }: DeployProject, key: string, format: 'yaml' | 'json'): string {
  const explained = explain(stack, key);
  const places = placesIn(project);
  if (format === 'json')
    return rendered(
      explained.map((one) => jsonOf(one, places)),
      'json',
    );
  const [own, ...leaves] = explained.map((one) => one.links.map((link) => lineOf(link, places, project)));
  const inner = leaves.flatMap((lines, index) => [
    `  ${printableLine(explained[index + 1]?.path ?? '')}`,
    ...lines.map((line) => `    ${line}`),
  ]);
  return [...(own ?? []), ...inner].map((line) => `${line}\n`).join('');
}

type Places = (link: Link) => { readonly line: number; readonly column: number };

/** The table of a file's lines is made once: a whole project has many values. */
function placesIn(project: Project): Places {
  const known = new Map<string, readonly number[]>();
  return ({ span }) => {
    const starts = known.get(span.file) ?? lineStarts(project.texts.get(span.file)?.text ?? '');
    known.set(span.file, starts);
    return positionAt(starts, span.start);
  };
}

function lineOf(link: Link, places: Places, project: Project): string {
  const { line, column } = places(link);
  const value = link.value === '' ? writtenAt(link, project) : link.value;
  return printableLine(`${link.span.file}:${line}:${column}  ${link.how}  ${value}`).trimEnd();
}

/** What a value came through is shown as it is written: `*common`, `./base.yaml`. */
function writtenAt({ how, span }: Link, project: Project): string {
  if (how === 'set' || how === 'default' || how === 'overrides' || how === 'interpolation') return '';
  const text = (project.texts.get(span.file)?.text ?? '').slice(span.start, span.end).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function jsonOf({ path, links }: Explanation, places: Places) {
  return {
    path,
    chain: links.map((link) => {
      const { line, column } = places(link);
      return { file: link.span.file, line, column, how: link.how, value: link.value };
    }),
  };
}
