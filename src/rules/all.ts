// Every rule, sorted by name. Who reviews a project loads the families that it needs (`review/by-need.ts`).

import { rules as dockerfiles } from './families/dockerfiles.generated.ts';
import { rules as envFiles } from './families/env-files.generated.ts';
import { rules as general } from './families/general.generated.ts';
import { rules as manifests } from './families/manifests.generated.ts';
import { rules as pipelines } from './families/pipelines.generated.ts';
import { rules as stacks } from './families/stacks.generated.ts';
import { type AnyRule, ruleName } from './rule.ts';

export const rules: readonly AnyRule[] = [
  ...general,
  ...stacks,
  ...dockerfiles,
  ...manifests,
  ...pipelines,
  ...envFiles,
].sort((one, other) => (ruleName(one) < ruleName(other) ? -1 : 1));
