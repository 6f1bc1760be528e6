// What a text says of the repository: services and what they have, ports, files, versions, ticked boxes.
import { count } from '../../base/text.ts';
import type { ClaimedService, ClaimFacts, Found } from './claim.ts';
import type { ProseLine } from './prose.ts';

export function repositoryClaims(lines: readonly ProseLine[], facts: ClaimFacts): readonly Found[] {
  return lines.flatMap((line): readonly Found[] => {
    if (line.kind === 'code') return [];
    if (line.kind === 'box') return boxClaim(line, facts);
    return [
      ...allServices(line, facts),
      ...serviceCount(line, facts),
      ...ports(line, facts),
      ...versions(line, facts),
      ...files(line, facts),
    ];
  });
}

const features: readonly (readonly [pattern: RegExp, feature: string])[] = [
  [/\bhealth ?checks?\b/i, 'health check'],
  [/\b(?:memory|resource) limits?\b/i, 'memory limit'],
  [/\bcpu limits?\b/i, 'cpu limit'],
  [/\bnon-root\b|\bnonroot\b|\bunprivileged user/i, 'non-root user'],
  [/\brestart polic/i, 'restart policy'],
  [/\bread-only (?:root )?file ?system/i, 'read-only'],
];

/** `all services have health checks`, `resource limits configured for all services`. */
function allServices({ line, text }: ProseLine, { services }: ClaimFacts): readonly Found[] {
  if (
    services.length === 0 ||
    !/\b(?:all|every|each) (?:the )?(?:services?|containers?)\b/i.test(text) ||
    /\b(?:should|must|add|implement|verify|ensure|needs?|no[nt]?)\b(?!-)/i.test(text)
  )
    return [];
  return features
    .filter(([pattern]) => pattern.test(text))
    .map(([, feature]) => {
      const without = services.filter(({ has }) => !has.has(feature));
      const named = without
        .slice(0, 3)
        .map(({ name }) => name)
        .join(', ');
      const more = without.length > 3 ? ` and ${without.length - 3} more` : '';
      return {
        line,
        word:
          without.length === 0
            ? ('true' as const)
            : without.length === services.length
              ? ('false' as const)
              : ('partly' as const),
        because:
          without.length === 0
            ? `all ${services.length} services have a ${feature}`
            : `${without.length} of ${services.length} services have no ${feature}: ${named}${more}`,
        evidence: (without.length === 0 ? services : without).slice(0, 3).map(({ place }) => place),
      };
    });
}

function serviceCount({ line, text }: ProseLine, { services }: ClaimFacts): readonly Found[] {
  const match = /\b(?:all|total of|stack of|consists of) (\d+) services\b/i.exec(text);
  if (match === null || services.length === 0) return [];
  const fits = Number(match[1]) === services.length;
  return [
    {
      line,
      word: fits ? 'true' : 'false',
      because: `the compose files have ${count(services.length, 'service')}`,
      evidence: services.slice(0, 1).map(({ place }) => place),
    },
  ];
}

/** `api (8000)`, `api listens on port 8000`. */
function ports({ line, text }: ProseLine, { services }: ClaimFacts): readonly Found[] {
  const pairs = [
    ...text.matchAll(/(?<![\w-])([a-z][\w-]*) \((\d{2,5}(?:, ?\d{2,5})*)\)/g),
    ...text.matchAll(
      /(?<![\w-])([a-z][\w-]*) (?:service )?(?:listens|runs|answers|is) on port (\d{2,5})\b/gi,
    ),
  ];
  return pairs.flatMap(([, name, said]): readonly Found[] => {
    const service = services.find((one) => one.name === name);
    if (service === undefined || service.ports.length === 0) return [];
    const wrong = (said ?? '')
      .split(/, ?/)
      .map(Number)
      .filter((port) => !service.ports.includes(port));
    const own = service.ports.join(', ');
    return [
      {
        line,
        word: wrong.length === 0 ? 'true' : 'false',
        because: `${service.name} has port ${own}${wrong.length === 0 ? '' : `, not ${wrong.join(', ')}`}`,
        evidence: [service.place],
      },
    ];
  });
}

/** `postgres:15-alpine`, where a service has this image. */
function versions({ line, text }: ProseLine, { services }: ClaimFacts): readonly Found[] {
  return [...text.matchAll(/(?<![\w/.-])([a-z][a-z0-9._/-]+):(v?\d[\w.-]*)/g)].flatMap(
    ([, name, tag]): readonly Found[] => {
      const own = services.flatMap((service) => {
        const [image, version] = split(service);
        return image === name && version !== undefined ? [{ service, version }] : [];
      });
      const [first] = own;
      if (first === undefined) return [];
      const fits = own.some(({ version }) => version === tag);
      return [
        {
          line,
          word: fits ? 'true' : 'false',
          because: `${first.service.name} has ${name}:${first.version}${fits ? '' : `, not ${tag}`}`,
          evidence: [first.service.place],
        },
      ];
    },
  );
}

function split({ image }: ClaimedService): readonly [string | undefined, string | undefined] {
  const match = /^([^@]+?)(?::([^:/@]+))?(?:@.*)?$/.exec(image ?? '');
  return [match?.[1], match?.[2]];
}

const path =
  /(?<![\w/.:@$-])(?:\.\/)?((?:[\w.-]+\/)*[\w-][\w.-]*\.(?:ya?ml|sh|ps1|md|json|toml|conf|dockerfile))(?![\w/])/g;

/** Files that a text speaks of as being there. */
function files({ line, text }: ProseLine, { exists }: ClaimFacts): readonly Found[] {
  if (/\b(?:create|add|write|new file|will be|should|missing|no)\b/i.test(text)) return [];
  return [...text.matchAll(path)].flatMap(([, file]): readonly Found[] => {
    const found = exists(file ?? '');
    if (found === undefined || file === undefined) return [];
    return [
      {
        line,
        word: found ? 'true' : 'false',
        because: `${file} ${found ? 'is there' : 'does not exist'}`,
        evidence: [{ text: file, path: file }],
      },
    ];
  });
}

/** What a ticked box is about, and which check knows. */
const boxes: readonly (readonly [pattern: RegExp, check: string])[] = [
  [/\bmanifests? validated\b/i, 'configuration/manifests'],
  [/\bresource limits\b/i, 'reliability/limits'],
  [/\bhealth checks?\b/i, 'reliability/health-checks'],
  [/\bnetwork policies\b/i, 'security/network'],
  [/\bpods? (?:are )?running\b|\bservices (?:are )?(?:running|healthy|up)\b/i, 'reliability/services-up'],
  [/\bapi endpoints\b|\bsmoke tests?\b/i, 'delivery/smoke'],
  [/\bsecrets? management\b|\bno secrets?\b/i, 'security/secrets'],
  [/\bmigrations?\b/i, 'data/migrations'],
  [/\bci\/?cd\b|\bpipeline\b/i, 'delivery/pipeline'],
  [/\brollback\b/i, 'delivery/rollback'],
  [/\bbackups?\b.*\brestor/i, 'data/backup-restored'],
  [/\bbackups?\b/i, 'data/backup-declared'],
  [/\balert/i, 'observability/alerts'],
  [/\bdashboards?\b/i, 'observability/dashboards'],
  [/\bmonitoring\b|\bmetrics\b/i, 'observability/monitored'],
  [/\bload test|\bperformance test/i, 'performance/load'],
  [/\bconfiguration externali[sz]ed\b/i, 'configuration/variables'],
  [/\bdocumentation\b/i, 'delivery/documented'],
];

function boxClaim({ line, text, ticked }: ProseLine, { checks }: ClaimFacts): readonly Found[] {
  if (ticked !== true) return [];
  const id = boxes.find(([pattern]) => pattern.test(text))?.[1];
  const check = checks.find((one) => one.id === id);
  if (check === undefined) return [{ line, word: 'not-checkable', because: 'no check knows of this' }];
  const word = check.outcome === 'pass' ? 'true' : check.outcome === 'fail' ? 'false' : 'not-checkable';
  return [
    { line, word, because: `${check.id} is ${check.outcome}: ${check.detail}`, evidence: check.evidence },
  ];
}
