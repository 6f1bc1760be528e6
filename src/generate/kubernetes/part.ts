// A compose service as Kubernetes gets it: what all objects of it are made from.
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Priority } from '../../model/settings.ts';
import type { Note } from '../generator.ts';
import type { ImageFacts } from './images-table.ts';
import type { Request } from './request.ts';
import type { Fields } from './tree.ts';

export type PartKind = 'Deployment' | 'StatefulSet' | 'Job';

export interface PartPort {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly name: string;
  readonly isHttp: boolean;
  /** What says that it listens there. */
  readonly from: string;
}

/** How one variable of the environment reaches the container. */
export type Setting =
  | { readonly name: string; readonly kind: 'plain'; readonly value: string }
  | { readonly name: string; readonly kind: 'secret'; readonly key: string }
  /** Text around secrets, each written as `$(KEY)`. */
  | {
      readonly name: string;
      readonly kind: 'composed';
      readonly value: string;
      readonly keys: readonly string[];
    }
  /** The image or the code reads it from the file that another variable names. */
  | {
      readonly name: string;
      readonly kind: 'file';
      readonly key: string;
      readonly variable: string;
      /** Where the Secret itself puts it together: text around other keys, each written as `{{ .KEY }}`. */
      readonly made?: { readonly text: string; readonly keys: readonly string[] };
    }
  /** Passed through from a shell that does not set it. */
  | { readonly name: string; readonly kind: 'absent' };

export interface Environment {
  readonly settings: readonly Setting[];
  /** Keys of the Secret that become variables of the same name, and of the composed values. */
  readonly keys: readonly string[];
}

export interface VolumePlan {
  readonly name: string;
  /** The volume in the pod; undefined for a claim that the StatefulSet makes. */
  readonly source: Fields | undefined;
  readonly why: string;
}

export interface MountPlan {
  readonly volume: string;
  readonly path: string;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
}

/** A ConfigMap of files: its name without the hash, and each key's file. */
export interface FilesPlan {
  readonly name: string;
  readonly files: readonly { readonly key: string; readonly path: string; readonly text: string }[];
}

export interface Storage {
  readonly volumes: readonly VolumePlan[];
  readonly mounts: readonly MountPlan[];
  /** Claim templates of a StatefulSet. */
  readonly claims: readonly string[];
  readonly configMaps: readonly FilesPlan[];
  /** Keys of the Secret that are mounted as files, with their places. */
  readonly secretFiles: readonly { readonly key: string; readonly path: string }[];
  /** By the mount's place in the service's list: what became of it. */
  readonly outcomes: readonly Outcome[];
}

export type Status = 'carried' | 'approximated' | 'lost';

export interface Outcome {
  readonly status: Status;
  readonly how: string;
}

export interface Part {
  readonly service: Service;
  readonly link: BuildLink | undefined;
  readonly name: string;
  readonly kind: PartKind;
  /** Why it is of this kind. */
  readonly kindWhy: string;
  readonly image: string;
  readonly isBuilt: boolean;
  readonly version: string;
  readonly facts: ImageFacts;
  readonly ports: readonly PartPort[];
  readonly replicas: number;
  /** True when a HorizontalPodAutoscaler decides how many there are. */
  readonly scales: boolean;
  readonly priority: Priority;
}

export interface World {
  readonly project: Project;
  readonly stack: Stack;
  /** The stack's name as Kubernetes takes it. */
  readonly name: string;
  readonly request: Request;
  readonly parts: readonly Part[];
  /** Services that are not translated, and why. */
  readonly leftOut: ReadonlyMap<string, string>;
  /** Service -> name of its objects. */
  readonly names: ReadonlyMap<string, string>;
  /** Collected while the files are made; in the order of the services. */
  readonly notes: Note[];
  /** Of notes that several services share: where each stands, and whom it names. */
  readonly groups: Map<string, { readonly at: number; readonly names: string[] }>;
}

export function note(world: Pick<World, 'notes'>, kind: Note['kind'], text: string): void {
  if (!world.notes.some((one) => one.text === text)) world.notes.push({ kind, text });
}

/** One note for all services of which the same is true. */
export function gather(
  world: Pick<World, 'notes' | 'groups'>,
  kind: Note['kind'],
  name: string,
  text: (names: string) => string,
): void {
  const key = text('…');
  const group = world.groups.get(key) ?? { at: world.notes.length, names: [] };
  world.groups.set(key, group);
  if (!group.names.includes(name)) group.names.push(name);
  world.notes[group.at] = { kind, text: text(group.names.join(', ')) };
}
