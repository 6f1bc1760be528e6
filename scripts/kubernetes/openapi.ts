// The compact table of fields, beside what an API server says of the same kinds in its OpenAPI documents.
import { replacedVersions } from '../../src/read/kubernetes/api-versions-table.ts';
import { builtInKinds, type FieldType, kindOf } from '../../src/read/kubernetes/schema.ts';

/** Answers a GET with the text of the body; undefined for what is not there. */
export type Get = (path: string) => Promise<string | undefined>;

interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly 'x-kubernetes-group-version-kind'?: readonly { readonly kind: string }[];
}

interface Comparison {
  readonly schemas: Readonly<Record<string, Schema>>;
  /** Pairs of types that were compared, or are being: types of both sides name each other in circles. */
  readonly seen: Set<string>;
  readonly lines: Set<string>;
}

/** What the table has of 1.37 (see its types in k8s.io/api v0.37), which the server of our tests does not know yet. */
const newer: ReadonlySet<string> = new Set(
  [
    'ClusterTrustBundleProjection.user',
    'ConfigMapVolumeSource.defaultUser',
    'DownwardAPIVolumeFile.user',
    'DownwardAPIVolumeSource.defaultUser',
    'EmptyDirVolumeSource.mode',
    'GRPCAction.mode',
    'HTTPGetAction.protocol',
    'JobSpec.scheduling',
    'KeyToPath.user',
    'PodCertificateProjection.user',
    'PodSpec.evictionResponders',
    'ProjectedVolumeSource.defaultUser',
    'SecretVolumeSource.defaultUser',
    'ServiceAccountTokenProjection.user',
    'StatefulSetUpdateStrategy.type=Recreate',
    'VolumeMount.bindMountOptions',
  ].map((path) => `${path}: only here`),
);

/** Where the server does something else than its documents say: see test/kubernetes/mutations.test.ts. */
const otherwise: ReadonlySet<string> = new Set([
  // It asks for them all the same, when it looks at the whole object.
  ...[
    'ClaimResources.requests',
    'ClaimTemplate.metadata',
    'ClaimTemplate.spec',
    'ClaimTemplateMeta.name',
    'ClaimTemplateSpec.accessModes',
    'ConfigMapEnvSource.name',
    'ConfigMapKeySelector.name',
    'ConfigMapVolumeSource.name',
    'Container.image',
    'DaemonSet.spec',
    'Deployment.spec',
    'Ingress.spec',
    'IngressServiceBackend.port',
    'Job.spec',
    'JobTemplateSpec.spec',
    'PersistentVolumeClaim.spec',
    'PersistentVolumeClaimSpec.accessModes',
    'PersistentVolumeClaimSpec.resources',
    'Pod.spec',
    'PodDNSConfigOption.name',
    'PodTemplateSpec.spec',
    'SecretEnvSource.name',
    'SecretKeySelector.name',
    'Service.spec',
    'StatefulSet.spec',
  ].map((path) => `${path}: required here, not there`),
  // It takes objects without them.
  ...['LimitRangeSpec.limits', 'Sysctl.value'].map((path) => `${path}: required there, not here`),
]);

/** `DeploymentSpec.replicas: …`, for everything in which table and server differ without a reason. */
export async function disagreements(get: Get): Promise<readonly string[]> {
  const lines = await differences(get);
  const explained = new Set([...newer, ...otherwise]);
  const stale = [...explained].filter((line) => !lines.includes(line));
  return [
    ...lines.filter((line) => !explained.has(line)),
    ...stale.map((line) => `${line}: explained, but there is no such difference`),
  ];
}

async function differences(get: Get): Promise<readonly string[]> {
  const lines = new Set<string>();
  for (const [apiVersion, kinds] of builtInKinds()) {
    const text = await get(`/openapi/v3/${pathOf(apiVersion)}`);
    if (text === undefined) continue;
    const schemas: Readonly<Record<string, Schema>> = JSON.parse(text).components.schemas;
    const comparison: Comparison = { schemas, seen: new Set(), lines };
    for (const kind of kinds) {
      const schema = Object.values(schemas).find((one) => isOfKind(one, kind));
      const known = kindOf(apiVersion, kind);
      if (schema === undefined) lines.add(`${apiVersion} ${kind}: the server does not have it`);
      else if (known !== undefined) compare(comparison, kind, known.type, schema);
    }
  }
  return [...lines, ...(await wronglyReplaced(get))];
}

function pathOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`;
}

/** Options of requests bear the same mark; they have many kinds, an object has one. */
function isOfKind(schema: Schema, kind: string): boolean {
  const marks = schema['x-kubernetes-group-version-kind'] ?? [];
  return marks.length === 1 && marks[0]?.kind === kind;
}

/** Versions that the table calls gone but are served, and the other way round. */
async function wronglyReplaced(get: Get): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const { apiVersion, kinds, removed } of replacedVersions) {
    const text = await get(`/${pathOf(apiVersion)}`);
    const served: readonly { kind: string }[] = text === undefined ? [] : JSON.parse(text).resources;
    const names = new Set(served.map(({ kind }) => kind));
    for (const kind of kinds)
      if (names.has(kind) !== (removed === undefined))
        lines.push(
          `${apiVersion} ${kind}: ${removed === undefined ? 'not served any more' : 'still served'}`,
        );
    if (kinds.length === 0 && removed !== undefined && names.size > 0)
      lines.push(`${apiVersion}: still served`);
  }
  return lines;
}

function compare(comparison: Comparison, path: string, ours: FieldType, schema: Schema): void {
  const theirs = resolved(comparison, schema);
  if (ours.kind === 'any') return;
  const name = nameOf(theirs);
  if (name !== shapeOf(ours)) {
    comparison.lines.add(`${path}: here ${shapeOf(ours)}, there ${name}`);
    return;
  }
  if (ours.kind === 'object') compareFields(comparison, ours, theirs);
  if (ours.kind === 'list') compare(comparison, `${path}[]`, ours.of, theirs.items ?? {});
  if (ours.kind === 'map') compare(comparison, `${path}{}`, ours.of, theirs.additionalProperties ?? {});
  if (ours.kind === 'choice') compareChoices(comparison, path, ours.values, theirs.enum);
}

type ObjectType = Extract<FieldType, { kind: 'object' }>;

function compareFields(comparison: Comparison, ours: ObjectType, theirs: Schema): void {
  if (comparison.seen.has(ours.name)) return;
  comparison.seen.add(ours.name);
  const properties = theirs.properties ?? {};
  for (const name of Object.keys(properties))
    if (!ours.fields.has(name)) comparison.lines.add(`${ours.name}.${name}: only there`);
  for (const [name, { type, required }] of ours.fields) {
    const path = `${ours.name}.${name}`;
    const property = properties[name];
    if (property === undefined) {
      comparison.lines.add(`${path}: only here`);
      continue;
    }
    const isRequired = theirs.required?.includes(name) === true;
    // What is needed only beside another field no schema says.
    if (typeof required === 'boolean' && isRequired !== required)
      comparison.lines.add(`${path}: ${required ? 'required here, not there' : 'required there, not here'}`);
    compare(comparison, path, type, property);
  }
}

function compareChoices(
  { lines }: Comparison,
  path: string,
  ours: readonly string[],
  theirs: readonly string[] | undefined,
): void {
  // What the server does not list it may still check by itself.
  if (theirs === undefined) return;
  for (const value of theirs) if (!ours.includes(value)) lines.add(`${path}=${value}: only there`);
  for (const value of ours) if (!theirs.includes(value)) lines.add(`${path}=${value}: only here`);
}

function resolved({ schemas }: Comparison, schema: Schema): Schema {
  const reference = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (reference === undefined) return schema;
  const name = reference.replace('#/components/schemas/', '');
  const found = schemas[name] ?? {};
  // The one type that its schema does not tell from a text.
  return name.endsWith('.Quantity') ? { format: 'quantity' } : found;
}

/** A type of ours in words that both sides can be put in. */
function shapeOf(type: FieldType): string {
  if (
    ['choice', 'label', 'cidr', 'name', 'host', 'absolute', 'schedule', 'clusterAddress', 'sysctl'].includes(
      type.kind,
    )
  )
    return 'string';
  if (type.kind === 'range') return 'int';
  return type.kind === 'port' || type.kind === 'countOrPercent' ? 'intOrString' : type.kind;
}

function nameOf(schema: Schema): string {
  if (schema.format === 'quantity') return 'quantity';
  if (schema.format === 'int-or-string') return 'intOrString';
  if (schema.items !== undefined) return 'list';
  if (schema.additionalProperties !== undefined) return 'map';
  if (schema.properties !== undefined) return 'object';
  if (schema.type === 'integer') return 'int';
  if (schema.type === 'boolean') return 'bool';
  return schema.type ?? 'any';
}
