// What the strict reader of Alertmanager ends at, in a configuration that is well-formed YAML.
import type { Span } from '../../base/span.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';

export interface Refused {
  readonly at: Span;
  readonly what: string;
  /** One finding each. */
  readonly key: string;
}

/** Keys of other tools, or of the other integrations, that people write there. */
const unknownKeys: Readonly<Record<string, ReadonlySet<string>>> = {
  email_configs: new Set(['body', 'subject', 'message', 'title', 'smtp_smarthost', 'smtp_from']),
  slack_configs: new Set(['webhook_url', 'url', 'webhook', 'message', 'subject', 'body']),
  webhook_configs: new Set(['title', 'text', 'channel', 'message', 'subject', 'body', 'headers']),
  pagerduty_configs: new Set(['integration_key', 'api_key', 'text', 'title']),
};

export function* refusedIn(root: YamlNode): Iterable<Refused> {
  const route = nodeAt(root, 'route');
  if (route === undefined) return;
  const receivers = itemsAt(root, 'receivers');
  const names = new Set(receivers.flatMap((one) => textAt(one, 'name')?.value ?? []));
  yield* inRoute(route, names, receivers.length > 0);
  for (const receiver of receivers)
    for (const { key } of entriesAt(receiver)) {
      const kind = String(key.value);
      for (const item of itemsAt(receiver, kind)) yield* inIntegration(kind, item, nodeAt(root, 'global'));
    }
  yield* addresses('global', nodeAt(root, 'global'), ['slack_api_url', 'opsgenie_api_url']);
  yield* inIntervals(root);
}

function* inRoute(route: YamlNode, names: ReadonlySet<string>, areThere: boolean): Iterable<Refused> {
  const receiver = textAt(route, 'receiver');
  if (receiver !== undefined && areThere && !isTemplate(receiver.value) && !names.has(receiver.value))
    yield {
      at: receiver.span,
      what: `no receiver is called ${receiver.value}`,
      key: `receiver ${receiver.value}`,
    };
  for (const key of ['group_interval', 'repeat_interval']) {
    const time = textAt(route, key);
    if (time !== undefined && /^0(?:ms|[smhdwy])?$/.test(time.value))
      yield { at: time.span, what: `${key} must not be zero`, key };
  }
  for (const child of itemsAt(route, 'routes')) yield* inRoute(child, names, areThere);
}

function* inIntegration(kind: string, item: YamlNode, global: YamlNode | undefined): Iterable<Refused> {
  for (const { key } of entriesAt(item)) {
    const name = String(key.value);
    if (unknownKeys[kind]?.has(name) === true)
      yield { at: key.span, what: `${kind} have no ${name}`, key: `${kind} ${name}` };
  }
  if (kind === 'slack_configs') yield* addresses(kind, item, ['api_url']);
  if (kind === 'webhook_configs') yield* addresses(kind, item, ['url']);
  if (kind !== 'email_configs') return;
  const to = textAt(item, 'to');
  for (const name of ['smarthost', 'from']) {
    const isGiven = textAt(item, name) !== undefined || textAt(global, `smtp_${name}`) !== undefined;
    if (to !== undefined && !isGiven)
      yield {
        at: to.span,
        what: `a mail needs ${name}, and global has no smtp_${name}`,
        key: `email ${name}`,
      };
  }
}

/** Addresses must be those of HTTP; the word <secret> alone stands for one that was printed. */
function* addresses(kind: string, node: YamlNode | undefined, keys: readonly string[]): Iterable<Refused> {
  for (const key of keys) {
    const address = textAt(node, key);
    if (address === undefined || isTemplate(address.value)) continue;
    if (!/^https?:\/\/[^/]|^<secret>$/i.test(address.value))
      yield { at: address.span, what: `${kind} ${key} is no HTTP address`, key: `${kind} ${key}` };
  }
}

function* inIntervals(root: YamlNode): Iterable<Refused> {
  const lists = ['time_intervals', 'mute_time_intervals'].flatMap((key) => itemsAt(root, key));
  const times = lists
    .flatMap((one) => itemsAt(one, 'time_intervals'))
    .flatMap((one) => itemsAt(one, 'times'));
  for (const time of times) {
    const [start, end] = [
      minutesOf(textAt(time, 'start_time')?.value),
      minutesOf(textAt(time, 'end_time')?.value),
    ];
    if (start !== undefined && end !== undefined && start >= end)
      yield { at: time.span, what: 'a time interval ends before it starts', key: 'times' };
  }
}

function minutesOf(text: string | undefined): number | undefined {
  const match = /^(\d\d):(\d\d)$/.exec(text ?? '');
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2]);
}

/** Filled in before the start; a rule of its own tells where nothing does. */
function isTemplate(text: string): boolean {
  return /[${}]|%\w+%|^__/.test(text);
}
