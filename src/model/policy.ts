// What a team allows in its deployment files: by its settings, or by the configuration of tools that it used before.

/** Forms of a label's value, by the names that hadolint gives them. */
export const labelForms = ['text', 'url', 'rfc3339', 'semver', 'hash', 'spdx', 'email'] as const;
export type LabelForm = (typeof labelForms)[number];

export interface Policy {
  /** `ghcr.io`, `ghcr.io/acme`, `*.example.com`: images come from nowhere else. Empty: from anywhere. */
  readonly registries: readonly string[];
  /** The same of base images alone. */
  readonly baseRegistries: readonly string[];
  /** Labels that every image has, each with the form of its value. */
  readonly labels: ReadonlyMap<string, LabelForm>;
  /** True when an image has no labels but these. */
  readonly strictLabels: boolean;
  readonly actions: ActionPolicy;
}

/** Patterns such as `actions/*`, `acme/deploy`, `acme/tools/lint` and `acme/deploy@v1`. */
export interface ActionPolicy {
  /** No others are used; empty: all but those that are denied. */
  readonly allow: readonly string[];
  readonly deny: readonly string[];
}

export const noPolicy: Policy = {
  registries: [],
  baseRegistries: [],
  labels: new Map(),
  strictLabels: false,
  actions: { allow: [], deny: [] },
};
