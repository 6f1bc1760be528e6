// Documents and scripts that tell how this project is run.
import type { Document } from '../../model/document.ts';
import type { Project } from '../../model/project.ts';
import type { Script } from '../../model/script.ts';

/** Folders of what is past, planned, or meant for other places. */
const elsewhere =
  /(?:^|\/)(?:\.[^/]+|_?archived?|old|legacy|deprecated|blog|posts?|adrs?|rfcs?|proposals?|plans?|templates?|examples?|samples?|demos?|fixtures?|tests?|i18n|locales?|translations?)\//i;

/** Records of what was done or is to be done, and texts for machines. */
const record =
  /(?:report|summary|plan|proposal|roadmap|todo|notes?|prompt|sprint|story|epic|status|progress|completed?|migration|implementa[ct]i\w+|upgrade|review|analysis|audit|retro\w*)[\w-]*\.md$/i;

/** What somebody follows on the running system. */
const operations =
  /(?:deploy|runbook|operat|rollback|restore|backup|disaster|recover|incident|production)\w*/i;

/** Wrong orders weigh more where people follow them in a hurry. */
export function documentSeverity({ file }: Document): 'low' | 'medium' {
  return operations.test(file.replace(/^.*\//, '')) ? 'medium' : 'low';
}

/** The commands of a document as a script, where they are typed in this project; undefined otherwise. */
export function ownScript(project: Project, document: Document): Script | undefined {
  if (elsewhere.test(document.file) || record.test(document.file)) return undefined;
  if (isInSite(project, document.file)) return undefined;
  const { script } = document;
  const clones = script.commands.filter(isClone);
  const names = new Set(clones.flatMap(({ words }) => cloned(words.map(({ text }) => text)) ?? []));
  if (
    clones.length > 0 &&
    (names.size !== 1 || ![...names].every((name) => isNameOf(project, document, name)))
  )
    return undefined;
  return { ...script, commands: script.commands.filter((command) => !isClone(command)) };
}

const siteFolder = /(?:^|\/)(?:website|versioned_docs|docs\/docs|documentation\/docs|content|site)\//i;
const siteConfigs = [
  'mkdocs.yml',
  'docusaurus.config.js',
  'docusaurus.config.ts',
  'book.toml',
  'conf.py',
  'antora.yml',
];

/** Pages of a site are for those who use the product elsewhere, with files of their own. */
function isInSite({ files }: Project, file: string): boolean {
  if (siteFolder.test(file)) return true;
  const parts = file.split('/').slice(0, -1);
  return parts.some((_, index) => {
    const folder = parts.slice(0, index + 1).join('/');
    // The configuration lies in the folder of the pages, or beside it.
    const beside = folder.includes('/') ? `${folder.slice(0, folder.lastIndexOf('/'))}/` : '';
    const isPages = /(?:^|\/)docs?$/i.test(folder);
    return siteConfigs.some(
      (name) =>
        files.kind(`${folder}/${name}`) === 'file' || (isPages && files.kind(beside + name) === 'file'),
    );
  });
}

function isClone({ words }: Script['commands'][number]): boolean {
  return words[0]?.text === 'git' && words[1]?.text === 'clone';
}

function cloned(words: readonly string[]): string | undefined {
  const url = words.find((word) => /:\/\/|^git@/.test(word));
  return url === undefined
    ? undefined
    : bare(
        url
          .replace(/\/+$/, '')
          .replace(/\.git$/, '')
          .replace(/^.*[/:]/, ''),
      );
}

/** Whether a repository of that name is this one: by its folder, its packages, or the head of its README. */
function isNameOf(project: Project, document: Document, name: string): boolean {
  if (name.length < 3) return false;
  const readme = project.documents.find(({ file }) => /^readme\.md$/i.test(file));
  const own = [
    project.root.replace(/^.*\//, ''),
    document.title ?? '',
    readme?.title ?? '',
    ...project.packages.slice(0, 5).flatMap((one) => one.name?.replace(/^.*\//, '') ?? []),
  ];
  return own.some((each) => bare(each).includes(name));
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** Scripts, and what documents tell people to type here. */
export function allScripts(project: Project): readonly Script[] {
  return [...project.scripts, ...project.documents.flatMap((document) => ownScript(project, document) ?? [])];
}

/** True for words that stand for what the reader puts in: `<service>`, `SERVICE_NAME`, `your-app`. */
export function isPlaceholder(text: string): boolean {
  return /[<>[\]{}$*]|\.\.\.|\u2026|^(?:your|my|some)[-_]|[-_](?:name|container|id)$|^\d+$|^[A-Z]|^(?:the[-_])?(?:service|container|app|database|db|script|target|command|name|image|file)s?(?:[-_]?(?:name|id|here))?s?\d*$/.test(
    text,
  );
}
