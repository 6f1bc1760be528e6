// package.json, with what the configuration beside it says of the build's output.
import type { Located } from '../../base/span.ts';
import type { BuildOutput, PackageFile } from '../../model/package-file.ts';
import { readYaml } from '../../syntax/yaml.ts';
import { entriesAt, textAt, textMapAt } from '../../syntax/yaml-path.ts';
import { stepsOf } from './npm-steps.ts';
import type { PackageSources } from './packages.ts';

export function readNpm({ file, folder, text, beside }: PackageSources): PackageFile {
  // JSON is YAML, and this reader knows places; tabs stand for the same blank.
  const root = readYaml(file, text.replaceAll('\t', ' ')).documents[0]?.root;
  const commands = textMapAt(root, 'scripts');
  const namesAt = (key: string) => entriesAt(root, key).map((entry) => entry.key.text);
  const running = new Set([...namesAt('dependencies'), ...namesAt('optionalDependencies')]);
  const development = namesAt('devDependencies').filter((name) => !running.has(name));
  return {
    file,
    folder,
    kind: 'npm',
    name: textAt(root, 'name')?.value,
    commands,
    steps: (name) => stepsOf(text, commands.get(name)),
    needs: () => [],
    open: false,
    runtime: textAt(root, 'engines', 'node'),
    requires: new Set([...running, ...development]),
    development: new Set(development),
    output: outputOf(commands.get('build'), beside),
  };
}

const configs = (name: string) =>
  ['js', 'mjs', 'cjs', 'ts', 'mts'].map((ending) => `${name}.config.${ending}`);

/**
 * Sources: https://vite.dev/config/build-options.html#build-outdir, https://create-react-app.dev/docs/production-build,
 * https://nextjs.org/docs/app/api-reference/config/next-config-js/output
 */
function outputOf(
  build: Located<string> | undefined,
  beside: PackageSources['beside'],
): BuildOutput | undefined {
  if (build === undefined) return undefined;
  const config = (name: string) =>
    configs(name)
      .flatMap((one) => beside(one) ?? [])
      .join('\n');
  if (/\breact-scripts build\b/.test(build.value) && !/BUILD_PATH/.test(build.value)) {
    const isMoved =
      /BUILD_PATH/.test(beside('.env') ?? '') || /BUILD_PATH/.test(beside('.env.production') ?? '');
    return isMoved ? undefined : { tool: 'react-scripts', folders: ['build'], at: build.span };
  }
  if (/\bvite build\b/.test(build.value)) {
    const text = config('vite');
    // A framework's plugin, or a root elsewhere, has an output folder of its own.
    const isMoved =
      /outDir|\broot\s*:|sveltekit|remix|reactRouter|tanstackStart|solidStart|qwik|nitro|astro|\blib\s*:/i;
    if (text === '' || isMoved.test(text + build.value)) return undefined;
    return { tool: 'vite', folders: ['dist'], at: build.span };
  }
  return /\bnext build\b/.test(build.value) ? nextOutput(build, config('next')) : undefined;
}

function nextOutput(build: Located<string>, text: string): BuildOutput | undefined {
  // Wrappers and other files may set it.
  const isHidden = /distDir|process\.env|\.\.\.|require\(\s*['"]\.|from\s+['"]\./.test(text);
  if (isHidden && !/\boutput\s*:/.test(text)) return undefined;
  const output = /\boutput\s*:\s*(.{0,60})/.exec(text)?.[1] ?? '';
  if (/\?|&&|\|\||process/.test(output) || /distDir/.test(text)) return undefined;
  const folders = ['.next'];
  if (/standalone/.test(output)) folders.push('.next/standalone');
  if (/export/.test(output)) folders.push('out');
  return /next export/.test(build.value) ? undefined : { tool: 'next', folders, at: build.span };
}
