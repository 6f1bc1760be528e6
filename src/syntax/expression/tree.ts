// The positioned tree of an expression.

export type ExpressionTree = Literal | Context | Property | Index | Star | Call | Not | Binary;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface Literal extends Placed {
  readonly kind: 'literal';
  readonly value: string | number | boolean | null;
}

/** A bare name: `github`, `env`. */
export interface Context extends Placed {
  readonly kind: 'context';
  readonly name: string;
}

/** `of.name` */
export interface Property extends Placed {
  readonly kind: 'property';
  readonly of: ExpressionTree;
  readonly name: string;
  /** Where the name starts; it ends with the node. */
  readonly nameStart: number;
}

/** `of[index]` */
export interface Index extends Placed {
  readonly kind: 'index';
  readonly of: ExpressionTree;
  readonly index: ExpressionTree;
}

/** `of.*` or `of[*]` */
export interface Star extends Placed {
  readonly kind: 'star';
  readonly of: ExpressionTree;
}

export interface Call extends Placed {
  readonly kind: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly args: readonly ExpressionTree[];
}

export interface Not extends Placed {
  readonly kind: 'not';
  readonly operand: ExpressionTree;
}

export type BinaryOperator = '&&' | '||' | '==' | '!=' | '<' | '<=' | '>' | '>=';

export interface Binary extends Placed {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: ExpressionTree;
  readonly right: ExpressionTree;
}

export interface ExpressionFault extends Placed {
  /** What is wrong, without full stop. */
  readonly message: string;
  readonly hint: string;
}

/** Who asks of a tree is followed by others who ask of the same. */
let last: { readonly tree: ExpressionTree; readonly nodes: readonly ExpressionTree[] } | undefined;

/** The node and all below it, parents first. */
export function nodesOf(tree: ExpressionTree): readonly ExpressionTree[] {
  if (last?.tree !== tree) last = { tree, nodes: collectNodes(tree) };
  return last.nodes;
}

function collectNodes(tree: ExpressionTree): readonly ExpressionTree[] {
  const nodes: ExpressionTree[] = [];
  const open: ExpressionTree[] = [tree];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at--) open.push(children[at] ?? node);
  }
  return nodes;
}

/** What a tree is made of, lower case and each once: contexts (`github`), functions (`contains()`), operators (`==`). */
export function namesIn(tree: ExpressionTree): readonly string[] {
  const names = new Set<string>();
  for (const node of nodesOf(tree)) {
    if (node.kind === 'context') names.add(node.name.toLowerCase());
    else if (node.kind === 'call') names.add(`${node.name.toLowerCase()}()`);
    else if (node.kind === 'binary') names.add(node.operator);
  }
  return [...names];
}

function childrenOf(node: ExpressionTree): readonly ExpressionTree[] {
  switch (node.kind) {
    case 'literal':
    case 'context':
      return [];
    case 'property':
    case 'star':
      return [node.of];
    case 'index':
      return [node.of, node.index];
    case 'call':
      return node.args;
    case 'not':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
  }
}

/**
 * The names of a chain of properties from its context on, lower case: `github.event['Issue'].title` gives
 * `['github', 'event', 'issue', 'title']`, `*` for each star or computed index. Undefined for what is no such chain.
 */
export function pathOf(node: ExpressionTree): readonly string[] | undefined {
  const path: string[] = [];
  for (let at = node; ; ) {
    if (at.kind === 'context') return [at.name.toLowerCase(), ...path.reverse()];
    if (at.kind === 'property') path.push(at.name.toLowerCase());
    else if (at.kind === 'star') path.push('*');
    else if (at.kind === 'index') {
      const { index } = at;
      path.push(index.kind === 'literal' ? String(index.value).toLowerCase() : '*');
    } else return undefined;
    at = at.of;
  }
}

/** The longest chains of a tree: for `github.event.issue.title` one, not its beginnings too. */
export function chainsOf(tree: ExpressionTree): readonly Chain[] {
  const known = chains.get(tree) ?? collectChains(tree);
  chains.set(tree, known);
  return known;
}

interface Chain {
  readonly node: ExpressionTree;
  readonly path: readonly string[];
}

const chains = new WeakMap<ExpressionTree, readonly Chain[]>();

function collectChains(tree: ExpressionTree): readonly Chain[] {
  const inner = new Set<ExpressionTree>();
  const found: Chain[] = [];
  for (const node of nodesOf(tree)) {
    if (node.kind === 'property' || node.kind === 'star' || node.kind === 'index') inner.add(node.of);
    const path = inner.has(node) ? undefined : pathOf(node);
    if (path !== undefined) found.push({ node, path });
  }
  return found;
}
