// docker compose beside us on a real Docker engine: first `up`, `up` of nothing new, one service replaced under a steady
// client, `down`; then the memory and the API calls of our `up` of 42 services. A program of its own is held against a
// program of its own; what Node takes besides stands next to it.
// usage: npm run bench:docker [-- ROUNDS [compose|seaworthy|executable|all [CASE]]], a case of those below, or `large`
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { steadyClient } from '../scripts/steady-client.mjs';
import { FaultProxy } from '../test/docker/support/fault-proxy.ts';
import { type BenchStack, layered, six, thirtyTwo } from './docker-stacks.ts';
import { compose, executable, seaworthy, type Tool, writeStack } from './docker-tools.ts';
import { median } from './measure.mjs';

/** Of the client, for each replacement. */
const wantedRequests = 10_000;
/** A `down` takes a second or two, of which the kernel's share differs by a fifth from one to the next. */
const startsInRound = 3;
const rounds = Number(process.argv[2] ?? 3);
const only = process.argv[3] ?? 'all';
const onlyCase = process.argv[4];
const ours = [seaworthy, executable];
const tools = [compose, ...ours].filter(({ name }) => only === 'all' || only === name);

type Make = (name: string, port: number, changed?: string, version?: number) => BenchStack;
interface Case {
  readonly name: string;
  readonly make: Make;
  /** Replaced one after the other under the client: one behind the published port and the one that publishes it. */
  readonly replaced: readonly string[];
}

const cases: readonly Case[] = [
  { name: '6 services', make: six, replaced: ['web', 'gateway'] },
  {
    name: '6 services, front',
    make: (...stack) => ({ ...six(...stack), behindFront: 'gateway' }),
    replaced: ['gateway'],
  },
  { name: '32 services', make: thirtyTwo, replaced: ['s65'] },
];

/** Times in ms, requests lost and gaps in ms, by row and tool. */
const rows = new Map<string, Map<string, number[]>>();
const folder = mkdtempSync(join(tmpdir(), 'seaworthy-bench-'));
let missed = false;
try {
  // All of these before the first client: each of its connections is kept by the kernel for two minutes, and the engine goes
  // through all that are kept whenever it takes a container from its network.
  for (let round = 0; round < rounds * startsInRound; round++) await eachTool(measureStarts, round);
  for (let round = 0; round < rounds; round++) await eachTool(measureReplacements, round);
  printTable();
  if ((onlyCase ?? 'large') === 'large') {
    for (const tool of ours.filter((one) => tools.includes(one))) await measureLarge(tool);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed ? 1 : 0;

type Measure = (one: Case, tool: Tool, place: Place, round: number) => Promise<void>;

/** Where a stack lies while it is measured, and by which name and port it goes. */
interface Place {
  readonly home: string;
  readonly stack: string;
  readonly port: number;
}

async function eachTool(measure: Measure, round: number): Promise<void> {
  for (const one of cases.filter(({ name }) => onlyCase === undefined || onlyCase === name)) {
    for (const [index, tool] of inTurn(tools, round).entries()) {
      const stack = `bench-${tool.name}-${one.name.replace(/\W+/g, '-')}`;
      const home = join(folder, stack);
      const port = 21_000 + (process.pid % 4000) * 3 + index;
      writeStack(home, one.make(stack, port));
      await measure(one, tool, { home, stack, port }, round);
      rmSync(home, { recursive: true, force: true });
    }
  }
}

/** Nobody always goes first. */
function inTurn<T>(all: readonly T[], round: number): readonly T[] {
  const first = round % all.length;
  return [...all.slice(first), ...all.slice(0, first)];
}

async function measureStarts({ name }: Case, tool: Tool, { home }: Place): Promise<void> {
  try {
    note(`${name}: up`, tool, (await tool.up(home)).ms);
    note(`${name}: up, nothing new`, tool, (await tool.up(home)).ms);
  } finally {
    note(`${name}: down`, tool, (await tool.down(home)).ms);
  }
}

async function measureReplacements(
  { name, make, replaced }: Case,
  tool: Tool,
  { home, stack, port }: Place,
  round: number,
): Promise<void> {
  try {
    await tool.up(home);
    for (const service of replaced)
      await replace(tool, home, make(stack, port, service, round + 1), `${name}: ${service}`);
  } finally {
    await tool.down(home);
  }
}

async function replace(tool: Tool, home: string, changed: BenchStack, row: string): Promise<void> {
  const client = steadyClient(`http://127.0.0.1:${changed.port}/group`, { connections: 8, pauseMs: 2 });
  writeStack(home, changed);
  const { ms } = await tool.up(home);
  const { lost, gapMs } = await client.stop({ atLeast: wantedRequests });
  note(`${row} replaced`, tool, ms);
  note(`${row} replaced, requests lost`, tool, lost);
  note(`${row} replaced, longest gap`, tool, gapMs);
}

function note(row: string, tool: Tool, value: number): void {
  const byTool = rows.get(row) ?? new Map<string, number[]>();
  byTool.set(tool.name, [...(byTool.get(tool.name) ?? []), value]);
  rows.set(row, byTool);
  process.stderr.write(`${row}, ${tool.name}: ${value.toFixed(0)}\n`);
}

function printTable(): void {
  console.log(
    `\nmedians of ${rounds * startsInRound} starts and ${rounds} replacements; times and gaps in ms\n`,
  );
  console.log(
    line(['', ...tools.flatMap((tool) => (tool === compose ? [tool.name] : [tool.name, 'ratio']))]),
  );
  for (const [row, byTool] of rows) console.log(line([row, ...cellsOf(byTool)]));
}

function cellsOf(byTool: ReadonlyMap<string, readonly number[]>): readonly string[] {
  const medians = tools.map((tool) => ({ tool, value: median([...(byTool.get(tool.name) ?? [])]) }));
  const theirs = medians.find(({ tool }) => tool === compose)?.value;
  return medians.flatMap(({ tool, value }) => {
    if (tool === compose) return [value.toFixed(0)];
    const isSlower = theirs !== undefined && value > theirs;
    if (isSlower && tool === executable) missed = true;
    return [
      value.toFixed(0),
      theirs === undefined ? '' : `${ratio(value, theirs)}${isSlower ? ' MISSED' : ''}`,
    ];
  });
}

function ratio(value: number, theirs: number): string {
  return theirs === 0 ? '' : (value / theirs).toFixed(2);
}

function line([first = '', ...more]: readonly string[]): string {
  return `${first.padEnd(48)}${more.map((one) => one.padStart(12)).join('')}`.trimEnd();
}

/** Through a proxy that counts. */
async function measureLarge(tool: Tool): Promise<void> {
  const calls: number[] = [];
  for (const layers of [2, 4, 8]) {
    const stack = `bench-large-${layers}`;
    const home = join(folder, stack);
    writeStack(home, layered(stack, 21_000 + (process.pid % 4000) * 3, layers));
    const proxy = await FaultProxy.open();
    try {
      const first = await tool.up(home, { DOCKER_HOST: proxy.host });
      const made = proxy.calls.length;
      const again = await tool.up(home, { DOCKER_HOST: proxy.host });
      calls.push(proxy.calls.length - made);
      console.log(
        `${tool.name}, ${layers * 5 + 2} services: up ${made} API calls, peak ${first.peakMb.toFixed(0)} MB; nothing new ${calls.at(-1)} API calls, peak ${again.peakMb.toFixed(0)} MB`,
      );
      if (first.peakMb >= 200) missed = true;
    } finally {
      await tool.down(home);
      await proxy.close();
    }
  }
  const [small = 0, , large = 0] = calls;
  const held = large / small <= 42 / 12;
  console.log(
    `nothing new: ${(large / small).toFixed(2)} times the calls for 3.5 times the services: ${held ? 'held' : 'MISSED'}`,
  );
  if (!held) missed = true;
}
