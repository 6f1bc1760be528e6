// The images of a plan: what is pulled and built before anything is stopped, how large it is, and whether it may be.
import { formatBytes, formatDuration } from '../base/units.ts';
import type { FoundImages, ImageBytes, ImageLayer, PlannedImage, PlannedImages } from '../model/image.ts';
import type { Action, Admission, AdmissionResource, Phase, Step } from '../model/plan.ts';
import type { BudgetSetting } from '../model/settings.ts';

/** Name of the first phase: nothing is stopped before all images are here. */
export const imagesPhase = 'images';

/** Kept free on the disk of the engine: a twentieth, at most so many bytes. A full disk stops more than this stack. */
const diskReserve = 1024 ** 3;

export function summaryOf(found: FoundImages): PlannedImages {
  const layers = found.images.flatMap((image) => image.layers);
  const pull = bytesOf(missing(found.images));
  const pullMs =
    found.rate === undefined || pull.compressed === 0 ? undefined : (pull.compressed / found.rate) * 1000;
  return {
    images: found.images,
    whole: bytesOf(layers),
    pull,
    pullMs: pullMs === undefined ? undefined : Math.round(pullMs),
  };
}

function missing(images: readonly PlannedImage[]): readonly ImageLayer[] {
  return images
    .filter(({ change }) => change === 'pull')
    .flatMap(({ layers }) => layers.filter((layer) => !layer.present));
}

/** A layer that several images share is counted once. */
function bytesOf(layers: readonly ImageLayer[]): ImageBytes {
  const once = [...new Map(layers.map((layer) => [layer.key, layer])).values()];
  return {
    compressed: once.reduce((sum, layer) => sum + (layer.compressed ?? 0), 0),
    unpacked: once.reduce((sum, layer) => sum + layer.unpacked, 0),
    estimated: once.some((layer) => layer.estimated),
  };
}

/** The phase that brings images here; undefined when nothing that is started needs it. */
export function phaseOfImages(
  found: FoundImages,
  budget: BudgetSetting,
  isStarted: (service: string) => boolean,
): Phase | undefined {
  const steps = found.images.flatMap((image) => stepOf(image, isStarted));
  if (steps.length === 0) return undefined;
  const admissions = admissionsOf(found, budget);
  const refused = admissions.filter((one) => !one.admitted);
  return {
    name: imagesPhase,
    services: [],
    admissions,
    admitted: refused.length === 0,
    advice: refused.flatMap((one) => adviceFor(one, found.images)),
    steps: [...steps, promotion(steps)],
    soakMs: 0,
  };
}

function stepOf(image: PlannedImage, isStarted: (service: string) => boolean): readonly Step[] {
  const service = image.services.find(isStarted);
  if (service === undefined || image.change === 'present') return [];
  const { name, digest, platform, because } = image;
  const action: Action | undefined =
    image.change === 'build'
      ? { kind: 'build', service, image: name, seen: image.seen }
      : digest === undefined
        ? undefined
        : { kind: 'pull', service, image: name, digest, platform };
  if (action === undefined) return [];
  const id = `${imagesPhase}/${action.kind}/${name}`;
  return [{ id, phase: imagesPhase, action, because, after: [], irreversible: false }];
}

function promotion(steps: readonly Step[]): Step {
  return {
    id: `${imagesPhase}/promote`,
    phase: imagesPhase,
    action: { kind: 'promote', phase: imagesPhase, services: [] },
    because: 'every image is here',
    after: steps.map((step) => step.id),
    irreversible: false,
  };
}

/** Against the budgets of the stack and of each image, and the disk. What is to be built has no size yet. */
export function admissionsOf({ images, disk }: FoundImages, budget: BudgetSetting): readonly Admission[] {
  const whole = bytesOf(images.flatMap((image) => image.layers));
  const admissions: Admission[] = [
    judge('images', whole.unpacked, budget.images, 'unpacked'),
    judge('images-compressed', whole.compressed, budget.imagesCompressed, 'compressed'),
  ];
  for (const image of images) {
    const own = bytesOf(image.layers);
    admissions.push(judge('image', own.unpacked, budget.image, `unpacked: ${image.name}`));
    admissions.push(
      judge('image-compressed', own.compressed, budget.imageCompressed, `compressed: ${image.name}`),
    );
  }
  const stated = admissions.filter((one) => one.limit !== undefined);
  return disk === undefined ? stated : [...stated, diskAdmission(images, disk)];
}

function judge(
  resource: AdmissionResource,
  bytes: number,
  limit: number | undefined,
  what: string,
): Admission {
  const admitted = limit === undefined || bytes <= limit;
  const over = limit === undefined || admitted ? '' : `, over by ${formatBytes(bytes - limit)}`;
  const of = limit === undefined ? 'no budget' : `of ${formatBytes(limit)}`;
  return {
    resource,
    inUse: 0,
    requests: bytes,
    surge: 0,
    limit,
    admitted,
    sum: `${formatBytes(bytes)} ${of} ${what}${over}`,
  };
}

/** While a layer is unpacked its compressed form lies beside it. */
function diskAdmission(
  images: readonly PlannedImage[],
  disk: { readonly free: number; readonly total: number },
): Admission {
  const layers = missing(images);
  const { unpacked } = bytesOf(layers);
  const surge = Math.max(0, ...layers.map((layer) => layer.compressed ?? 0));
  const limit = Math.max(0, disk.free - Math.min(disk.total / 20, diskReserve));
  const needed = unpacked + surge;
  return {
    resource: 'host-disk',
    inUse: 0,
    requests: unpacked,
    surge,
    limit,
    // What needs nothing is not refused for a full disk.
    admitted: needed === 0 || needed <= limit,
    sum: `${formatBytes(unpacked)} unpacked + ${formatBytes(surge)} while unpacking of ${formatBytes(limit)} free`,
  };
}

function adviceFor({ resource }: Admission, images: readonly PlannedImage[]): readonly string[] {
  if (resource === 'host-disk')
    return ['free disk where the engine keeps images (docker system df shows what takes it)'];
  const largest = images
    .map((image) => ({ name: image.name, bytes: bytesOf(image.layers).unpacked }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3)
    .map(({ name, bytes }) => `${name} ${formatBytes(bytes)}`);
  const key = resource.replace('-', '_');
  return [`take smaller images; the largest are ${largest.join(', ')}`, `raise budget.${key}`];
}

/** `pull 412 MiB (1.3 GiB unpacked), about 35s at the last rate`; what there is nothing of is left out. */
export function imagesWords({ images, pull, pullMs, whole }: PlannedImages): string {
  const about = pull.estimated ? 'about ' : '';
  const time =
    pullMs === undefined
      ? ''
      : `, about ${formatDuration(Math.max(1000, Math.round(pullMs / 1000) * 1000))} at the last rate`;
  const isUnknown = images.some(({ change, layers }) => change === 'pull' && layers.length === 0);
  const pulls = images.filter(({ change }) => change === 'pull').length;
  const builds = images.filter(({ change }) => change === 'build').length;
  const parts: string[] = [];
  if (pulls > 0) {
    const size = `pull ${formatBytes(pull.compressed)} (${about}${formatBytes(pull.unpacked)} unpacked)${time}`;
    parts.push(isUnknown ? `${size}, and some whose size nobody tells` : size);
  }
  if (builds > 0) parts.push(`build ${builds}`);
  if (parts.length === 0)
    parts.push(`all ${images.length} are here (${formatBytes(whole.unpacked)} unpacked)`);
  return parts.join(', ');
}
