// A chart that is applied: helm renders it with the team's values, and the objects keep the places of their templates.
import type { ReadProblem } from '../../model/artifact.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { ManifestSource } from '../../model/settings.ts';
import { isMap, readYaml } from '../../syntax/yaml.ts';
import type { AppliedFrom } from '../kubernetes/applied.ts';
import { renderedObject } from '../kubernetes/manifest.ts';
import { absolutePath, folderOf, insidePath, joinPath } from '../paths.ts';
import { movedTo, placedIn } from './rendered.ts';
import { helmTemplate } from './run.ts';

type Chart = Extract<ManifestSource, { kind: 'chart' }>;

interface ChartObjects {
  readonly objects: readonly KubernetesObject[];
  readonly problems: readonly ReadProblem[];
}

export function chartObjects(
  { path, release, values }: Chart,
  { root, settings, stack, namespace }: AppliedFrom,
  read: (file: string) => string | undefined,
): ChartObjects {
  const problems: ReadProblem[] = [];
  const refuse = (at: typeof path, message: string, hint: string) => {
    problems.push({ code: 'chart-refused', message, span: at.span, hint });
  };
  const placeOf = (at: typeof path): string => {
    const place = insidePath(joinPath(folderOf(settings), at.value));
    if (place === undefined)
      refuse(at, `${at.value} lies outside of the project`, 'Call seaworthy from a folder above both.');
    return place ?? '';
  };
  const folder = placeOf(path);
  const files = values.map(placeOf);
  for (const [index, file] of files.entries()) {
    const at = values[index];
    if (at !== undefined && read(file) === undefined)
      refuse(at, `there is no ${at.value}`, 'Name a file of values.');
  }
  if (read(joinPath(folder, 'Chart.yaml')) === undefined)
    refuse(path, `there is no Chart.yaml in ${path.value}`, 'Name the folder of a chart.');
  if (problems.length > 0) return { objects: [], problems };
  const output = helmTemplate(absolutePath(root, folder), release ?? stack, {
    values: files.map((file) => absolutePath(root, file)),
    namespace,
    definitions: true,
  });
  if ('text' in output) return { objects: objectsIn(output.text, folder, path.span, read), problems };
  refuse(
    path,
    `helm did not render ${path.value}: ${output.failed}`,
    'Try `helm template` with the same values.',
  );
  return { objects: [], problems };
}

/** Of a template that lies packed in the chart only the chart is known. */
function objectsIn(
  text: string,
  folder: string,
  span: ReadProblem['span'],
  read: (file: string) => string | undefined,
): readonly KubernetesObject[] {
  return text.split(/^---[ \t]*$/m).flatMap((part) => {
    const source = /^# Source: [^/\s]+\/(\S+)$/m.exec(part)?.[1];
    const file = source === undefined ? span.file : joinPath(folder, source);
    const template = source === undefined ? undefined : read(file);
    return readYaml(file, part).documents.flatMap(({ root }) => {
      if (!isMap(root)) return [];
      const node = template === undefined ? movedTo(root, span) : placedIn(root, part, template, file);
      return (
        renderedObject(template === undefined ? span.file : file, node, {
          name: '',
          environment: undefined,
        }) ?? []
      );
    });
  });
}
