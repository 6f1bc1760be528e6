// Writes the table of protobuf fields from the Go types that the API server itself is made from: names in JSON, numbers,
// and what JSON leaves out where it is empty.
// usage: npm run kubernetes:protobuf      after the version of k8s.io/api in program/go.mod has changed
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { go } from './go.ts';

const target = 'src/engines/kubernetes/protobuf/fields-table.ts';
/** What the engine lists, watches and applies most, what stands around it in an answer, and a refusal. */
const roots = ['Pod', 'Service', 'ConfigMap', 'Deployment', 'ReplicaSet', 'Job', 'Status'];
const packages = {
  'k8s.io/api': ['core/v1', 'apps/v1', 'batch/v1'],
  'k8s.io/apimachinery': ['pkg/apis/meta/v1'],
};

/** Types that are no messages of their own in JSON, by the letter that stands for them in the table. */
const letters: Readonly<Record<string, string>> = {
  string: 's',
  bool: 'b',
  int: 'i',
  int32: 'i',
  int64: 'i',
  'types.UID': 's',
  'types.NodeName': 's',
  Time: 't',
  MicroTime: 'u',
  'resource.Quantity': 'q',
  'intstr.IntOrString': 'o',
  'runtime.RawExtension': 'r',
};

const structs = new Map<string, string>();
const aliases = new Map<string, string>();
for (const [name, folders] of Object.entries(packages)) {
  const { stdout, stderr, status } = go('scripts/kubernetes/program', 'list', '-m', '-f', '{{.Dir}}', name);
  if (status !== 0) throw new Error(stderr);
  for (const folder of folders) readTypes(readFileSync(join(stdout.trim(), folder, 'types.go'), 'utf8'));
}

const messages = new Map<string, string>();
for (const root of roots) addMessage(root);
for (const item of roots.filter((one) => one !== 'Status')) {
  messages.set(`${item}List`, `metadata 1 ListMeta, items 2 *${item}`);
  addMessage('ListMeta');
}
messages.set('PartialObjectMetadata', 'metadata 1 ObjectMeta');
messages.set('PartialObjectMetadataList', 'metadata 1 ListMeta, items 2 *PartialObjectMetadata');

const lines = [...messages].sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(
  target,
  [
    '// Made by `npm run kubernetes:protobuf`. Each field: its name in JSON, its number, `*` a list, `%` a mapping, its type',
    '// (a message, or a letter: s text, b truth, i number, t time, u time with fractions, q quantity, o number or text, B bytes,',
    '// r JSON), `?` where JSON leaves it out when it is empty, `^` where its fields stand in the message itself.',
    'export const messages: Readonly<Record<string, string>> = {',
    ...lines.flatMap(([name, fields]) => [`  ${name}:`, ...wrapped(fields)]),
    '};',
    '',
  ].join('\n'),
);
process.stdout.write(`${messages.size} messages\n`);

function readTypes(source: string): void {
  for (const [, name = '', body = ''] of source.matchAll(/^type (\w+) struct \{\n([\s\S]*?)^\}/gm))
    structs.set(name, body);
  for (const [, name = '', to = ''] of source.matchAll(/^type (\w+) ([\w.[\]*]+)$/gm)) aliases.set(name, to);
}

function addMessage(name: string): void {
  if (messages.has(name)) return;
  const body = structs.get(name);
  if (body === undefined) throw new Error(`no struct ${name}`);
  messages.set(name, '');
  const pattern = /^\t(?:\w+\s+)?(\S+)\s+`json:"([^"]*)"[^`\n]*protobuf:"([^"]*)"/gm;
  const fields = [...body.matchAll(pattern)].flatMap(([, type = '', json = '', protobuf = '']) =>
    fieldOf(type, json.split(','), protobuf.split(',')),
  );
  messages.set(name, fields.join(', '));
}

function fieldOf(
  type: string,
  [json = '', ...options]: readonly string[],
  [, number]: readonly string[],
): readonly string[] {
  // Who set which field is half of an object, and nobody asks for it here.
  if (json === 'managedFields') return [];
  const { shape, of } = typeOf(type.replace(/^\*/, ''));
  const isMessage = /^[A-Z]\w/.test(of);
  if (isMessage) addMessage(of);
  const isPointer = type.startsWith('*');
  const isStruct = isMessage || 'toq'.includes(of);
  const isOmitted = isStruct ? options.includes('omitzero') : options.includes('omitempty');
  const inline = options.includes('inline') ? '^' : '';
  const omitted = isOmitted && !isPointer && shape === '' ? '?' : '';
  return [`${json === '' ? '_' : json} ${number} ${shape}${of}${omitted}${inline}`];
}

function typeOf(type: string): { readonly shape: '' | '*' | '%'; readonly of: string } {
  const name = type.replace(/^(?:metav1|v1|corev1)\./, '');
  const letter = letters[name];
  if (letter !== undefined) return { shape: '', of: letter };
  if (name === '[]byte') return { shape: '', of: 'B' };
  const [, mapped] = /^map\[\w+(?:\.\w+)?\](.*)$/.exec(name) ?? [];
  if (mapped !== undefined) return { shape: '%', of: typeOf(mapped).of };
  if (name.startsWith('[]')) return { shape: '*', of: typeOf(name.slice(2).replace(/^\*/, '')).of };
  const alias = aliases.get(name);
  return alias === undefined ? { shape: '', of: name } : typeOf(alias);
}

/** In lines of at most 120 columns. */
function wrapped(fields: string): readonly string[] {
  const parts: string[] = [];
  for (const field of fields.split(', ')) {
    const last = parts.at(-1);
    if (last !== undefined && last.length + field.length < 105) parts[parts.length - 1] = `${last}, ${field}`;
    else parts.push(field);
  }
  return parts.map((part, index) => (index === parts.length - 1 ? `    '${part}',` : `    '${part}, ' +`));
}
