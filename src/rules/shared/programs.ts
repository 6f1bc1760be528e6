// Whether an image, with what its Dockerfile adds, certainly lacks a program.
import { literal } from '../../base/text.ts';
import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { Confidence } from '../../model/finding.ts';
import type { BuildLink } from '../../model/project.ts';
import type { Service } from '../../model/service.ts';
import { chainOf } from './build.ts';
import { type ImageName, rootImageOf, stageOf } from './image.ts';
import { lackedPrograms } from './image-families.ts';

interface Lack {
  readonly image: ImageName;
  /** `likely` when the Dockerfile installs other packages, one of which could bring the program. */
  readonly confidence: Confidence;
}

/** Says that the service's image lacks the program; undefined when it has it or nobody knows. */
export function lackOf(program: string, service: Service, link: BuildLink | undefined): Lack | undefined {
  const image = rootImageOf(service, link);
  if (image === undefined || lackedPrograms(image)?.includes(program) !== true) return undefined;
  if (service.mounts.some((mount) => isProgramFolder(mount.target.value))) return undefined;
  if (service.build === undefined && link === undefined) return { image, confidence: 'certain' };
  if (link?.dockerfile === undefined) return undefined;
  const instructions = chainOf(link.dockerfile, stageOf(link)).flatMap((stage) => stage.instructions);
  if (instructions.some((instruction) => mayBring(instruction, program))) return undefined;
  const installs = instructions.some((instruction) => installer.test(instruction.raw.value));
  return { image, confidence: installs ? 'likely' : 'certain' };
}

const installer = /\b(?:apk|apt|apt-get|yum|dnf|microdnf|pip3?|uv|npm|conda|playwright)\s/;
// Installs by variable, list or script: what they bring cannot be read off.
const opaque =
  /(?:\binstall\b|\badd\b)[^;&|]*\$|\bxargs\b|\bmake\b|\.sh\b|\bansible|\bsource\b|(?:^|[\s;&|])\.{1,2}\/|\|\s*(?:ba)?sh\b/;

/** Packages that hold a program of another name. */
const packages: Readonly<Record<string, string>> = {
  nc: 'nc|netcat\\S*|ncat|nmap\\S*|busybox\\S*',
  ps: 'ps|procps\\S*|busybox\\S*',
  pgrep: 'pgrep|procps\\S*|busybox\\S*',
  pkill: 'pkill|procps\\S*|busybox\\S*',
  wget: 'wget\\S*|busybox\\S*',
  node: 'node\\S*|npm|nvm|yarn',
  python: 'python\\S*',
  python3: 'python\\S*|py3-\\S*',
  mysql: 'mysql\\S*|mariadb\\S*',
  mysqladmin: 'mysql\\S*|mariadb\\S*',
};

function mayBring(instruction: DockerInstruction, program: string): boolean {
  const text = [instruction.raw.value, ...instruction.heredocs.map((doc) => doc.content.value)].join('\n');
  const mention = mentionOf(program);
  if (instruction.keyword === 'RUN') return mention.test(text) || opaque.test(text);
  if (instruction.keyword !== 'COPY' && instruction.keyword !== 'ADD') return false;
  const target = instruction.args.at(-1)?.value ?? '';
  return mention.test(text) || isProgramFolder(target) || target.includes('$');
}

const mentions = new Map<string, RegExp>();

function mentionOf(program: string): RegExp {
  const known =
    mentions.get(program) ??
    new RegExp(`(?:^|[^\\w])(?:${packages[program] ?? literal(program)})(?:$|[^\\w])`, 'm');
  mentions.set(program, known);
  return known;
}

function isProgramFolder(path: string): boolean {
  return /^\/(?:$|usr\/?$|usr\/local\/?$|(?:usr\/|usr\/local\/)?s?bin(?:\/|$))/.test(path);
}
