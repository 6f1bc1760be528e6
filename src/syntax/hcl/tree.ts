// The positioned tree of an HCL file, as Terraform writes it. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
import type { Located, Span } from '../../base/span.ts';
import type { Comment, SyntaxProblem } from '../problem.ts';

export interface HclBody {
  readonly attributes: readonly HclAttribute[];
  readonly blocks: readonly HclBlock[];
}

export interface HclAttribute {
  readonly name: string;
  readonly nameSpan: Span;
  readonly value: HclValue;
}

export interface HclBlock {
  readonly type: string;
  readonly labels: readonly Located<string>[];
  readonly body: HclBody;
  /** From the type to the closing brace. */
  readonly span: Span;
}

export type HclValue =
  /** `dynamic`: it holds `${…}` or `%{…}`, which stand in it as written. `inner`: where the text begins. */
  | {
      readonly kind: 'string';
      readonly value: string;
      readonly dynamic: boolean;
      readonly inner: number;
      readonly span: Span;
    }
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  | { readonly kind: 'list'; readonly items: readonly HclValue[]; readonly span: Span }
  | { readonly kind: 'object'; readonly entries: readonly HclAttribute[]; readonly span: Span }
  /** `var.region`, `aws_ecs_cluster.main.id` */
  | { readonly kind: 'reference'; readonly path: string; readonly span: Span }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly HclValue[]; readonly span: Span }
  /** Any other expression. */
  | { readonly kind: 'unknown'; readonly span: Span };

export interface HclFile {
  readonly body: HclBody;
  readonly comments: readonly Comment[];
  readonly problems: readonly SyntaxProblem[];
}
