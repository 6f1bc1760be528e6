// A project that is read again and again from one look at the disk, each time with other texts in some of its files.
import { resolve } from 'node:path';
import type { Project } from '../model/project.ts';
import { closeView, openView, overlay } from './disk-view.ts';
import { type ReadOptions, readProject, realRoot } from './project.ts';
import { fileIdentity } from './text-file.ts';

export interface ProjectView {
  readonly root: string;
  /**
   * The project as it would be with these texts of files (relative to the root); of some folders alone where they are
   * given and the view is not one of some paths already.
   */
  read(changed: ReadonlyMap<string, string>, folders?: readonly string[]): Promise<Project>;
  /** Equal for two names of one file; undefined for a text that stands in another file. */
  identity(file: string): string | undefined;
  close(): void;
}

export function viewProject(options: ReadOptions): ProjectView {
  openView();
  const root = realRoot(options.root);
  const identity = (file: string) => fileIdentity(resolve(root, file));
  const overlaid = (file: string, text: string): readonly (readonly [string, Buffer])[] => {
    const known = identity(file);
    return known === undefined ? [] : [[known, Buffer.from(text)]];
  };
  return {
    root,
    identity,
    async read(changed, folders) {
      overlay([...changed].flatMap(([file, text]) => overlaid(file, text)));
      const paths = options.paths ?? folders;
      return readProject({ ...options, root, ...(paths === undefined ? {} : { paths }) });
    },
    close: closeView,
  };
}
