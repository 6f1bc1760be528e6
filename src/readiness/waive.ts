// A waiver written into the settings, where it is reviewed like any other change.
import { applyEdits, type Edit } from '../base/edit.ts';
import type { CheckWaiver } from '../model/readiness.ts';
import { entryOf, isList, isScalar, readYaml, type YamlNode } from '../syntax/yaml.ts';
import { addItem, addKey, setKey, type YamlSource } from '../syntax/yaml-edit.ts';

const extension = 'x-seaworthy';

/**
 * The text with the waiver in it: a new one, or another owner, reason and day of the one that the check has already.
 * A compose file has the settings under `x-seaworthy`. Undefined where the file is written in a way that has no plain
 * place for it (aliases, tags).
 */
export function withWaiver(file: string, text: string, waiver: CheckWaiver): string | undefined {
  const source: YamlSource = { file, text, documents: readYaml(file, text).documents };
  const root = source.documents.find((one) => one.root !== undefined)?.root;
  if (root === undefined) {
    const before = text === '' || text.endsWith('\n') ? text : `${text}\n`;
    return withWaiver(file, `${before}readiness:\n`, waiver);
  }
  const edits = editsOf(source, entryOf(root, extension)?.value ?? root, waiver);
  return edits === undefined ? undefined : applyEdits(text, edits).text;
}

function editsOf(source: YamlSource, settings: YamlNode, waiver: CheckWaiver): readonly Edit[] | undefined {
  const { check, owner, reason, expires } = waiver;
  const list = entryOf(entryOf(settings, 'readiness')?.value, 'waivers')?.value;
  if (list === undefined)
    return only(addKey(source, settings.span, ['readiness', 'waivers'], [{ check, owner, reason, expires }]));
  const items = isList(list) ? list.items : [];
  const known = items.find((one) => isCheck(entryOf(one, 'check')?.value, check));
  if (known === undefined) return only(addItem(source, list.span, { check, owner, reason, expires }));
  const edits = Object.entries({ owner, reason, expires }).map(([key, value]) =>
    setKey(source, known.span, [key], value),
  );
  const whole = edits.filter((edit) => edit !== undefined);
  return whole.length === edits.length ? whole : undefined;
}

function only(edit: Edit | undefined): readonly Edit[] | undefined {
  return edit && [edit];
}

function isCheck(node: YamlNode | undefined, check: string): boolean {
  return isScalar(node) && node.text === check;
}
