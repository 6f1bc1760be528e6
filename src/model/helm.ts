// Charts of Helm, as far as they stand in files: what templates make of the values only helm knows.
import type { Located, Span } from '../base/span.ts';
import type { YamlNode } from '../syntax/yaml.ts';
import type { ReadProblem } from './artifact.ts';

export interface HelmChart {
  /** Chart.yaml */
  readonly file: string;
  readonly folder: string;
  readonly node: YamlNode | undefined;
  readonly name: Located<string> | undefined;
  /** values.yaml */
  readonly valuesFile: string | undefined;
  readonly values: YamlNode | undefined;
  /** Further files of values beside it: `values-prod.yaml`. */
  readonly otherValues: readonly { readonly file: string; readonly node: YamlNode | undefined }[];
  readonly hasSchema: boolean;
  readonly templates: readonly string[];
  readonly uses: readonly ValueUse[];
  /** True where templates write into the values themselves: then no file tells what they are. */
  readonly changesValues: boolean;
  readonly problems: readonly ReadProblem[];
}

/** `.Values.image.tag` in a template. */
export interface ValueUse {
  readonly path: readonly string[];
  readonly span: Span;
  /** True where a missing value is met: a condition, a default. */
  readonly guarded: boolean;
}
