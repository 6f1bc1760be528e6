// The standalone executable, as far as a review needs it. Everything else is in `whole.ts`, which the build compiles beside
// it: the engine makes all functions of a file before the first of them runs.
import { version } from './base/version.ts';
import { exitWith } from './cli/exit-with.ts';

const argv = process.argv.slice(2);
const [verb = 'help'] = argv;
// Not written into the call, or the compiler would make one file of the two.
const whole: string = './whole.js';
if (verb === '--version' || verb === '-V' || verb === 'version') process.stdout.write(`${version}\n`);
else if (verb === 'review') exitWith(import('./cli/main.ts').then(({ main }) => main(argv)));
else void import(whole);
