// The last lines of the step that a build is at, for the day it fails.

const kept = 25;

export class BuildLines {
  #step: string | undefined;
  #lines: string[] = [];

  /** `isStep`: the line begins a step. */
  add(line: string, isStep: boolean): void {
    if (isStep) {
      this.#step = line;
      this.#lines = [];
    } else this.#lines.push(line);
    if (this.#lines.length > kept) this.#lines.shift();
  }

  get step(): string | undefined {
    return this.#step;
  }

  /** The step, then what it said last. */
  lines(): readonly string[] {
    return this.#step === undefined ? this.#lines : [this.#step, ...this.#lines];
  }
}
