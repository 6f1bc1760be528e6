// The engine that the stacks of the fault tests run on: processes of this machine, or the Docker engine that
// `scripts/test-docker.sh` has started. The same tests hold both to the same words and exit codes.
import { killMarked } from './processes.ts';
import type { ServiceSketch, TestStack } from './stack.ts';

export interface EngineLane {
  readonly name: 'local' | 'docker';
  /** For the commands of a test. */
  readonly environment: Readonly<Record<string, string>>;
  /** The compose service of a sketch; writes what it needs. */
  service(stack: TestStack, name: string, sketch: ServiceSketch): object;
  /** Takes away what is left of a stack, and says what that was. */
  clear(stackName: string): Promise<readonly string[]>;
}

const local: EngineLane = {
  name: 'local',
  environment: {},
  service(stack, name, { sh, node, compose }) {
    const [file, program] = node === undefined ? ['run.sh', '/bin/sh'] : ['run.mjs', 'node'];
    stack.file(`${name}/${file}`, node ?? sh ?? 'exec sleep 600\n');
    const lines = ['FROM alpine:3.20', 'WORKDIR /app', `COPY ${file} ./`, `CMD ["${program}", "${file}"]`];
    stack.file(`${name}/Dockerfile`, `${lines.join('\n')}\n`);
    return { build: `./${name}`, ...compose };
  },
  clear: killMarked,
};

const docker: EngineLane = {
  name: 'docker',
  environment: { DOCKER_HOST: process.env['DOCKER_HOST'] ?? '' },
  service(_stack, _name, { sh, node, compose }) {
    const text = (node ?? sh ?? 'exec sleep 600').replaceAll('$', '$$$$');
    const own =
      node === undefined
        ? { image: 'busybox:1.37.0', command: ['sh', '-c', text] }
        : { image: 'node:20-alpine', command: ['node', '--input-type=module', '-e', text] };
    const port = Object(compose)['expose']?.[0];
    const listening = port === undefined ? {} : { HOST: '0.0.0.0', PORT: String(port) };
    const environment = { ...listening, ...Object(compose)['environment'] };
    return { init: true, working_dir: '/tmp', ...own, ...compose, environment };
  },
  async clear(stackName) {
    const { removeStack } = await import('../../docker/support/leftovers.ts');
    return removeStack(stackName);
  },
};

export const engineLane: EngineLane = process.env['SEAWORTHY_TEST_ENGINE'] === 'docker' ? docker : local;
