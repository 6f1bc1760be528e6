// The whole command line. A verb's modules are initialised when it runs.
export { main } from './cli/main.ts';
