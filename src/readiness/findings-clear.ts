// Checks that rest on the review: they pass when none of their rules has an open finding.
import { count } from '../base/text.ts';
import type { ArtifactKind } from '../model/artifact.ts';
import type { Group, KnownBy, Profile } from '../model/readiness.ts';
import { absent, type Check, composeServices, type Facts, fileLinks, placeLink } from './check.ts';

/** What a check looks at: without any the check does not apply. */
export interface Subjects {
  readonly noun: string;
  readonly plural?: string;
  readonly kinds: readonly ArtifactKind[];
  readonly of: (facts: Facts) => { readonly amount: number; readonly files: readonly string[] };
}

const filesOf = (facts: Facts, kinds: readonly ArtifactKind[]) =>
  facts.artifacts.filter(({ kind }) => kinds.includes(kind)).map(({ file }) => file);

const byKind = (noun: string, kinds: readonly ArtifactKind[]): Subjects => ({
  noun,
  kinds,
  of: (facts) => {
    const files = filesOf(facts, kinds);
    return { amount: files.length, files };
  },
});

export const services: Subjects = {
  noun: 'service',
  kinds: ['compose'],
  of: (facts) => ({ amount: composeServices(facts).length, files: facts.compose?.files ?? [] }),
};
export const dockerfiles = byKind('Dockerfile', ['dockerfile']);
export const manifests = byKind('manifest', ['kubernetes']);
export const pipelines = byKind('pipeline', ['workflow', 'gitlab-ci']);
export const envFiles = byKind('env file', ['env']);
export const serverConfigs = byKind('server configuration', ['server-config']);
export const scripts = byKind('script', ['script']);
export const everything: Subjects = {
  noun: 'file',
  kinds: ['compose', 'dockerfile', 'kubernetes', 'env', 'workflow', 'gitlab-ci'],
  of: (facts) => {
    const files = facts.artifacts.filter(({ kind }) => kind !== 'other').map(({ file }) => file);
    return { amount: files.length, files };
  },
};

export interface FindingsCheck {
  readonly id: string;
  readonly group: Group;
  readonly title: string;
  readonly known?: KnownBy;
  readonly from: Profile;
  readonly remedy: string;
  /** Names of rules; an entry that ends in `/` takes its whole area, one with `*` what begins so. */
  readonly rules: readonly string[];
  readonly over: Subjects;
}

export function findingsClear(check: FindingsCheck): Check {
  const isOne = matcher(check.rules);
  return {
    ...check,
    known: check.known ?? 'parsed',
    judge(facts) {
      const { amount, files } = check.over.of(facts);
      if (amount === 0) return absent(`there is no ${check.over.noun}`);
      const open = facts.findings.filter(({ rule, waived }) => waived === undefined && isOne(rule));
      const looked = `${count(amount, check.over.noun, check.over.plural)} looked at`;
      const [first] = open;
      if (first !== undefined) {
        const more = open.length === 1 ? '' : `, and ${open.length - 1} more`;
        return {
          outcome: 'fail',
          detail: `${first.rule}: ${first.message}${more}`,
          value: count(open.length, 'finding'),
          limit: '0 findings',
          evidence: open.slice(0, 3).map(({ at }) => placeLink(facts, at)),
        };
      }
      const unread = facts.artifacts.filter(
        ({ kind, understood }) => check.over.kinds.includes(kind) && understood === 'no',
      );
      if (unread.length > 0) {
        return {
          outcome: 'unknown',
          detail: `${unread[0]?.file ?? ''} could not be understood: ${unread[0]?.why ?? ''}`,
          limit: '0 findings',
          evidence: fileLinks(unread.map(({ file }) => file)),
        };
      }
      return {
        outcome: 'pass',
        detail: looked,
        value: '0 findings',
        limit: '0 findings',
        evidence: fileLinks(files),
      };
    },
  };
}

function matcher(rules: readonly string[]): (rule: string) => boolean {
  const exact = new Set(rules.filter((rule) => !/[/*]$/.test(rule)));
  const starts = rules.filter((rule) => /[/*]$/.test(rule)).map((rule) => rule.replace(/\*$/, ''));
  return (rule) => exact.has(rule) || starts.some((start) => rule.startsWith(start));
}
