// The state of a stack on the disk: releases, runs, what is current, evidence, secrets.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { BugError, SeaworthyError, systemCode } from '../base/errors.ts';
import type { Plan } from '../model/plan.ts';
import { type EvidenceStore, evidenceStore } from './evidence-store.ts';
import { fileError, folderMode, makeFolder, readJson, readText, writeAtomic, writeJson } from './files.ts';
import { journalPath, runFolder } from './journal.ts';
import { planShape } from './plan-shape.ts';
import { openSecrets, type SecretStore } from './secrets.ts';
import { isNumber, isText, listOf, oneOf, recordOf, shape } from './shape.ts';
import { signOffStore } from './sign-off-store.ts';
import { prepareStateFolder, versionProblem } from './state-folder.ts';

/** A resolved configuration that was rolled out at least in part. */
export interface Release {
  readonly number: number;
  /** The plan's content hash of everything wanted. */
  readonly hash: string;
  readonly plan: Plan;
  /** ISO time of its first run. */
  readonly at: string;
  /** Phases that were promoted with it. */
  readonly promoted: readonly string[];
}

export interface RunEntry {
  /** `r14-2`: the second try at release 14. */
  readonly run: string;
  readonly release: number;
  readonly attempt: number;
  /** Grows with each new run of the stack, whatever its release. */
  readonly order: number;
  readonly folder: string;
}

export interface StateStore extends SecretStore, EvidenceStore, ReturnType<typeof signOffStore> {
  readonly folder: string;
  /** Why this version must not write here; always undefined for a store that may. */
  readonly problem: SeaworthyError | undefined;
  /** All releases, lowest number first. */
  releases(): readonly Release[];
  release(number: number): Release | undefined;
  releaseByHash(hash: string): Release | undefined;
  /** The release of the plan's hash: a known one with its number, else a new one that is written at once. */
  releaseFor(plan: Plan, at: Date): Release;
  /** Adds a phase to the release's promoted ones. */
  markPromoted(number: number, phase: string): void;
  /** Service -> number of the release it is on. */
  current(): Readonly<Record<string, number>>;
  /** Sets the release of these services; null takes a service out. Doing it twice changes nothing. */
  setCurrent(services: readonly string[], release: number | null): void;
  /** Oldest first. */
  runs(): readonly RunEntry[];
  /** Makes the folder of the next try at a release. */
  newRun(release: number): RunEntry;
  runPlan(run: string): Plan | undefined;
  putRunPlan(run: string, plan: Plan): void;
  /** What was current when the run began: service -> release number. */
  runBefore(run: string): Readonly<Record<string, number>>;
  putRunBefore(run: string, current: Readonly<Record<string, number>>): void;
  journalPath(run: string): string;
  /** `runs/<run>/<service>`, made when missing; `relative` is its path for journals and evidence. */
  evidenceFolder(run: string, service: string): { readonly path: string; readonly relative: string };
}

/** @throws SeaworthyError STATE_VERSION, unless `readOnly`: then `problem` says it and reading is tried. */
export function openStore(folder: string, options: { readonly readOnly?: boolean } = {}): StateStore {
  if (options.readOnly !== true) prepareStateFolder(folder);
  const releases = releaseStore(join(folder, 'releases'));
  return {
    folder,
    problem: versionProblem(folder),
    ...openSecrets(join(folder, 'secrets')),
    ...releases,
    ...currentStore(join(folder, 'current.json')),
    ...runStore(folder),
    ...evidenceStore(folder),
    ...signOffStore(folder),
  };
}

const releaseShape = shape<Release>({
  number: isNumber,
  hash: isText,
  plan: planShape.is,
  at: isText,
  promoted: listOf(isText),
});

const promotedShape = shape<{ phases: readonly string[] }>({ phases: listOf(isText) });

function releaseStore(folder: string) {
  const pathOf = (number: number) => join(folder, `${number}.json`);
  // Apart from the plan, which may be large: it is written at the end of each phase.
  const promotedPath = (number: number) => join(folder, `${number}.promoted.json`);
  const promotedOf = (number: number) =>
    readJson(promotedPath(number), promotedShape, 'the promoted phases of a release')?.phases ?? [];
  const release = (number: number): Release | undefined => {
    const found = readJson(pathOf(number), releaseShape, 'a release');
    if (found === undefined) return undefined;
    return { ...found, promoted: [...new Set([...found.promoted, ...promotedOf(number)])] };
  };
  const numbers = () =>
    entriesOf(folder)
      .map((name) => /^(\d+)\.json$/.exec(name)?.[1])
      .filter((digits) => digits !== undefined)
      .map(Number)
      .sort((a, b) => a - b);
  const releases = () => numbers().flatMap((number) => release(number) ?? []);
  return {
    release,
    releases,
    releaseByHash: (hash: string) => releases().find((one) => one.hash === hash),
    releaseFor(plan: Plan, at: Date): Release {
      const known = releases().find((one) => one.hash === plan.release);
      if (known !== undefined) {
        if (sameServices(known.plan, plan)) return known;
        // What could not run then may run now: the release is what its newest plan says of it.
        const renewed = { ...known, plan };
        writeJson(pathOf(known.number), renewed);
        return renewed;
      }
      const number = (numbers().at(-1) ?? 0) + 1;
      const made = { number, hash: plan.release, plan, at: at.toISOString(), promoted: [] };
      // Of an earlier release of this number, whose file somebody has taken away.
      rmSync(promotedPath(number), { force: true });
      writeJson(pathOf(number), made);
      return made;
    },
    markPromoted(number: number, phase: string): void {
      if (!existsSync(pathOf(number)))
        throw new SeaworthyError('NO_RELEASE', `release r${number} is not known`);
      const phases = promotedOf(number);
      if (!phases.includes(phase)) writeJson(promotedPath(number), { phases: [...phases, phase] });
    },
  };
}

/** Whether two plans of one release leave the same services out. */
function sameServices(one: Plan, other: Plan): boolean {
  const skipped = (plan: Plan) =>
    plan.phases
      .flatMap((phase) => phase.services)
      .filter(({ change }) => change === 'skip')
      .map(({ service }) => service)
      .sort();
  return isDeepStrictEqual(skipped(one), skipped(other));
}

const currentShape = shape<{ schema: 'seaworthy.current/1'; services: Readonly<Record<string, number>> }>({
  schema: oneOf('seaworthy.current/1'),
  services: recordOf(isNumber),
});

function currentStore(path: string) {
  const current = () => readJson(path, currentShape, 'the current releases')?.services ?? {};
  return {
    current,
    setCurrent(services: readonly string[], release: number | null): void {
      const map = new Map(Object.entries(current()));
      const isAs = (service: string) => (map.get(service) ?? null) === release;
      if (services.every(isAs)) return;
      for (const service of services) {
        if (release === null) map.delete(service);
        else map.set(service, release);
      }
      writeJson(path, { schema: 'seaworthy.current/1', services: Object.fromEntries([...map].sort()) });
    },
  };
}

const runName = /^r(\d+)-(\d+)$/;

function runStore(folder: string) {
  const runs = () => entriesOf(join(folder, 'runs')).flatMap((name) => runEntry(folder, name) ?? []);
  const ordered = () =>
    [...runs()].sort((a, b) => a.order - b.order || a.release - b.release || a.attempt - b.attempt);
  return {
    runs: ordered,
    newRun(release: number): RunEntry {
      const there = runs();
      const order = Math.max(0, ...there.map((one) => one.order)) + 1;
      const tries = there.filter((one) => one.release === release).map((one) => one.attempt);
      const run = `r${release}-${Math.max(0, ...tries) + 1}`;
      makeFolder(join(folder, 'runs'));
      // The lock keeps others out; should it fail, the second maker stops here.
      mkdirSync(runFolder(folder, run), { mode: folderMode });
      writeAtomic(join(runFolder(folder, run), 'order'), `${order}\n`);
      const made = runEntry(folder, run);
      if (made === undefined) throw new BugError(`run ${run} cannot be read back`);
      return made;
    },
    runPlan: (run: string) => readJson(join(runFolder(folder, run), 'plan.json'), planShape, 'a plan'),
    putRunPlan: (run: string, plan: Plan) => writeJson(join(runFolder(folder, run), 'plan.json'), plan),
    runBefore: (run: string) =>
      readJson(join(runFolder(folder, run), 'before.json'), currentShape, 'what was before a run')
        ?.services ?? {},
    putRunBefore: (run: string, services: Readonly<Record<string, number>>) =>
      writeJson(join(runFolder(folder, run), 'before.json'), { schema: 'seaworthy.current/1', services }),
    journalPath: (run: string) => journalPath(folder, run),
    evidenceFolder(run: string, service: string) {
      // Service names are free text in a damaged file; a folder name is not.
      const relative = join('runs', run, service.replace(/[^\w.-]/g, '_').replace(/^\.+/, '_'));
      makeFolder(join(folder, relative));
      return { path: join(folder, relative), relative };
    },
  };
}

function runEntry(folder: string, run: string): RunEntry | undefined {
  const match = runName.exec(run);
  if (match === null) return undefined;
  const own = runFolder(folder, run);
  // A run that died before its order was written touched nothing, and comes first.
  const order = Number.parseInt(readText(join(own, 'order')) ?? '0', 10) || 0;
  return { run, release: Number(match[1]), attempt: Number(match[2]), order, folder: own };
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw fileError('read', folder, error);
  }
}
