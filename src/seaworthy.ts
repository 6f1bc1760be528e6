#!/usr/bin/env node
import { main } from './cli/main.ts';

// Set, not called: what is still written to a pipe must arrive.
process.exitCode = await main(process.argv.slice(2));
