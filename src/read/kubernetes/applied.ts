// The objects that a team applies itself: its manifests, or what its kustomization or chart makes of them.
import type { Located } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { FileTree } from '../../model/project.ts';
import type { ManifestSource } from '../../model/settings.ts';
import { folderOf, insidePath, joinPath } from '../paths.ts';
import { newRenderer } from './kustomize/render.ts';
import { kustomizeFiles } from './kustomize/sources.ts';
import { nameProblem, readManifest, renderedObject } from './manifest.ts';

export interface AppliedObjects {
  /** In the order of the files. */
  readonly objects: readonly KubernetesObject[];
  /** What keeps them from being applied as they stand. */
  readonly problems: readonly ReadProblem[];
  /** Of every file that was read, for the places of problems. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface AppliedFrom {
  /** Absolute folder of the project. */
  readonly root: string;
  /** The file that names them: paths start in its folder. */
  readonly settings: string;
  readonly files: FileTree;
  readonly stack: string;
  readonly namespace: string | undefined;
}

/** Bytes of one file of manifests; bundles of definitions have a few million. */
const maximumBytes = 20_000_000;

/** Never throws for what stands in files. helm is run for a chart, and nothing else. */
export async function appliedObjects(source: ManifestSource, from: AppliedFrom): Promise<AppliedObjects> {
  const reading = new Reading(from);
  if (source.kind === 'manifests') for (const path of source.paths) reading.addManifests(path);
  if (source.kind === 'kustomization') reading.addKustomization(source.path);
  if (source.kind === 'chart') {
    const { chartObjects } = await import('../helm/applied.ts');
    const { objects, problems } = chartObjects(source, from, (file) => reading.text(file));
    reading.objects.push(...objects);
    reading.problems.push(...problems);
  }
  if (reading.objects.length === 0 && reading.problems.length === 0) {
    const { span } = source.kind === 'manifests' ? (source.paths[0] ?? noPath(from)) : source.path;
    reading.refuse(span, 'there are no objects of Kubernetes', 'Name files that hold some.');
  }
  const nameless = reading.objects.flatMap((one) => nameProblem(one) ?? []);
  return { ...reading, problems: [...reading.problems, ...nameless] };
}

function noPath({ settings: file }: AppliedFrom): Pick<Located<string>, 'span'> {
  return { span: { file, start: 0, end: 0 } };
}

class Reading {
  readonly objects: KubernetesObject[] = [];
  readonly problems: ReadProblem[] = [];
  readonly texts = new Map<string, string>();
  readonly #from: AppliedFrom;

  constructor(from: AppliedFrom) {
    this.#from = from;
  }

  text(file: string): string | undefined {
    const text = this.texts.get(file) ?? this.#from.files.text(file, maximumBytes);
    if (text !== undefined) this.texts.set(file, text);
    return text;
  }

  refuse(span: ReadProblem['span'], message: string, hint: string): undefined {
    this.problems.push({ code: 'manifests-refused', message, span, hint });
  }

  #place({ value, span }: Located<string>): string | undefined {
    const path = insidePath(joinPath(folderOf(this.#from.settings), value));
    if (path === undefined)
      this.refuse(span, `${value} lies outside of the project`, 'Call seaworthy from a folder above both.');
    return path;
  }

  addManifests(path: Located<string>): undefined {
    const place = this.#place(path);
    if (place === undefined) return undefined;
    const kind = place === '' ? 'folder' : this.#from.files.kind(place);
    if (kind === undefined)
      return this.refuse(path.span, `there is no ${path.value}`, 'Name a file or folder of manifests.');
    const isManifest = (file: string) => /\.(?:ya?ml|json)$/.test(file) && file !== this.#from.settings;
    const files = kind === 'file' ? [place] : [...this.#from.files.below(place)].filter(isManifest).sort();
    for (const file of files) this.#addFile(file, path);
  }

  #addFile(file: string, path: Located<string>): undefined {
    const text = this.text(file);
    if (text === undefined)
      return this.refuse(path.span, `${file} cannot be read`, 'Is it text, and of a usual size?');
    const { objects, problems, template, kustomization } = readManifest(file, text, false);
    if (template !== undefined) this.refuse(path.span, `${file} is ${template}`, 'Render it first.');
    if (kustomization !== undefined)
      this.refuse(
        kustomization.span,
        `${file} is a kustomization, not manifests`,
        'Name its folder as `kustomization:` in the settings.',
      );
    this.objects.push(...objects);
    this.problems.push(...problems);
  }

  addKustomization(path: Located<string>): undefined {
    const place = this.#place(path);
    if (place === undefined) return undefined;
    const folder = /(?:^|\/)kustomization\.ya?ml$|(?:^|\/)Kustomization$/.test(place)
      ? folderOf(place)
      : place;
    const sources = kustomizeFiles(new Map(), [], (file) => this.text(file));
    const root = sources.kustomizationIn(folder);
    if (root === undefined)
      return this.refuse(
        path.span,
        `there is no kustomization.yaml in ${path.value}`,
        'Name the folder that holds one.',
      );
    const rendered = newRenderer(sources)(root);
    for (const resource of rendered.resources) {
      const object = renderedObject(resource.file, resource.node, { name: '', environment: undefined });
      if (object !== undefined) this.objects.push(object);
    }
    this.problems.push(
      ...[...sources.further.values()].flatMap(({ problems }) => problems),
      ...rendered.problems,
    );
    if (rendered.open !== undefined)
      this.refuse(
        path.span,
        `${path.value} cannot be rendered here: ${rendered.open}`,
        'Put what it fetches into the repository.',
      );
  }
}
