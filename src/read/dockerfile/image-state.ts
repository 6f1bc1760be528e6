// What a stage has fixed so far while its instructions are read one by one.
import { posix } from 'node:path';
import { keptList, keptMap } from '../../base/kept.ts';
import { type Located, located } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { ImageFacts } from '../../model/dockerfile.ts';
import type { CommandLine, Healthcheck } from '../../model/service.ts';
import type { Instruction, Word } from '../../syntax/dockerfile.ts';
import { commandOf, readHealthcheck } from './healthcheck.ts';
import { expandIn, platformArgs, type Scope } from './scope.ts';

/** As on Linux; a chain of relative folders must end somewhere. */
export const maximumPath = 4096;
/** Ports of a stage that are listed one by one: nobody probes the rest of `EXPOSE 1-65535`. */
const maximumPorts = 512;

export interface ImageState {
  readonly text: string;
  readonly globals: ReadonlyMap<string, string | undefined>;
  readonly problems: ReadProblem[];
  readonly args: Map<string, string | undefined>;
  readonly env: Map<string, Located<string>>;
  readonly expose: Located<number>[];
  readonly volumes: Located<string>[];
  readonly rootImage: string | undefined;
  user: Located<string> | undefined;
  workdir: Located<string> | undefined;
  cmd: CommandLine | undefined;
  entrypoint: CommandLine | undefined;
  healthcheck: Healthcheck | undefined;
  stopSignal: Located<string> | undefined;
  /** CMD stands in this very stage, so that an ENTRYPOINT after it leaves it alone. */
  ownCmd: boolean;
}

export function newImageState(
  text: string,
  globals: ImageState['globals'],
  problems: ReadProblem[],
  from: ImageFacts | undefined,
  rootImage: string | undefined,
): ImageState {
  return {
    text,
    globals,
    problems,
    args: new Map(),
    env: new Map(from?.env),
    expose: [...(from?.expose ?? [])],
    volumes: [...(from?.volumes ?? [])],
    rootImage,
    user: from?.user,
    workdir: from?.workdir,
    cmd: from?.cmd,
    entrypoint: from?.entrypoint,
    healthcheck: from?.healthcheck,
    stopSignal: from?.stopSignal,
    ownCmd: false,
  };
}

export function factsOf(state: ImageState): ImageFacts {
  const { user, workdir, cmd, entrypoint, healthcheck, stopSignal, rootImage } = state;
  const env = keptMap(state.env);
  const expose = keptList(state.expose);
  const volumes = keptList(state.volumes);
  return { user, workdir, cmd, entrypoint, env, expose, healthcheck, stopSignal, volumes, rootImage };
}

function scopeOf(state: ImageState): Scope {
  return (name) => state.env.get(name)?.value ?? state.args.get(name);
}

/** Takes one instruction in. Instructions that fix nothing for the container are passed by. */
export function applyInstruction(state: ImageState, instruction: Instruction): void {
  switch (instruction.keyword) {
    case 'ARG':
      applyArg(state, instruction);
      return;
    case 'ENV':
      applyEnv(state, instruction);
      return;
    case 'WORKDIR':
      state.workdir = workdirOf(state, instruction) ?? state.workdir;
      return;
    case 'USER':
      state.user = expandedText(state, instruction) ?? state.user;
      return;
    case 'STOPSIGNAL':
      state.stopSignal = expandedText(state, instruction) ?? state.stopSignal;
      return;
    case 'EXPOSE':
      for (const word of instruction.args) addPorts(state, word);
      return;
    case 'VOLUME':
      for (const word of instruction.args) addVolume(state, word);
      return;
    case 'HEALTHCHECK':
      state.healthcheck = readHealthcheck(instruction, state.problems);
      return;
    default:
      applyCommand(state, instruction);
  }
}

function applyCommand(state: ImageState, instruction: Instruction): void {
  if (instruction.keyword === 'CMD') {
    state.cmd = commandOf(instruction);
    state.ownCmd = true;
  } else if (instruction.keyword === 'ENTRYPOINT') {
    state.entrypoint = commandOf(instruction);
    // Docker drops the CMD of the base when a stage sets its own ENTRYPOINT.
    if (!state.ownCmd) state.cmd = undefined;
  }
}

function applyArg(state: ImageState, instruction: Instruction): void {
  for (const pair of instruction.pairs ?? []) {
    const name = pair.name.value;
    const given = pair.value === undefined ? undefined : expandPair(state, pair.value);
    state.args.set(name, given ?? state.globals.get(name) ?? platformArgs.get(name));
  }
}

function applyEnv(state: ImageState, instruction: Instruction): void {
  // All pairs of one ENV see the values from before it.
  const pairs = (instruction.pairs ?? []).map(({ name, value }) => ({
    name: name.value,
    value: value === undefined ? undefined : located(expandPair(state, value), value.span),
  }));
  for (const { name, value } of pairs) if (value !== undefined) state.env.set(name, value);
}

function expandPair(state: ImageState, value: Located<string>): string {
  const isLiteral = state.text[value.span.start] === "'";
  return isLiteral ? value.value : expandIn(scopeOf(state), value.value).text;
}

function expandedText(state: ImageState, instruction: Instruction): Located<string> | undefined {
  const word = instruction.args[0];
  return word === undefined ? undefined : located(expandIn(scopeOf(state), word.text).text, word.span);
}

/** A relative folder stands below the one before; of an unknown base that is `/`, as in nearly every image. */
function workdirOf(state: ImageState, instruction: Instruction): Located<string> | undefined {
  const given = expandedText(state, instruction);
  if (given === undefined || given.value === '') return undefined;
  const folder = posix.resolve('/', state.workdir?.value ?? '/', given.value);
  return folder.length > maximumPath ? undefined : located(folder, given.span);
}

/** `8080`, `8000-8005/tcp`. UDP ports are left to the instruction's own words: the model's ports are TCP. */
function addPorts(state: ImageState, word: Word): void {
  const { text, undefinedNames } = expandIn(scopeOf(state), word.text);
  if (undefinedNames.length > 0) return;
  // A variable may hold several ports, or none.
  for (const port of text.split(/\s+/)) if (port !== '') addPort(state, port, word);
}

function addPort(state: ImageState, text: string, word: Word): void {
  if (isPortMapping(text)) {
    const message = `EXPOSE has ${JSON.stringify(text)}, which names a port of the host too`;
    const hint = 'Write the container port alone; the host port is chosen when the container is started.';
    const port = text.slice(text.lastIndexOf(':') + 1);
    state.problems.push({
      code: 'dockerfile-port-mapping',
      message,
      span: word.span,
      hint,
      ...(word.raw === text ? { replacement: port } : {}),
    });
    return;
  }
  const match = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/(tcp|udp|sctp))?$/i.exec(text);
  const first = Number(match?.[1] ?? 0);
  const last = Number(match?.[2] ?? first);
  if (match === null || last > 65_535 || last < first) {
    const message = `EXPOSE has ${JSON.stringify(text)}, which is not a port`;
    const hint = 'Write a port from 1 to 65535, a range 8000-8005, or either with /tcp or /udp.';
    state.problems.push({ code: 'dockerfile-port-invalid', message, span: word.span, hint });
    return;
  }
  if (!/^(?:udp|sctp)$/i.test(match[3] ?? 'tcp')) {
    const known = new Set(state.expose.map(({ value }) => value));
    for (let port = Math.max(first, 1); port <= last && state.expose.length < maximumPorts; port++) {
      if (!known.has(port)) state.expose.push(located(port, word.span));
    }
  }
}

/** `8080:80`, `127.0.0.1:8080:80`: the engine takes it and looks at the last part only. */
function isPortMapping(text: string): boolean {
  return /^(?:[\d.]*:)?[\d-]*:\d+(?:-\d+)?(?:\/\w+)?$/.test(text);
}

function addVolume(state: ImageState, word: Word): void {
  const { text } = expandIn(scopeOf(state), word.text);
  if (text !== '' && !state.volumes.some(({ value }) => value === text)) {
    state.volumes.push(located(text, word.span));
  }
}
