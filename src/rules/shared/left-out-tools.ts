// Programs in scripts of package.json that only development packages bring.
import type { PackageFile } from '../../model/package-file.ts';
import { commandsNamed } from './package-commands.ts';
import type { RunCommand } from './run.ts';

interface Tool {
  readonly program: string;
  readonly from: string;
}

/** The first program of a script that only a development package brings. */
function toolOf(file: PackageFile, script: string, seen: Set<string>): Tool | undefined {
  if (seen.has(script) || seen.size > 20) return undefined;
  seen.add(script);
  const steps = file.steps(script);
  for (const [at, step] of steps.entries()) {
    const [named] = commandsNamed(step.words);
    // What follows an `||` stands in for what failed.
    if (/^\|\|?$/.test(step.operatorBefore) || steps[at + 1]?.operatorBefore === '||') continue;
    const found = named === undefined ? programOf(file, step.words) : toolOf(file, named.name, seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

const wrappers = new Set(['cross-env', 'cross-env-shell', 'dotenv', 'env-cmd', '--']);

function programOf(file: PackageFile, words: readonly { readonly text: string }[]): Tool | undefined {
  for (const { text } of words) {
    if (/^\w+=/.test(text)) continue;
    const from = bringing(file, text);
    if (from !== undefined) return { program: text, from };
    if (!wrappers.has(text)) return undefined;
  }
  return undefined;
}

/** Packages whose programs have other names. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  tsc: ['typescript'],
  ng: ['@angular/cli'],
  nest: ['@nestjs/cli'],
  'vue-cli-service': ['@vue/cli-service'],
  swc: ['@swc/cli'],
  babel: ['@babel/cli'],
  ncc: ['@vercel/ncc'],
  webpack: ['webpack-cli', 'webpack'],
  'run-s': ['npm-run-all', 'npm-run-all2'],
  'run-p': ['npm-run-all', 'npm-run-all2'],
  postcss: ['postcss-cli'],
  tailwindcss: ['@tailwindcss/cli', 'tailwindcss'],
  'svelte-kit': ['@sveltejs/kit'],
  remix: ['@remix-run/dev'],
  'react-router': ['@react-router/dev'],
};

/** The development package that a program comes from, when no other package may bring it along. */
function bringing({ development, requires }: PackageFile, program: string): string | undefined {
  const from = [...(packagesOf[program] ?? []), program].find((name) => development.has(name));
  if (from === undefined) return undefined;
  // npm installs what a package asks for beside it: plugins of vite bring vite.
  const kin = from === 'typescript' ? /typescript|^ts-/ : new RegExp(from.replace(/\W/g, '\\$&'));
  // The client asks for the program of the same version only where that is there anyway.
  if (from === 'prisma') return from;
  return [...requires].some((name) => !development.has(name) && kin.test(name)) ? undefined : from;
}

/** Scripts of package.json that an install runs by itself. yarn leaves `prepare` out where it leaves packages out. */
export function scriptsOfInstall({ program }: RunCommand): readonly string[] {
  const first = ['preinstall', 'install', 'postinstall'];
  if (program === 'npm' || program === 'pnpm') return [...first, 'prepare'];
  return program === 'yarn' ? first : [];
}

/** The first of the scripts that runs a tool which only a development package brings. */
export function leftOutTool(file: PackageFile | undefined, names: readonly string[]) {
  for (const name of file === undefined ? [] : names) {
    const script = file?.commands.get(name);
    const tool = file === undefined || script === undefined ? undefined : toolOf(file, name, new Set());
    if (tool !== undefined && script !== undefined) return { ...tool, name, at: script.span };
  }
  return undefined;
}
