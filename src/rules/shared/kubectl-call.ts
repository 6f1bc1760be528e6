// Calls of kubectl: the objects, containers and ports that they name.
import type { ScriptCommand, ScriptWord } from '../../model/script.ts';
import { withoutSudo } from './compose-call.ts';

export interface KubectlCall {
  readonly verb: string;
  /** As written; undefined where none is given. */
  readonly namespace: ScriptWord | undefined;
  readonly targets: readonly KubectlTarget[];
  /** Containers of the targets. */
  readonly containers: readonly ScriptWord[];
  /** `8080:80`, of `port-forward`. */
  readonly ports: readonly ScriptWord[];
}

export interface KubectlTarget {
  /** `Deployment`; `Pod` where a name stands alone. */
  readonly kind: string;
  readonly name: string;
  readonly at: ScriptWord;
}

const kinds: Readonly<Record<string, string>> = {
  deployment: 'Deployment',
  deploy: 'Deployment',
  statefulset: 'StatefulSet',
  sts: 'StatefulSet',
  daemonset: 'DaemonSet',
  ds: 'DaemonSet',
  service: 'Service',
  svc: 'Service',
  cronjob: 'CronJob',
  cj: 'CronJob',
  pod: 'Pod',
  po: 'Pod',
};

const valued =
  /^(?:-[nclopkfsev]|--(?:namespace|container|selector|output|tail|since|since-time|timeout|for|replicas|current-replicas|resource-version|type|patch|patch-file|filename|kustomize|address|context|kubeconfig|cluster|user|as|field-selector|to-revision|revision|limit-bytes|max|min|cpu-percent|request-timeout|pod-running-timeout|template|server|token|subresource|grace-period|env|from|keys|limits|requests))$/;

/** Undefined for other programs and verbs: those that ask or delete may be told of what is not there. */
export function kubectlCallOf(command: ScriptCommand): KubectlCall | undefined {
  const [program, ...rest] = withoutSudo(command);
  if (program?.text !== 'kubectl' && program?.text !== 'oc') return undefined;
  const { plain, flags } = sorted(rest);
  const [verb, ...args] = plain;
  if (verb === undefined || verb.dynamic) return undefined;
  const namespace = flags.findLast(({ flag }) => flag === '-n' || flag === '--namespace')?.value;
  const given = flags.filter(({ flag }) => flag === '-c' || flag === '--container').map(({ value }) => value);
  const call = { verb: verb.text, namespace, containers: given, ports: [] };
  if (/^(?:exec|logs|port-forward|attach)$/.test(verb.text)) {
    const [one, ...others] = args;
    const targets = one === undefined ? [] : single(one);
    if (verb.text === 'port-forward') return { ...call, targets, ports: others };
    return { ...call, targets, containers: verb.text === 'logs' ? [...given, ...others] : given };
  }
  if (/^(?:scale|autoscale|patch|describe|wait)$/.test(verb.text)) return { ...call, targets: many(args) };
  if (!/^(?:rollout|set)$/.test(verb.text)) return undefined;
  const isImage = verb.text === 'set' && args[0]?.text === 'image';
  const targets = many(args.slice(1).filter(({ text }) => !text.includes('=')));
  const containers = isImage ? args.slice(1).flatMap(assigned) : given;
  return { ...call, verb: `${verb.text} ${args[0]?.text ?? ''}`, targets, containers };
}

interface Flag {
  readonly flag: string;
  readonly value: ScriptWord;
}

/** What is no flag, and the flags with the values they are given; what `--` begins belongs to another program. */
function sorted(words: readonly ScriptWord[]): { plain: readonly ScriptWord[]; flags: readonly Flag[] } {
  const plain: ScriptWord[] = [];
  const flags: Flag[] = [];
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || word.text === '--' || /^(?:\d?>|<)/.test(word.text)) break;
    if (!word.text.startsWith('-')) {
      plain.push(word);
      continue;
    }
    const [, joined, value] = /^(-n|-c|--[\w-]+)=(.*)$/.exec(word.text) ?? [];
    if (joined !== undefined) flags.push({ flag: joined, value: { ...word, text: value ?? '' } });
    // `logs -f` follows, and `logs -p` takes the one before.
    const isSwitch = plain[0]?.text === 'logs' && /^-[fp]$/.test(word.text);
    const next = words[at + 1];
    if (joined !== undefined || isSwitch || !valued.test(word.text) || next === undefined) continue;
    flags.push({ flag: word.text, value: next });
    at += 1;
  }
  return { plain, flags };
}

/** `deploy/api`, or the name of a pod. */
function single(word: ScriptWord): readonly KubectlTarget[] {
  return word.text.includes('/') ? slashed(word) : named('Pod', word);
}

/** `deployment/api deployment/web`, or `deployment api web`. */
function many(words: readonly ScriptWord[]): readonly KubectlTarget[] {
  const [first, ...names] = words;
  if (first === undefined) return [];
  if (first.text.includes('/')) return words.flatMap(slashed);
  const kind = kindOf(first.text);
  return kind === undefined || first.dynamic ? [] : names.flatMap((word) => named(kind, word));
}

function slashed(word: ScriptWord): readonly KubectlTarget[] {
  const [, plain = '', name = ''] = /^([a-z.]+)\/(.*)$/i.exec(word.text) ?? [];
  const kind = kindOf(plain);
  return kind === undefined ? [] : named(kind, { ...word, text: name }, word);
}

function kindOf(text: string): string | undefined {
  const plain = text.toLowerCase().replace(/\..*$/, '');
  return kinds[plain] ?? kinds[plain.replace(/s$/, '')];
}

function named(kind: string, word: ScriptWord, at = word): readonly KubectlTarget[] {
  return word.dynamic || !/^[a-z0-9][a-z0-9.-]*$/.test(word.text) ? [] : [{ kind, name: word.text, at }];
}

/** The container of `api=ghcr.io/acme/api:1.4.2`. */
function assigned(word: ScriptWord): readonly ScriptWord[] {
  const name = /^([a-z0-9][a-z0-9-]*)=/.exec(word.text)?.[1];
  if (name === undefined) return [];
  return [{ text: name, dynamic: false, span: { ...word.span, end: word.span.start + name.length } }];
}
