// All checks, by group.
import type { Check } from './check.ts';
import { build } from './checks/build.ts';
import { configuration } from './checks/configuration.ts';
import { dataStores } from './checks/data-stores.ts';
import { delivery } from './checks/delivery.ts';
import { observability } from './checks/observability.ts';
import { performance } from './checks/performance.ts';
import { reliability } from './checks/reliability.ts';
import { security } from './checks/security.ts';

export const checklist: readonly Check[] = [
  ...build,
  ...configuration,
  ...security,
  ...reliability,
  ...dataStores,
  ...observability,
  ...delivery,
  ...performance,
];
