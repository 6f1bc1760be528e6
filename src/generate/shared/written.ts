// Values of the user's compose file as new files may repeat them: variables stay variables, secrets stay where they are.
import type { Located } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { raw, type Yaml } from '../yaml.ts';

/** The value as it is written: `${DB_USER:-shop}` and not what it stands for today. */
export function asWritten(project: Project, value: Located<string>): Yaml {
  const text = textOf(project, value);
  if (!/(?<!\$)\$[\w{]/.test(text)) return value.value.replaceAll('$', '$$$$');
  return raw(/^\$[\w{][^"#\\]*$/.test(text) && !/: |:$/.test(text) ? text : JSON.stringify(text));
}

/** True when what is written is one variable and nothing of the value itself. */
export function isVariable(project: Project, value: Located<string>): boolean {
  return /^\$(?:\w+|\{\w+(?::?\?[^{}]*)?\})$/.test(textOf(project, value));
}

/** Without the quotes. */
export function textOf({ texts }: Project, { span }: Located<string>): string {
  const text = texts.get(span.file)?.text.slice(span.start, span.end) ?? '';
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}
