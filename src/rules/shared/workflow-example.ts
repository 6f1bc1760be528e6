// Short ways to write the examples of rules about workflows.
import type { ExampleFiles } from '../rule.ts';

export const ciFile = '.github/workflows/ci.yml';

/** A workflow of the given text. */
export function workflow(text: string): ExampleFiles {
  return { [ciFile]: text };
}

/** A workflow with one job that has these steps; `on` is the whole line. */
export function steps(text: string, on = 'on: push'): ExampleFiles {
  return workflow(`${on}\njobs:\n  build:\n    runs-on: ubuntu-24.04\n    steps:\n${indented(text, 6)}`);
}

function indented(text: string, width: number): string {
  const lines = text.replace(/^\n/, '').trimEnd().split('\n');
  const own = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)));
  return lines
    .map((line) => (line.trim() === '' ? '' : ' '.repeat(width) + line.slice(own)))
    .join('\n')
    .concat('\n');
}
