import { accessSync, constants, existsSync, readFileSync, statfsSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { delimiter, join } from 'node:path';
import { exitCodes } from '../base/errors.ts';
import { formatBytes } from '../base/units.ts';
import { version } from '../base/version.ts';
import { describeLocal } from '../engines/local/describe.ts';
import { table } from '../output/table.ts';
import { describeKubernetes } from './doctor-kubernetes.ts';
import { kubernetesOptions, outputOptions, wantsJson } from './flags.ts';
import type { Verb, VerbContext } from './verb.ts';

interface Check {
  readonly name: string;
  readonly state: 'ok' | 'missing' | 'limited';
  readonly detail: string;
}

export const verb: Verb = {
  name: 'doctor',
  usage: 'doctor [FLAGS]',
  about: 'What this machine can run: engines, substitutes for data stores, limits, memory, disk.',
  options: { ...kubernetesOptions, ...outputOptions },
  examples: [['seaworthy doctor', 'what is there and what is not']],
  async run(context) {
    const { describeDocker } = await import('../engines/docker/describe.ts');
    const engines = [
      ...(await describeLocal()),
      ...(await describeDocker(context.env)),
      ...(await describeKubernetes(context)),
    ];
    const checks = [...machine(context), ...engines, ...programs(context)];
    const { terminal } = context;
    if (wantsJson(context.flags))
      terminal.stdout.write(
        `${JSON.stringify({ schema: 'seaworthy.doctor/1', version, checks }, null, 2)}\n`,
      );
    else
      terminal.stdout.write(`${table(checks.map((one) => [one.state, one.name, one.detail])).join('\n')}\n`);
    return exitCodes.ok;
  },
};

function machine({ cwd }: VerbContext): readonly Check[] {
  const disk = statfsSync(cwd);
  const free = disk.bavail * disk.bsize;
  return [
    {
      name: 'seaworthy',
      state: 'ok',
      detail: `${version} on Node ${process.versions.node}, ${process.platform}`,
    },
    {
      name: 'memory',
      state: 'ok',
      detail: `${formatBytes(availableMemory())} available of ${formatBytes(totalmem())}`,
    },
    { name: 'processors', state: 'ok', detail: String(cpus().length) },
    { name: 'disk', state: free < 1024 ** 3 ? 'limited' : 'ok', detail: `${formatBytes(free)} free here` },
  ];
}

/** What the kernel could give without swapping; `freemem` leaves the page cache out. */
function availableMemory(): number {
  if (!existsSync('/proc/meminfo')) return freemem();
  const kib = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1];
  return kib === undefined ? freemem() : Number(kib) * 1024;
}

function programs({ env }: VerbContext): readonly Check[] {
  const folders = (env['PATH'] ?? '').split(delimiter);
  const find = (name: string) => folders.map((folder) => join(folder, name)).find(isExecutable);
  return ['git', 'docker', 'kubectl'].map((name) => {
    const path = find(name);
    return { name, state: path === undefined ? 'missing' : 'ok', detail: path ?? 'not on PATH' };
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
