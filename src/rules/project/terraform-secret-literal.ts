import type { Span } from '../../base/span.ts';
import type { HclAttribute, HclBlock, HclValue } from '../../syntax/hcl.ts';
import { bad, defineRule, good } from '../rule.ts';
import { secretKindOf, secretSeverity, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'terraform-secret-literal',
  area: 'project',
  severity: 'high',
  confidence: 'likely',
  aliases: ['trivy:GIT-0002'],
  title: 'Terraform files hold a secret in plain text',
  why: 'Everyone who can read the repository, now or later, can use it; removing it later leaves it in the history.',
  fix: 'Take it from a secret store or a variable without default that is marked sensitive, and change the secret itself.',
  references: ['https://developer.hashicorp.com/terraform/language/values/variables'],
  on: 'terraform',
  *check(module, { project }) {
    for (const { file, body } of module.files) {
      if (project.files.isGitIgnored(file)) continue;
      const named = [
        ...pairsOf(body.attributes, ''),
        ...body.blocks.flatMap((block) => [...literalsOf(block)]),
      ];
      for (const { name, value, at, owner, isLeft } of named) {
        if (value.trim() === '' || isNameOfOne(name, value)) continue;
        const kind = secretKindOf(isSecretOf(owner, name) ? 'password' : name, value);
        if (kind === undefined || kind === 'token' || (isLeft && kind !== 'secret')) continue;
        yield {
          at,
          message: `${owner === '' ? '' : `${owner} sets `}${name}${owner === '' ? ' is' : ' to'} ${secretWords[kind]}`,
          object: `${owner} ${name}`.trim(),
          severity: secretSeverity[kind],
        };
      }
    }
  },
  examples: [
    bad(
      {
        'infra/main.tf': `
          variable "db_password" {
            type    = string
            default = "kX9-pool-river-42"
          }
          resource "aws_db_instance" "main" {
            username = "shop"
            password = "hunter2-Fj93kd"
          }
        `,
        'infra/ci.tf': `
          resource "github_actions_secret" "registry" {
            repository      = "shop"
            secret_name     = "REGISTRY_LOGIN"
            plaintext_value = "kX9-pool-river-42"
          }
          resource "azurerm_key_vault_secret" "mail" {
            name         = "mail"
            value        = "9f2c-Kd81-aa07-Xe33"
            key_vault_id = azurerm_key_vault.main.id
          }
        `,
        'infra/prod.tfvars': 'api_token = "9f2c-Kd81-aa07-Xe33"\n',
      },
      [
        'infra/ci.tf:4:21',
        'infra/ci.tf:8:18',
        'infra/main.tf:3:13',
        'infra/main.tf:7:14',
        'infra/prod.tfvars:1:13',
      ],
    ),
    good({
      'infra/main.tf': `
        variable "db_password" {
          type      = string
          sensitive = true
        }
        resource "aws_db_instance" "main" {
          username             = "shop"
          password             = var.db_password
          password_secret_name = "projects/acme/secrets/db"
        }
        data "google_secret_manager_secret_version" "db" {
          secret = "shop-db-password"
        }
        resource "google_secret_manager_secret_version" "mail" {
          secret      = google_secret_manager_secret.mail.id
          secret_data = "placeholder"
          lifecycle {
            ignore_changes = [secret_data]
          }
        }
        resource "github_actions_secret" "registry" {
          secret_name     = "REGISTRY_LOGIN"
          plaintext_value = var.registry_login
        }
        resource "zitadel_login_policy" "main" {
          password_check_lifetime = "864000s"
        }
      `,
    }),
  ],
});

interface Literal {
  readonly name: string;
  readonly value: string;
  readonly at: Span;
  /** `aws_db_instance.main`; `''` for values of variables. */
  readonly owner: string;
  /** True for what is only there until somebody sets the value elsewhere: `ignore_changes` names it. */
  readonly isLeft: boolean;
}

function* literalsOf(block: HclBlock): Iterable<Literal> {
  const labels = block.labels.map(({ value }) => value);
  const preset =
    block.type === 'variable' ? block.body.attributes.find(({ name }) => name === 'default') : undefined;
  if (preset !== undefined) {
    if (isText(preset.value))
      yield {
        name: labels[0] ?? '',
        value: preset.value.value,
        at: preset.value.span,
        owner: '',
        isLeft: false,
      };
    return;
  }
  // Names of others are no values of secrets: outputs, and what a resource is called.
  if (!/^(?:resource|provider|locals|module|data)$/.test(block.type)) return;
  yield* inBody(block, labels.join('.') || block.type);
}

function* inBody({ body }: HclBlock, owner: string): Iterable<Literal> {
  yield* pairsOf(body.attributes, owner, ignoredIn(body.blocks));
  for (const inner of body.blocks) yield* inBody(inner, owner);
}

function* pairsOf(
  attributes: readonly HclAttribute[],
  owner: string,
  ignored: ReadonlySet<string> = new Set(),
): Iterable<Literal> {
  for (const { name, value } of attributes) {
    if (value.kind === 'object') yield* pairsOf(value.entries, owner);
    else if (isText(value) && !names.test(name))
      yield {
        name,
        value: value.value,
        at: value.span,
        owner,
        isLeft: ignored.has(name) || ignored.has('all'),
      };
  }
}

/** https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes */
function ignoredIn(blocks: readonly HclBlock[]): ReadonlySet<string> {
  const values = blocks
    .filter(({ type }) => type === 'lifecycle')
    .flatMap(({ body }) => body.attributes.filter(({ name }) => name === 'ignore_changes'));
  return new Set(
    values.flatMap(({ value }) => (value.kind === 'list' ? value.items : [value])).flatMap(pathOf),
  );
}

function pathOf(value: HclValue): readonly string[] {
  return value.kind === 'reference' ? [value.path] : [];
}

/** What is a secret by the kind of its resource, whatever the attribute is called: the documentation of each provider. */
const secretAttributes: readonly (readonly [RegExp, RegExp])[] = [
  [/^github_(?:actions|dependabot|codespaces)_(?:environment_|organization_)?secret\./, /^plaintext_value$/],
  [/^azurerm_key_vault_secret\./, /^value$/],
];

function isSecretOf(owner: string, name: string): boolean {
  return secretAttributes.some(([resource, attribute]) => attribute.test(name) && resource.test(owner));
}

/** `secret = "shop-db-password"`, `secret = "SLACK_URL"`: which one of a store is meant. */
function isNameOfOne(name: string, value: string): boolean {
  return name === 'secret' && /^[a-z]+(?:[-_][a-z]+)+$/i.test(value);
}

function isText(value: HclValue): value is HclValue & { readonly kind: 'string' } {
  return value.kind === 'string' && !value.dynamic && !value.value.includes('\n');
}

/** Attributes that say where a secret is, or what kind of thing it is. */
const names =
  /(?:name|_id|arn|path|version|type|key_id|url|uri|endpoint|description|namespace|manager|ref)$/i;
