// Images of a stack as a plan sees them: what is here, what is pulled, what is built, and how large it all is.

/** How a service's image comes about; the words of compose's `pull_policy`. */
export type PullPolicy = 'always' | 'missing' | 'never' | 'build' | `every:${number}`;

export interface ImageLayer {
  /** Equal for one layer wherever it is used. */
  readonly key: string;
  /** Bytes as they are sent; undefined for what is here. */
  readonly compressed: number | undefined;
  /** Bytes on the disk. */
  readonly unpacked: number;
  /** The blob does not say how large it is unpacked: reckoned from its compressed size. */
  readonly estimated: boolean;
  readonly present: boolean;
}

export interface PlannedImage {
  /** As the files name it: `redis:7`; for what is built without a name, the one that it gets. */
  readonly name: string;
  /** Services that use it, in file order. */
  readonly services: readonly string[];
  readonly change: 'present' | 'pull' | 'build';
  readonly because: string;
  /** What the engine calls the image by content; undefined for what is not built yet. */
  readonly id: string | undefined;
  /** `redis@sha256:…`, what is pulled, and what the image is known by at its registry; undefined when it has none. */
  readonly digest: string | undefined;
  /** `linux/arm64` when it was asked for. */
  readonly platform: string | undefined;
  /** Of a build: fingerprint of the files, which must be the same when it begins. */
  readonly seen?: string | undefined;
  /** Empty for what is not built yet. */
  readonly layers: readonly ImageLayer[];
}

/** What an engine has found out about the images of a stack. */
export interface FoundImages {
  readonly images: readonly PlannedImage[];
  /** Bytes a second of the last pull. */
  readonly rate: number | undefined;
  /** Bytes free, and in all, where the engine keeps images; undefined when it is on another machine. */
  readonly disk: { readonly free: number; readonly total: number } | undefined;
}

/** Bytes of layers, each counted once. */
export interface ImageBytes {
  /** As they are sent; of those whose size is known. */
  readonly compressed: number;
  readonly unpacked: number;
  /** Some of it is reckoned. */
  readonly estimated: boolean;
}

export interface PlannedImages {
  readonly images: readonly PlannedImage[];
  /** All of it, here or not. */
  readonly whole: ImageBytes;
  /** What is still to come over the network. */
  readonly pull: ImageBytes;
  /** At the rate of the last pull; undefined before the first. */
  readonly pullMs: number | undefined;
}
