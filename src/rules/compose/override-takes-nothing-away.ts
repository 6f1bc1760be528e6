import type { ResolvedNode } from '../../model/service.ts';
import { isList, isMap, isScalar, type YamlEntry, type YamlNode } from '../../syntax/yaml.ts';
import { insertBefore } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { composeText, ownValue, servicesIn } from '../shared/compose-text.ts';
import { resolvedAt } from '../shared/stack.ts';
import { reviewFix } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'override-takes-nothing-away',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'An overlay sets a key to nothing, and the service keeps what the file below gives it',
  why: 'docker compose adds lists and mappings of several files together: ports that were to be closed stay published, and a build that was to be left out is built.',
  fix: 'Write `!reset` before the empty value, or `!override` before the one that is meant.',
  references: ['https://docs.docker.com/reference/compose-file/merge/#reset-value'],
  joins: 'file',
  on: 'stack',
  *check(stack, { project }) {
    for (const [index, file] of stack.files.entries()) {
      const below = stack.files.slice(0, index);
      const services = index === 0 ? [] : servicesIn(composeText(project, file));
      for (const { name, key, value } of services.flatMap(nothingsIn)) {
        const kept = firstIn(resolvedAt(stack, 'services', name, key));
        if (kept === undefined || !below.includes(kept.span.file)) continue;
        yield {
          at: value.span,
          message: `${name} keeps its ${key}: an empty value in an overlay takes nothing away`,
          object: `services.${name}.${key}`,
          severity: key === 'ports' ? 'high' : 'medium',
          related: [{ at: kept.span, message: 'what it keeps begins here' }],
          ...reviewFix('Reset it', insertBefore(value.span, '!reset ')),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
              ports: ["127.0.0.1:5432:5432"]
            api:
              image: acme/api:1.4.2
              build: ./api
        `,
        'compose.production.yaml': `
          services:
            db:
              ports: [] # only from within
            api:
              build: null
        `,
        'api/Dockerfile': `
          FROM node:22.11-alpine
        `,
      },
      ['compose.production.yaml:3:12', 'compose.production.yaml:5:12'],
      {
        'compose.production.yaml': `
          services:
            db:
              ports: !reset [] # only from within
            api:
              build: !reset null
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
            ports: ["127.0.0.1:5432:5432"]
            command: ["postgres", "-c", "fsync=off"]
      `,
      'compose.production.yaml': `
        services:
          db:
            ports: !reset []
            command: []
            volumes: []
      `,
    }),
  ],
});

/** Keys of a service that hold nothing. */
function nothingsIn(service: YamlEntry) {
  const keys = isMap(service.value) ? service.value.entries.map(({ key }) => key.text) : [];
  return keys.flatMap((key) => {
    const value = ownValue(service, key);
    return value !== undefined && isNothing(value) ? [{ name: service.key.text, key, value }] : [];
  });
}

/** Written out: a line without a value may be a list whose items are commented out. */
function isNothing(node: YamlNode): boolean {
  if (node.tag !== undefined) return false;
  if (isList(node)) return node.items.length === 0;
  return isMap(node) ? node.entries.length === 0 : isScalar(node) && /^(?:null|~)$/.test(node.text);
}

function firstIn(node: ResolvedNode | undefined): ResolvedNode | undefined {
  if (node === undefined || node.kind === 'scalar') return undefined;
  const [first] = node.kind === 'list' ? node.items : node.entries.values();
  return first;
}
