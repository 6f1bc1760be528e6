// Containers that resources of Terraform run: of ECS as JSON, of other services as blocks.
import { type Located, located, type Span } from '../../base/span.ts';
import type { TerraformContainer } from '../../model/terraform.ts';
import type { HclAttribute, HclBlock, HclBody, HclValue } from '../../syntax/hcl.ts';
import { isList, readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, numberAt, textAt } from '../../syntax/yaml-path.ts';

type Resolve = (value: HclValue | undefined) => HclValue | undefined;

export function containersOf(blocks: readonly HclBlock[]): readonly TerraformContainer[] {
  const resolve = resolverOf(blocks);
  return blocks.flatMap((block) => {
    if (block.type !== 'resource') return [];
    const resource = block.labels.map(({ value }) => value).join('.');
    const definitions = resolve(valueUnder(block.body, 'container_definitions'));
    return [...inDefinitions(definitions, resource, resolve), ...inBlocks(block.body, resource, resolve)];
  });
}

/** Follows `local.x` and `var.x` to what the module itself says. */
function resolverOf(blocks: readonly HclBlock[]): Resolve {
  const known = new Map<string, HclValue>();
  for (const { type, labels, body } of blocks) {
    if (type === 'locals') for (const { name, value } of body.attributes) known.set(`local.${name}`, value);
    const preset = type === 'variable' ? valueUnder(body, 'default') : undefined;
    if (preset !== undefined) known.set(`var.${labels[0]?.value}`, preset);
  }
  return (value) => {
    let at = value;
    for (let steps = 0; at?.kind === 'reference' && steps < 10; steps += 1) at = known.get(at.path);
    return at;
  };
}

function valueUnder(body: HclBody, name: string): HclValue | undefined {
  return body.attributes.find((each) => each.name === name)?.value;
}

function inDefinitions(
  value: HclValue | undefined,
  resource: string,
  resolve: Resolve,
): readonly TerraformContainer[] {
  if (value?.kind === 'call' && value.name === 'jsonencode') {
    const list = resolve(value.args[0]);
    const items = list?.kind === 'list' ? list.items.map(resolve) : [];
    return items.flatMap((item) =>
      item?.kind === 'object' ? [ofObject(item.entries, item.span, resource, resolve)] : [],
    );
  }
  if (value?.kind !== 'string') return [];
  const [document] = readYaml(value.span.file, value.value).documents;
  const items = isList(document?.root) ? document.root.items : [];
  return items.map((item) => ofJson(item, resource, value));
}

function ofObject(
  entries: readonly HclAttribute[],
  span: Span,
  resource: string,
  resolve: Resolve,
): TerraformContainer {
  const at = (name: string) => resolve(entries.find((each) => each.name === name)?.value);
  const mappings = at('portMappings');
  const list = mappings?.kind === 'list' ? mappings.items.map(resolve) : [];
  const ports = list.map((item) =>
    item?.kind === 'object'
      ? numberOf(resolve(item.entries.find(({ name }) => name === 'containerPort')?.value))
      : undefined,
  );
  return {
    span,
    resource,
    name: textOf(at('name')),
    image: textOf(at('image')),
    ports: ports.flatMap((port) => port ?? []),
    allPorts:
      (mappings === undefined || mappings.kind === 'list') && ports.every((port) => port !== undefined),
  };
}

/** JSON as text: places in it are places in the file, since nothing of it is escaped in a heredoc. */
function ofJson(
  item: YamlNode,
  resource: string,
  { inner, span, dynamic }: HclValue & { kind: 'string' },
): TerraformContainer {
  const moved = <T>(found: Located<T> | undefined): Located<T> | undefined =>
    found &&
    located(found.value, { file: span.file, start: inner + found.span.start, end: inner + found.span.end });
  const image = moved(textAt(item, 'image'));
  const name = moved(textAt(item, 'name'));
  const ports = itemsAt(item, 'portMappings').map((each) => moved(numberAt(each, 'containerPort')));
  const isPlain = (text: Located<string> | undefined) => text !== undefined && !text.value.includes('${');
  return {
    span,
    resource,
    name: isPlain(name) ? name : undefined,
    image: isPlain(image) ? image : undefined,
    ports: ports.flatMap((port) => port ?? []),
    allPorts: !dynamic && ports.every((port) => port !== undefined),
  };
}

/** `container { image = … ports { container_port = … } }` of Cloud Run, Azure and others, at any depth. */
function inBlocks(body: HclBody, resource: string, resolve: Resolve): readonly TerraformContainer[] {
  return body.blocks.flatMap((block) => {
    const image = valueUnder(block.body, 'image');
    if (!/^containers?$/.test(block.type) || image === undefined)
      return inBlocks(block.body, resource, resolve);
    const ports = block.body.blocks
      .filter(({ type }) => /^ports?$/.test(type))
      .map((each) =>
        numberOf(resolve(valueUnder(each.body, 'container_port') ?? valueUnder(each.body, 'port'))),
      );
    const hasDynamic = block.body.blocks.some(({ type }) => type === 'dynamic');
    return [
      {
        span: block.span,
        resource,
        name: textOf(resolve(valueUnder(block.body, 'name'))),
        image: textOf(resolve(image)),
        ports: ports.flatMap((port) => port ?? []),
        allPorts: !hasDynamic && ports.every((port) => port !== undefined),
      },
    ];
  });
}

function textOf(value: HclValue | undefined): Located<string> | undefined {
  return value?.kind === 'string' && !value.dynamic ? located(value.value, value.span) : undefined;
}

function numberOf(value: HclValue | undefined): Located<number> | undefined {
  if (value?.kind === 'number') return located(value.value, value.span);
  const text = textOf(value);
  return text !== undefined && /^\d+$/.test(text.value) ? located(Number(text.value), text.span) : undefined;
}
