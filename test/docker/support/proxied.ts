// A stack whose commands reach the engine through a proxy that breaks things.
import { type StackSketch, type TestStack, withStack } from '../../system/faults/stack.ts';
import { FaultProxy } from './fault-proxy.ts';
import { heldOf } from './leftovers.ts';

export interface Proxied {
  readonly stack: TestStack;
  readonly proxy: FaultProxy;
  /** For `stack.run` and `stack.begin`: by way of the proxy. */
  readonly by: { readonly env: Readonly<Record<string, string>> };
}

/** The stack is taken away by the direct way, whatever the proxy does by then. */
export async function withProxy(
  sketch: StackSketch,
  body: (proxied: Proxied) => Promise<void>,
): Promise<void> {
  const proxy = await FaultProxy.open();
  try {
    await withStack(sketch, (stack) => body({ stack, proxy, by: { env: { DOCKER_HOST: proxy.host } } }));
  } finally {
    await proxy.close();
  }
}

/** Names of containers, networks and volumes of the stack, without its own name before them. */
export async function objectsOf(stack: TestStack): Promise<readonly string[]> {
  const held = await heldOf(stack.name);
  return held
    .map(({ kind, name }) => `${kind} ${name.replace(/^\//, '').slice(stack.name.length + 1)}`)
    .sort();
}
