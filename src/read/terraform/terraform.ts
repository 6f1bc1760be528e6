// Terraform files of a repository -> modules, one a folder.
import type { Terraform, TerraformFile, TerraformModule } from '../../model/terraform.ts';
import { readHcl } from '../../syntax/hcl.ts';
import { folderOf } from '../paths.ts';
import { containersOf } from './containers.ts';
import { isStateName } from './names.ts';

export function readTerraform(
  files: readonly string[],
  read: (file: string) => string | undefined,
): Terraform {
  const folders = new Map<string, TerraformFile[]>();
  const states: string[] = [];
  for (const file of files) {
    const text = read(file);
    if (text === undefined) continue;
    if (isStateName(file)) {
      if (/"resources"\s*:\s*\[\s*\{/.test(text)) states.push(file);
      continue;
    }
    const parsed = { file, ...readHcl(file, text) };
    const known = folders.get(folderOf(file));
    if (known === undefined) folders.set(folderOf(file), [parsed]);
    else known.push(parsed);
  }
  return { modules: [...folders].map(([folder, parsed]) => moduleOf(folder, parsed)), states };
}

function moduleOf(folder: string, files: readonly TerraformFile[]): TerraformModule {
  const blocks = files.flatMap(({ body }) => body.blocks);
  return { folder, files, blocks, containers: containersOf(blocks) };
}
