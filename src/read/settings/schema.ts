// The JSON schema of `seaworthy.yaml`, for editors.
import type { JsonSchema } from './shape.ts';
import { settingsShape } from './tables.ts';

/** Pure: made from the tables that the reader uses. */
export function settingsSchema(): JsonSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'seaworthy.yaml',
    description: 'Settings of seaworthy, beside the compose file or under x-seaworthy in it',
    ...settingsShape.schema,
  };
}
