// All verbs of the standalone executable, and the keeper.
import { compileAsUsual } from './base/runtime.ts';
import { exitWith } from './cli/exit-with.ts';
import { keeperWord } from './cli/keeper-command.ts';

compileAsUsual();
const argv = process.argv.slice(2);
if (argv[0] === keeperWord) void import('./engines/local/keeper/main.ts');
else exitWith(import('./cli/main.ts').then(({ main }) => main(argv)));
