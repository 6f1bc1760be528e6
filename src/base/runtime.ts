// What the standalone executable asks of its runtime.

/**
 * Functions are compiled to machine code as soon as Bun finds it worth the while. The executable starts with fifty times
 * that (`scripts/build-binary.mjs`): a review of a few files calls many functions a few times each. Without effect in Node.
 * @see https://bun.sh/docs/bundler/executables
 */
export function compileAsUsual(): void {
  const bun: unknown = Reflect.get(globalThis, 'Bun');
  const unsafe: unknown = isObject(bun) ? bun['unsafe'] : undefined;
  const set: unknown = isObject(unsafe) ? unsafe['setJITPolicy'] : undefined;
  if (typeof set === 'function') set(1);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (typeof value === 'object' || typeof value === 'function') && value !== null;
}
