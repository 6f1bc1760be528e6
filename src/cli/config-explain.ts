// `config --explain KEY`: one line for each place that had a say in a value.
import { lineStarts, positionAt } from '../base/span.ts';
import { printable } from '../base/text.ts';
import { explain } from '../read/compose/config.ts';
import type { DeployProject } from './project.ts';
import type { Terminal } from './verb.ts';

export function printExplanation({ stdout }: Terminal, { project, stack }: DeployProject, key: string): void {
  for (const link of explain(stack, key)) {
    const text = project.texts.get(link.span.file)?.text ?? '';
    const { line, column } = positionAt(lineStarts(text), link.span.start);
    stdout.write(`${printable(`${link.span.file}:${line}:${column}  ${link.how}  ${link.value}`)}\n`);
  }
}
