// The standalone executable: the command line and the keeper in one file.
import { version } from './base/version.ts';
import { exitWith } from './cli/exit-with.ts';
import { keeperWord } from './cli/keeper-command.ts';

const argv = process.argv.slice(2);
const [verb = 'help'] = argv;
if (verb === '--version' || verb === '-V' || verb === 'version') process.stdout.write(`${version}\n`);
else if (verb === keeperWord) void import('./engines/local/keeper/main.ts');
else exitWith(import('./cli/main.ts').then(({ main }) => main(argv)));
