// Annotations of Kubernetes objects by which other tools are told to leave something be.
import type { Located, Span } from '../base/span.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { Project } from '../model/project.ts';
import type { WaiverComment } from './waiver-comments.ts';

/** Each reaches the object it stands in, whether on the object or on its pods. */
export function waiverAnnotations({ kubernetes }: Project): readonly WaiverComment[] {
  return kubernetes.sets.flatMap(({ objects, patches }) => [...objects, ...patches].flatMap(waiversOf));
}

function waiversOf({ annotations, workload, span }: KubernetesObject): readonly WaiverComment[] {
  const all = new Map([...annotations, ...(workload?.pod.annotations ?? [])]);
  return [...all].flatMap(([key, value]) => waiverOf(key, value, span) ?? []);
}

function waiverOf(key: string, { value, span }: Located<string>, reach: Span): WaiverComment | undefined {
  for (const { tool, pattern, read } of forms) {
    const match = pattern.exec(key);
    if (match === null) continue;
    const { ids, reason } = read(match[1] ?? '', value);
    if (ids.length === 0) return undefined;
    const names = ids.map((id) => ({ name: `${tool}:${id}`, span }));
    return { span, tool, names, reason: reason === '' ? key : reason, reach };
  }
  return undefined;
}

interface Form {
  readonly tool: string;
  /** Of the annotation's key. */
  readonly pattern: RegExp;
  /** From the pattern's first group and the annotation's value. */
  readonly read: (
    named: string,
    value: string,
  ) => { readonly ids: readonly string[]; readonly reason: string };
}

const forms: readonly Form[] = [
  // https://docs.kubelinter.io/#/configuring-kubelinter?id=ignoring-violations-for-specific-cases
  {
    tool: 'kube-linter',
    pattern: /^ignore-check\.kube-linter\.io\/(.+)$/,
    read: (named, value) => ({ ids: [named], reason: value.trim() }),
  },
  {
    tool: 'kube-linter',
    pattern: /^kube-linter\.io\/ignore-all$/,
    read: (_named, value) => ({ ids: ['*'], reason: value.trim() }),
  },
  // https://github.com/zegl/kube-score#ignoring-a-test
  {
    tool: 'kube-score',
    pattern: /^kube-score\/ignore$/,
    read: (_named, value) => ({
      ids: value.split(',').flatMap((id) => (id.trim() === '' ? [] : [id.trim()])),
      reason: '',
    }),
  },
  // https://polaris.docs.fairwinds.com/customization/exemptions/#annotations
  {
    tool: 'polaris',
    pattern: /^polaris\.fairwinds\.com\/(?:(.+)-)?exempt$/,
    read: (named, value) => ({ ids: value === 'true' ? [named === '' ? '*' : named] : [], reason: '' }),
  },
  // https://www.checkov.io/2.Basics/Suppressing%20and%20Skipping%20Policies.html, its older name first
  {
    tool: 'checkov',
    pattern: /^(?:bridgecrew|checkov)\.io\/skip\d*$/,
    read(_named, value) {
      const [id = '', ...reason] = value.split('=');
      return { ids: id.trim() === '' ? [] : [id.trim()], reason: reason.join('=').trim() };
    },
  },
];
