// What the targets of a Makefile run, with the variables that it sets itself put in.
import type { ScriptCommand, ScriptWord } from '../../model/script.ts';
import { commandsIn } from '../script/commands.ts';

export interface Recipe {
  readonly commands: readonly ScriptCommand[];
  readonly needs: readonly string[];
}

interface Found {
  readonly commands: ScriptCommand[];
  readonly needs: string[];
}

const rule = /^([\w./ \t-]+?)[ \t]*::?(?!=)([^;#]*)/;
const assignment = /^(?:export[ \t]+|override[ \t]+)*([A-Za-z_][\w.-]*)[ \t]*(\?=|:{0,3}=|\+=|!=)[ \t]*(.*)$/;
/** Lines that may stand between the lines of a recipe. */
const between = /^[ \t]*(?:$|#|(?:ifn?(?:eq|def)|else|endif)\b)/;

export function readRecipes(file: string, text: string): ReadonlyMap<string, Recipe> {
  const recipes = new Map<string, Found>();
  const variables = variablesOf(text);
  let targets: readonly Found[] = [];
  for (const { line, at } of logicalLines(text)) {
    if (line.startsWith('\t')) {
      const prefix = /^\t[ \t]*[@+-]*/.exec(line)?.[0].length ?? 0;
      const commands = targets.length === 0 ? [] : commandsIn(file, line.slice(prefix), at + prefix);
      const own = commands.filter(({ depth }) => depth === 0).map((each) => settled(each, variables));
      for (const target of targets) target.commands.push(...own);
    } else if (!between.test(line)) {
      targets = targetsOf(line, recipes);
    }
  }
  return recipes;
}

/** Of one line: each of them gets its recipe. */
const maximumTargets = 50;

function targetsOf(line: string, recipes: Map<string, Found>): readonly Found[] {
  const [, names = '', needs = ''] = assignment.test(line) ? [] : (rule.exec(line) ?? []);
  const isPhony = names.trim() === '.PHONY';
  const found = names.split(/\s+/).filter((name) => name !== '' && !isPhony);
  return found.slice(0, maximumTargets).map((name) => {
    const recipe = recipes.get(name) ?? { commands: [], needs: [] };
    recipes.set(name, recipe);
    recipe.needs.push(...needs.split(/[\s\\|]+/).filter((each) => /^[\w./-]+$/.test(each)));
    return recipe;
  });
}

/** A backslash at the end of a line joins the next to it. */
function* logicalLines(text: string): Iterable<{ readonly line: string; readonly at: number }> {
  for (let at = 0; at < text.length; ) {
    let end = text.indexOf('\n', at);
    while (end > at && text[end - 1] === '\\') end = text.indexOf('\n', end + 1);
    const line = text.slice(at, end === -1 ? text.length : end);
    yield { line, at };
    at += line.length + 1;
  }
}

/** Values that are set once and written out: what make works out, or sets twice, stays as it is named. */
function variablesOf(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string | undefined>();
  for (const { line } of logicalLines(text)) {
    const [, name, operator, value = ''] = line.startsWith('\t') ? [] : (assignment.exec(line) ?? []);
    if (name === undefined) continue;
    const plain = value.replace(/[ \t]+#.*$/, '').trim();
    const isPlain =
      /^(?:\?|:{0,3})=$/.test(operator ?? '') && !/[\\`\s]|\$\((?:\w+[ -]|[^)]*[^\w.)-])/.test(plain);
    values.set(name, isPlain && !values.has(name) ? plain : undefined);
  }
  return new Map([...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function settled(command: ScriptCommand, variables: ReadonlyMap<string, string>): ScriptCommand {
  return { ...command, words: command.words.map((word) => settledWord(word, variables)) };
}

const maximumLength = 500;

function settledWord(word: ScriptWord, variables: ReadonlyMap<string, string>): ScriptWord {
  let { text } = word;
  for (let round = 0; word.dynamic && round < 5; round++) {
    const next = text.replace(
      /\$(?:\(([\w.-]+)\)|\{([\w.-]+)\})/g,
      (all, round?: string, curly?: string) => variables.get(round ?? curly ?? '') ?? all,
    );
    if (next === text || next.length > maximumLength) break;
    text = next;
  }
  return text === word.text ? word : { ...word, text, dynamic: /[$`*?[]/.test(text) };
}
