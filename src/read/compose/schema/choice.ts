// Which of several shapes a node is measured by.
import type { Node, ScalarNode } from '../node/node.ts';
import type { ScalarShape, Shape } from './shape.ts';

/** The shape, or the choice of it, that is of the node's kind. */
export function choiceFor(node: Node, shape: Shape): Shape | undefined {
  if (shape.kind === 'any') return shape;
  if (shape.kind === 'either') {
    let first: Shape | undefined;
    for (const choice of shape.choices) {
      if (choiceFor(node, choice) === undefined) continue;
      if (choice.kind === 'scalar' && acceptsAsIs(node, choice)) return choice;
      first ??= choice;
    }
    return first;
  }
  const kind = shape.kind === 'dict' ? 'map' : shape.kind;
  if (kind !== node.kind) return undefined;
  // What may only be empty is no choice for a text: the message would ask for nothing.
  const isEmptyOnly = shape.kind === 'scalar' && shape.accepts.every(isEmptyType);
  return isEmptyOnly && !acceptsAsIs(node, shape) ? undefined : shape;
}

function acceptsAsIs(node: Node, shape: ScalarShape): boolean {
  return node.kind === 'scalar' && shape.accepts.includes(typeName(node));
}

function isEmptyType(type: string): boolean {
  return type === 'null';
}

export function typeName(node: ScalarNode): 'string' | 'number' | 'boolean' | 'null' {
  if (node.value === null) return 'null';
  const type = typeof node.value;
  return type === 'number' || type === 'boolean' ? type : 'string';
}

/** `text or a list`: what a shape takes, for messages. */
export function expectedOf(shape: Shape): string {
  switch (shape.kind) {
    case 'any':
      return 'anything';
    case 'scalar':
      return shape.expected;
    case 'list':
      return 'a list';
    case 'map':
    case 'dict':
      return 'a mapping';
    case 'either':
      return [...new Set(shape.choices.map(expectedOf))].filter((name) => name !== 'nothing').join(' or ');
  }
}
