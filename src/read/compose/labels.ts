// Labels of a service from its label files, below its own ones (spec: services, "label_file").
import type { Context } from './context.ts';
import {
  type Entry,
  entry,
  isScalar,
  itemsAt,
  type MapNode,
  map,
  mapAt,
  scalar,
  withEntries,
} from './node/node.ts';
import { isActive } from './profiles.ts';
import { quoted } from './report.ts';
import { type Lookup, readEnvEntries, type Variable } from './variables.ts';

export function withLabelFiles(context: Context, service: MapNode, lookup: Lookup): MapNode {
  const files = itemsAt(service, 'label_file').filter(isScalar);
  if (files.length === 0 || !isActive(service, context.input.profiles)) return service;
  const labels = new Map<string, Entry>();
  const known = new Map<string, Variable>();
  for (const path of files) {
    const text = context.input.readFile(path.text);
    if (text === undefined) reportMissing(context, path.text, path.span);
    for (const { name, nameSpan, variable } of readEnvEntries(
      path.text,
      text ?? '',
      lookup,
      known,
      context.report,
    )) {
      if (variable === undefined) continue;
      const origin = { how: 'env-file', span: path.span } as const;
      labels.set(name, entry(nameSpan, scalar(variable.value, variable.definedAt ?? nameSpan, [origin])));
    }
  }
  const own = mapAt(service, 'labels');
  for (const [name, label] of own?.entries ?? []) labels.set(name, label);
  if (labels.size === 0) return service;
  return withEntries(service, [
    ['labels', entry(own?.span ?? service.span, map(labels, own?.span ?? service.span, own?.trail))],
  ]);
}

function reportMissing(context: Context, path: string, span: MapNode['span']): void {
  context.report.problem({
    code: 'invalid-value',
    message: `Expected a file of labels, found none at ${quoted(path)}`,
    span,
    hint: 'Correct the path; it is relative to the folder of this file.',
  });
}
