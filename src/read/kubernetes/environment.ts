// The environment that a manifest's path names.

const environments =
  /^(?:dev|devel|development|local|test|tests|testing|ci|e2e|qa|uat|stage|staging|preprod|preview|sandbox|demo|prod|production|live)$/i;

/** `dev` of `overlays/dev/api.yaml`, `prod` of `values.prod.yaml`: the innermost folder or word that is one. */
export function environmentOf(file: string): string | undefined {
  const parts = file.split('/');
  const folders = parts.slice(0, -1).reverse();
  const words = (parts.at(-1) ?? '').replace(/\.ya?ml$/i, '').split(/[-_.]/);
  return [...words, ...folders].find((word) => environments.test(word))?.toLowerCase();
}
