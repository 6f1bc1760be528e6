// What of a fenced block is typed into a shell: prompts and output are blanked, so that places stay.

const shells = /^(?:sh|bash|zsh|shell)$/i;
const sessions = /^(?:console|shell-?session|shellsession|terminal|text|txt)?$/i;

/** Programs by whose name a line without a language and without a prompt is known as a command. */
const programs =
  /^(?:sudo |docker|docker-compose|make|npm|npx|yarn|pnpm|git|cd|cp|curl|kubectl|helm|export|mkdir|source|\.\/)(?:\s|$|[\w.-])/;

/** The block with all blank that is no command; undefined for other languages. */
export function shellTextOf(language: string, block: string): string | undefined {
  const text = withoutPlaceholders(block);
  const hasPrompt = /^[ \t]*\$ /m.test(text);
  if (shells.test(language)) return hasPrompt ? prompted(text) : text;
  if (!sessions.test(language)) return undefined;
  if (hasPrompt) return prompted(text);
  const lines = text.split('\n').map((line) => line.trim());
  const said = lines.filter(
    (line, at) => line !== '' && !line.startsWith('#') && !lines[at - 1]?.endsWith('\\'),
  );
  return said.length > 0 && said.every((line) => programs.test(line)) ? text : undefined;
}

/** Lines behind a prompt and those that continue them. */
function prompted(text: string): string {
  let goesOn = false;
  return text
    .split('\n')
    .map((line) => {
      const prompt = /^[ \t]*\$ /.exec(line)?.[0];
      const isCommand = prompt !== undefined || goesOn;
      goesOn = isCommand && line.trimEnd().endsWith('\\');
      if (!isCommand) return ' '.repeat(line.length);
      return ' '.repeat(prompt?.length ?? 0) + line.slice(prompt?.length ?? 0);
    })
    .join('\n');
}

/** `<container name>`, which a shell would take for redirections, as a variable of the same length. */
function withoutPlaceholders(text: string): string {
  return text.replace(/<([A-Za-z][\w .:/-]*)>/g, (_all, name: string) => `$${name.replace(/\W/g, '_')}_`);
}
