// HCL texts -> trees with places; what is not a plain value is unknown, and nothing throws.
import { expect, it } from 'vitest';
import { type HclValue, readHcl } from '../../src/syntax/hcl.ts';

const text = `# first
resource "aws_ecs_service" "api" {
  name = "api-\${var.env}" // second
  count = 2
  on    = true
  cluster = aws_ecs_cluster.main.id
  sum = 1 + 2
  pick = var.a == "x" ? "y" : "z"
  tags = {
    Name = "api"
    "a/b": 1
  }
  defs = jsonencode([{ name = "api", ports = [8080, 9090] }])
  many = [for s in var.list : s.id]
  /* third */
  doc = <<-EOT
    {"a": 1}
  EOT
  load_balancer {
    container_port = 8080
  }
}
`;

function plain(value: HclValue): unknown {
  switch (value.kind) {
    case 'list':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries(value.entries.map((entry) => [entry.name, plain(entry.value)]));
    case 'reference':
      return `→${value.path}`;
    case 'call':
      return [`${value.name}()`, ...value.args.map(plain)];
    case 'unknown':
      return '?';
    default:
      return value.value;
  }
}

it('reads blocks, attributes and values', () => {
  const { body, problems, comments } = readHcl('main.tf', text);
  expect(problems).toEqual([]);
  const [block] = body.blocks;
  expect(block?.labels.map(({ value }) => value)).toEqual(['aws_ecs_service', 'api']);
  const values = Object.fromEntries(
    (block?.body.attributes ?? []).map(({ name, value }) => [name, plain(value)]),
  );
  expect(values).toEqual({
    name: `api-\${var.env}`,
    count: 2,
    on: true,
    cluster: '→aws_ecs_cluster.main.id',
    sum: '?',
    pick: '?',
    tags: { Name: 'api', 'a/b': 1 },
    defs: ['jsonencode()', [{ name: 'api', ports: [8080, 9090] }]],
    many: '?',
    doc: '    {"a": 1}\n',
  });
  expect(block?.body.blocks[0]?.body.attributes[0]?.value).toMatchObject({ value: 8080 });
  expect(comments.map((comment) => comment.text)).toEqual(['first', 'second', 'third']);
  const name = block?.body.attributes[0]?.value.span;
  expect(text.slice(name?.start, name?.end)).toContain('api-');
});

it('goes on behind a mistake', () => {
  const { body, problems } = readHcl('main.tf', 'a b c\n= 3\nx = 1\n}\nresource "t" "n" {\n y = 2\n');
  expect(body.attributes.map(({ name }) => name)).toEqual(['x']);
  expect(body.blocks[0]?.body.attributes[0]?.value).toMatchObject({ value: 2 });
  expect(problems.length).toBeGreaterThan(2);
});

it.each([...text].map((_, end) => end))('cut off at %i is read without an exception', (end) => {
  readHcl('main.tf', text.slice(0, end));
});

it('deep nesting ends', () => {
  readHcl('main.tf', `a = ${'['.repeat(50_000)}`);
  readHcl('main.tf', 'a {\n'.repeat(50_000));
  readHcl('main.tf', `a = ${'f('.repeat(50_000)}`);
});
