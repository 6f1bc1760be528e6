import type { Located } from '../../base/span.ts';
import type { Fix } from '../../model/finding.ts';
import type { LabelForm } from '../../model/policy.ts';
import type { Project } from '../../model/project.ts';
import { offer, replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';

interface Form {
  readonly form: LabelForm;
  /** Labels that promise it. */
  readonly name: RegExp;
  readonly what: string;
  readonly holds: (value: string) => boolean;
}

// https://specs.opencontainers.org/image-spec/annotations/ and http://label-schema.org/rc1/
const forms: readonly Form[] = [
  {
    form: 'url',
    name: /^(?:org\.opencontainers\.image\.(?:url|source|documentation)|org\.label-schema\.(?:url|vcs-url|usage))$/,
    what: 'an address',
    holds: (value) => URL.canParse(value) || /^git@[\w.-]+:\S+$/.test(value),
  },
  {
    form: 'rfc3339',
    name: /^(?:org\.opencontainers\.image\.created|org\.label-schema\.build-date)$/,
    what: 'a time by RFC 3339',
    holds: (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(value),
  },
  {
    form: 'spdx',
    name: /^org\.opencontainers\.image\.licenses$/,
    what: 'an SPDX licence expression',
    holds: isSpdx,
  },
  {
    form: 'hash',
    name: /^(?:org\.opencontainers\.image\.revision|org\.label-schema\.vcs-ref)$/,
    what: 'a commit',
    holds: (value) => /^[0-9a-f]{7,64}$/i.test(value),
  },
  {
    form: 'semver',
    name: /^(?:org\.opencontainers\.image\.version|org\.label-schema\.version)$/,
    what: 'a semantic version',
    holds: (value) => /^v?\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/.test(value),
  },
  {
    form: 'email',
    name: /(?:^|[._-])e-?mail$/,
    what: 'an e-mail address',
    holds: (value) => /^(?:[^<>]+<)?[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+>?$/.test(value),
  },
];

export default defineRule({
  id: 'label-value-invalid',
  area: 'dockerfile',
  severity: 'low',
  aliases: [
    'hadolint:DL3052',
    'hadolint:DL3053',
    'hadolint:DL3054',
    'hadolint:DL3055',
    'hadolint:DL3056',
    'hadolint:DL3058',
  ],
  title: 'A label does not have the form that its name promises',
  why: 'Tools that read the label (links to the source, licence checks, ages of images) cannot.',
  fix: 'Write the value in that form.',
  references: ['https://specs.opencontainers.org/image-spec/annotations/'],
  preset: 'strict',
  on: 'instruction',
  only: ['LABEL'],
  *check({ keyword, pairs }, { project }) {
    if (keyword !== 'LABEL') return;
    for (const { name, value } of pairs) {
      const wanted = project.policy.labels.get(name.value);
      const form = forms.find((one) =>
        wanted === undefined ? one.name.test(name.value) : one.form === wanted,
      );
      if (form === undefined || value === undefined || /\$|^$/.test(value.value) || form.holds(value.value))
        continue;
      yield {
        at: value.span,
        message: `${name.value} is "${value.value}", which is not ${form.what}`,
        object: `label ${name.value}`,
        ...offer(fixOf(project, value, form)),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL org.opencontainers.image.source="acme/tool" org.opencontainers.image.created="yesterday"
          LABEL org.opencontainers.image.licenses="Apache 2.0" org.opencontainers.image.revision="main"
          LABEL org.opencontainers.image.version="newest" com.example.email="Ada"
          LABEL org.opencontainers.image.url=github.com/acme/tool \\
                org.opencontainers.image.created='2026-01-02 03:04:05'
        `,
      },
      [
        'Dockerfile:2:39',
        'Dockerfile:2:84',
        'Dockerfile:3:41',
        'Dockerfile:3:88',
        'Dockerfile:4:40',
        'Dockerfile:4:67',
        'Dockerfile:5:36',
        'Dockerfile:6:40',
      ],
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL org.opencontainers.image.source="acme/tool" org.opencontainers.image.created="yesterday"
          LABEL org.opencontainers.image.licenses="Apache-2.0" org.opencontainers.image.revision="main"
          LABEL org.opencontainers.image.version="newest" com.example.email="Ada"
          LABEL org.opencontainers.image.url=https://github.com/acme/tool \\
                org.opencontainers.image.created='2026-01-02T03:04:05Z'
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL com.example.owner=Ada com.example.built=2026-01-02T03:04:05Z org.opencontainers.image.version=newest
        `,
        'seaworthy.yaml': `
          policy:
            label_schema:
              com.example.owner: email
              com.example.built: rfc3339
              org.opencontainers.image.version: text
        `,
      },
      'Dockerfile:2:25',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        LABEL org.opencontainers.image.source=https://example.com/acme/tool org.opencontainers.image.revision=$SHA
        LABEL org.opencontainers.image.licenses="(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0"
        LABEL org.opencontainers.image.created=2026-01-02T03:04:05Z org.opencontainers.image.version=1.2.3-rc.1
      `,
    }),
  ],
});

/** Well-formed, and none of the names that people write for a licence instead of its identifier. */
function isSpdx(value: string): boolean {
  const parts = value
    .replace(/[()]/g, ' ')
    .trim()
    .split(/\s+(?:AND|OR|WITH)\s+/i);
  return parts.every(
    (part) =>
      /^(?:LicenseRef-|DocumentRef-)?[A-Za-z0-9][A-Za-z0-9.+:-]*$/.test(part) &&
      !/^(?:apache-?2|a?l?gpl-?v?\d|bsd|gpl|lgpl|mpl|apache|proprietary|commercial|mit-?license)$/i.test(
        part,
      ),
  );
}

/** Names that people give a licence, and its identifier: https://spdx.org/licenses/ */
const licences: readonly (readonly [RegExp, string])[] = [
  [/^(?:the )?apache(?: licen[cs]e)?[ ,-]*(?:v(?:ersion)?)?[ .]*2(?:\.0)?$/i, 'Apache-2.0'],
  [/^(?:the )?mit[ -]licen[cs]e$/i, 'MIT'],
  [/^mpl[ -]?v?2(?:\.0)?$/i, 'MPL-2.0'],
];

/** The value in the form that it must have, where only the form is missing. */
function fixOf(project: Project, value: Located<string>, form: Form): Fix | undefined {
  const text = value.value.trim();
  const candidates = [
    ...licences.flatMap(([pattern, identifier]) => (pattern.test(text) ? [identifier] : [])),
    ...(/^(?:www\.)?[\w-]+\.(?:com|org|net|io|dev)\/\S+$/.test(text) ? [`https://${text}`] : []),
    ...(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/.test(text) ? [`${text.replace(' ', 'T')}Z`] : []),
    ...(/^\d{4}-\d\d-\d\d$/.test(text) ? [`${text}T00:00:00Z`] : []),
  ];
  const right = candidates.find((candidate) => form.holds(candidate));
  const written = writtenAt(project, value.span);
  if (right === undefined || !written.includes(value.value)) return undefined;
  return safe(`Write ${right}`, replace(value.span, written.replace(value.value, right)));
}
