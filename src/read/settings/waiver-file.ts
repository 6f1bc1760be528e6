// `seaworthy.waivers.yaml` as waivers. What lacks a rule or a reason waives nothing, and is said.
import type { Span } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { FileWaiver, WaiverFile } from '../../model/waiver-file.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { date, text } from './scalars.ts';
import { keyed, list, placed, type ValueOf } from './shape.ts';

const waiver = keyed({
  rule: placed(text),
  path: text,
  object: text,
  owner: text,
  reason: text,
  expires: date,
});
const shape = keyed({ waivers: list(waiver) });

export function readWaiverFile(file: string, source: string): WaiverFile {
  const yaml = readYaml(file, source);
  const problems: ReadProblem[] = yaml.problems.map(({ code, message, span, hint }) => ({
    code,
    message,
    span,
    hint,
  }));
  const root = yaml.documents[0]?.root;
  const read = root === undefined ? undefined : shape.read(root, '', problems);
  const waivers = (read?.waivers ?? []).flatMap((one, index) => complete(one, index, problems) ?? []);
  return { file, waivers, problems };
}

function complete(
  keys: ValueOf<typeof waiver>,
  index: number,
  problems: ReadProblem[],
): FileWaiver | undefined {
  const { rule, path, object, owner, reason, expires, at } = keys;
  if (rule === undefined && !keys.keys.has('rule')) problems.push(missing(at, index, 'rule', 'compose/x'));
  if (reason === undefined && !keys.keys.has('reason'))
    problems.push(missing(at, index, 'reason', 'why this is acceptable here'));
  if (rule === undefined || reason === undefined) return undefined;
  return { rule, path, object, owner, reason, expires, span: at };
}

function missing(span: Span, index: number, key: string, example: string): ReadProblem {
  const message = `waivers[${index}] has no ${key}, so it does not count`;
  return { code: 'missing-key', message, span, hint: `Write \`${key}: ${example}\`.` };
}
