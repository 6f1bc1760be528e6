// The file that an image's command starts, where the Dockerfile makes plain which one that is.
import type { Dockerfile, DockerInstruction, ImageFacts, Stage } from '../../model/dockerfile.ts';
import { type RunCommand, runCommands } from './run.ts';

/** `node server.js`, `python app.py` in exec form, relative to the working folder. */
export function startedFile(image: ImageFacts) {
  if (image.cmd === undefined || image.entrypoint !== undefined || image.cmd.form !== 'exec')
    return undefined;
  const [program, first, ...rest] = image.cmd.words.map((word) => word.value);
  if (!/^(?:node|python3?|ruby|php)$/.test(program ?? '') || rest.some((word) => word.includes('$')))
    return undefined;
  if (first === undefined || !/^[\w./-]+\.(?:[cm]?js|py|rb|php)$/.test(first) || first.startsWith('/'))
    return undefined;
  return { path: first.replace(/^\.\//, ''), at: image.cmd.span };
}

/** The `COPY . .` of a stage that neither copies, makes nor fetches anything else. */
export function onlyCopy(dockerfile: Dockerfile, stage: Stage): DockerInstruction | undefined {
  if (stage.baseStage !== undefined) return undefined;
  const workdirs = stage.instructions.filter((instruction) => instruction.keyword === 'WORKDIR');
  const copies = stage.instructions.filter((one) => one.keyword === 'COPY' || one.keyword === 'ADD');
  const whole = copies.find((copy) => copy.flags.length === 0 && isWhole(copy, workdirs[0]?.args[0]?.value));
  if (workdirs.length !== 1 || whole === undefined || copies.some((copy) => copy.flags.length > 0))
    return undefined;
  return stage.instructions.every((instruction) => runCommands(dockerfile, instruction).every(isInstall))
    ? whole
    : undefined;
}

function isWhole(copy: DockerInstruction, workdir: string | undefined): boolean {
  const [source, target, ...more] = copy.args.map((word) => word.value.replace(/\/$/, ''));
  return source === '.' && more.length === 0 && (target === '.' || target === '' || target === workdir);
}

/** Installs packages or sets rights; makes no program files. */
function isInstall({ words }: RunCommand): boolean {
  const text = words.map((word) => word.text).join(' ');
  return /^(?:npm (?:ci|i|install)|yarn(?: install)?|pip3? install|apk add|apt(?:-get)? |rm |mkdir |chown |chmod |adduser |addgroup |useradd |groupadd )/.test(
    `${text} `,
  );
}
