// A named volume for the data of a store that has none.
import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import { type ImageName, majorOf } from './image.ts';
import { addToList } from './service-fix.ts';
import { declared } from './yaml-fix.ts';

/** Up to version 17 PostgreSQL keeps an anonymous volume one folder below. */
export function storeFolder(image: ImageName | undefined, folder: string): string | undefined {
  if (folder !== '/var/lib/postgresql') return folder;
  const major = image && majorOf(image);
  return major === undefined ? undefined : major < 18 ? `${folder}/data` : folder;
}

export function inVolume(
  project: Project,
  stack: Stack,
  service: Service,
  folder: string | undefined,
): readonly (Edit | undefined)[] {
  const name = `${service.name}-data`;
  if (folder === undefined || stack.volumes.has(name)) return [undefined];
  return [
    addToList(project, service, 'volumes', `${name}:${folder}`),
    declared(project, service.nameSpan.file, 'volumes', name),
  ];
}
