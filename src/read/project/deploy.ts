// Reads the one stack that is to be deployed.
import { resolve } from 'node:path';
import { noCi } from '../../model/ci.ts';
import { noManifests } from '../../model/kubernetes.ts';
import { noPolicy } from '../../model/policy.ts';
import type { Project } from '../../model/project.ts';
import type { Stack } from '../../model/service.ts';
import { noTerraform } from '../../model/terraform.ts';
import type { ReadOptions } from '../project.ts';
import { artifactsOf } from './artifacts.ts';
import { projectOf } from './assemble.ts';
import { chooseFiles, chosenSet, profilesOf, projectNameOf, settingsFileIn } from './chosen-set.ts';
import { newReading, type Reading } from './reading.ts';
import { settingsFor } from './settings-for.ts';
import { readStack } from './stack.ts';

/** Files are chosen as docker compose chooses them. */
export function forDeploy(options: ReadOptions): Project {
  const chosen = chooseFiles(options);
  const reading = newReading(chosen?.root ?? options.root, 'deploy');
  const own = chosen === undefined ? undefined : settingsBeside(reading, chosen.files);
  const settings = settingsFor(reading, own, chosen?.files ?? []);
  const set = chosen === undefined ? undefined : chosenSet(chosen, options, settings);
  const stacks: Stack[] = [];
  if (chosen !== undefined && set !== undefined) {
    const projectName = projectNameOf(chosen, options) ?? settings?.stack?.value;
    const profiles = profilesOf(chosen, options);
    const { processEnv, steps } = options;
    stacks.push(readStack(reading, set, { projectName, processEnv, profiles, steps, absolutePaths: true }));
  }
  const files = set?.files.map((path) => ({ path, kind: 'compose' as const, unreadable: undefined })) ?? [];
  const { withoutBuilds } = options;
  const discovery = { files, skipped: [] };
  const found = {
    stacks,
    kubernetes: noManifests,
    charts: [],
    terraform: noTerraform,
    settings,
    otherSettings: [],
    discovery,
    withoutBuilds,
    ci: noCi,
    waiverFiles: [],
    policy: noPolicy,
  };
  return projectOf(reading, { ...found, artifacts: () => artifactsOf(reading, found) });
}

/** `seaworthy.yaml` beside the first compose file. */
function settingsBeside(reading: Reading, files: readonly string[]): string | undefined {
  const folder = files[0]?.includes('/') ? files[0].slice(0, files[0].lastIndexOf('/')) : '';
  const name = settingsFileIn(resolve(reading.root, folder));
  return name === undefined ? undefined : folder === '' ? name : `${folder}/${name}`;
}
