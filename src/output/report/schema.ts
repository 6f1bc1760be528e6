// The JSON schema of a report, published as `docs/report.schema.json`.
import { groups, profiles } from '../../model/readiness.ts';

const text = { type: 'string' };
const verdict = { enum: ['READY', 'NOT READY', 'UNKNOWN'] };

const link = {
  type: 'object',
  required: ['text', 'path'],
  properties: {
    text: { ...text, description: 'compose.yaml:12, or the id of a stored record' },
    path: {
      ...text,
      description: 'relative to the project for files, to the state folder for what was measured',
    },
    sum: { ...text, description: 'checksum of the stored record' },
  },
};

const waiver = {
  type: 'object',
  required: ['check', 'owner', 'reason', 'expires'],
  properties: { check: text, owner: text, reason: text, expires: { type: 'string', format: 'date' } },
};

const line = {
  type: 'object',
  required: ['id', 'group', 'title', 'outcome', 'counts', 'known', 'detail', 'evidence'],
  properties: {
    id: text,
    group: { enum: [...groups] },
    title: text,
    outcome: { enum: ['pass', 'fail', 'unknown', 'waived', 'not-applicable'] },
    counts: { type: 'boolean', description: 'whether it counts in the profile of the report' },
    known: { enum: ['parsed', 'resolved', 'executed'] },
    detail: text,
    value: text,
    limit: text,
    at: { ...text, description: 'ISO time of the measurement' },
    ageMs: { type: 'number', minimum: 0 },
    evidence: { type: 'array', items: link },
    remedy: { ...text, description: 'what would make it pass' },
    waiver,
  },
};

export const reportSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'seaworthy report --format json',
  type: 'object',
  required: ['schema', 'version', 'stack', 'profile', 'at', 'verdict', 'lines', 'warnings', 'verdictHash'],
  properties: {
    schema: { const: 'seaworthy.report/1' },
    version: text,
    stack: text,
    profile: { enum: [...profiles] },
    release: { ...text, description: 'content hash of the release that serves; absent when none does' },
    at: text,
    verdict,
    lines: { type: 'array', items: line },
    warnings: { type: 'array', items: text },
    verdictHash: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  },
};
