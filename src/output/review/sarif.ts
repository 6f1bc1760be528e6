// SARIF 2.1.0, as code scanning services read it (OASIS standard, sections 3.19 run, 3.27 result, 3.55 fix).
import type { Edit } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import { jsonText, printable } from '../../base/text.ts';
import { type Confidence, type Finding, fixOf, type Severity } from '../../model/finding.ts';
import { type Positions, positionsIn } from '../../review/positions.ts';
import type { ReviewResult } from '../../review/result.ts';
import { pathFrom, type ReviewFormat, type ReviewFormatOptions } from './format.ts';
import { wellFormed } from './markup.ts';

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** SARIF knows three levels; the scale itself is kept in the properties. */
const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;
const precisions: Readonly<Record<Confidence, string>> = {
  certain: 'very-high',
  likely: 'high',
  possible: 'medium',
};

interface Places {
  readonly positions: Positions;
  readonly folder: string;
}

export const sarif: ReviewFormat = {
  name: 'sarif',
  mediaType: 'application/sarif+json',
  render: (result, options) =>
    `${jsonText({ $schema: schema, version: '2.1.0', runs: [run(result, options)] }, 2)}\n`,
};

function run(result: ReviewResult, { version, at, folder }: ReviewFormatOptions) {
  const places: Places = { positions: positionsIn(result.texts), folder };
  const ids = [...new Set(result.findings.map((finding) => finding.rule))].sort();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  return {
    tool: {
      driver: {
        name: 'seaworthy',
        semanticVersion: version,
        rules: ids.map((id) => ruleOf(id, result)),
      },
    },
    invocations: [invocation(result, at, folder)],
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { ROOT: { description: { text: 'The folder from which the review was run' } } },
    results: result.findings.map((finding) => resultOf(finding, indexes.get(finding.rule), places)),
  };
}

function ruleOf(id: string, { rules, findings }: ReviewResult) {
  const rule = rules.get(id);
  if (rule === undefined) return { id };
  const severity = findings.find((finding) => finding.rule === id)?.severity ?? rule.severity;
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.why },
    help: { text: rule.fix },
    ...(rule.references[0] === undefined ? {} : { helpUri: rule.references[0] }),
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: [rule.area], precision: precisions[rule.confidence ?? 'certain'] },
  };
}

/** What was not understood, and what failed in us, is said where a reader of the log looks for it. */
function invocation({ artifacts, failures }: ReviewResult, at: string, folder: string) {
  const unknown = artifacts
    .filter(({ understood }) => understood !== 'yes')
    .map(({ file, understood, why }) => ({
      level: 'warning',
      message: {
        text: printable(`${understood === 'partly' ? 'in part' : 'not'} understood: ${why ?? 'no reason'}`),
      },
      locations: [{ physicalLocation: { artifactLocation: artifact(file, folder) } }],
    }));
  const broken = failures.map(({ rule, object, message }) => ({
    level: 'error',
    message: { text: printable(`${rule} failed on ${object}: ${message}`) },
  }));
  return {
    executionSuccessful: failures.length === 0,
    endTimeUtc: at,
    toolExecutionNotifications: [...unknown, ...broken],
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined, places: Places) {
  const { rule, severity, message, fingerprint, aliases, confidence } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[severity],
    rank: ranks[severity],
    message: { text: printable(message) },
    locations: [
      {
        physicalLocation: physical(finding.at, places),
        logicalLocations: [{ fullyQualifiedName: printable(finding.object) }],
      },
    ],
    ...related(finding, places),
    partialFingerprints: { 'seaworthy/v1': fingerprint },
    ...fixes(finding, places),
    ...suppressions(finding),
    properties: { severity, confidence, aliases },
  };
}

const ranks: Readonly<Record<Severity, number>> = { critical: 100, high: 80, medium: 50, low: 20, info: 5 };

function related(finding: Finding, places: Places) {
  if (finding.related.length === 0) return {};
  const locations = finding.related.map(({ at, message }, id) => ({
    id,
    physicalLocation: physical(at, places),
    message: { text: printable(message) },
  }));
  return { relatedLocations: locations };
}

function fixes(finding: Finding, { positions, folder }: Places) {
  const fix = fixOf(finding);
  if (fix === undefined) return {};
  const files = new Map<string, Edit[]>();
  for (const edit of fix.edits) files.set(edit.span.file, [...(files.get(edit.span.file) ?? []), edit]);
  const artifactChanges = [...files].map(([file, edits]) => ({
    artifactLocation: artifact(file, folder),
    replacements: edits.map(({ span, text }) => ({
      deletedRegion: region(span, positions),
      insertedContent: { text },
    })),
  }));
  return { fixes: [{ description: { text: printable(fix.title) }, artifactChanges }] };
}

function suppressions({ waived }: Finding) {
  if (waived === undefined) return {};
  return {
    suppressions: [{ kind: 'inSource', status: 'accepted', justification: printable(waived.reason) }],
  };
}

function physical(at: Span, { positions, folder }: Places) {
  return { artifactLocation: artifact(at.file, folder), region: region(at, positions) };
}

function artifact(file: string, folder: string) {
  return { uri: uriOf(pathFrom(folder, file)), uriBaseId: 'ROOT' };
}

/** Names may hold anything that is no slash; a URI may not. */
function uriOf(file: string): string {
  return file
    .split('/')
    .map((part) => encodeURIComponent(wellFormed(part)))
    .join('/');
}

function region(at: Span, positions: Positions) {
  const [start, end] = [positions.start(at), positions.end(at)];
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}
