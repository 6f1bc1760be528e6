// The user's own file: `seaworthy.yaml`, or `x-seaworthy` in a compose file. Durations ms, sizes bytes, CPU in cores.
import type { Located, Span } from '../base/span.ts';
import type { ReadProblem } from './artifact.ts';
import type { BackupSetting } from './backup.ts';
import type { Severity } from './finding.ts';
import type { KpiSetting } from './kpi.ts';
import type { LoadSetting } from './load.ts';
import type { Policy } from './policy.ts';
import type { GatePolicy, Probe } from './probe.ts';
import type { CheckWaiver, Profile } from './readiness.ts';
import type { SmokeCheck } from './smoke.ts';

export interface Settings {
  readonly file: string;
  readonly span: Span;
  readonly stack: Located<string> | undefined;
  readonly engine: Located<'local' | 'docker' | 'kubernetes'> | undefined;
  readonly kubernetes: KubernetesSetting | undefined;
  readonly compose: readonly Located<string>[];
  readonly environments: ReadonlyMap<
    string,
    {
      readonly compose: readonly string[];
      readonly envFiles: readonly string[];
      readonly kubernetes: KubernetesSetting | undefined;
    }
  >;
  readonly budget: BudgetSetting;
  readonly phases: readonly PhaseSetting[];
  readonly services: ReadonlyMap<string, ServiceSetting>;
  readonly smoke: readonly SmokeCheck[];
  readonly load: readonly LoadSetting[];
  readonly kpis: KpiSetting;
  readonly backup: readonly BackupSetting[];
  readonly readiness: ReadinessSetting;
  /** Sentences, or Markdown files relative to this file's folder. */
  readonly claims: readonly Located<string>[];
  readonly policy: Partial<Policy>;
  /** By name or alias of the rule. */
  readonly rules: ReadonlyMap<string, RuleSetting>;
  /** Rules of some paths; where two speak of one rule and file, the later counts. */
  readonly overrides: readonly PathRules[];
  readonly problems: readonly ReadProblem[];
}

/** Paths are relative to the settings file's folder. */
export interface KubernetesSetting {
  readonly span: Span;
  readonly namespace: string | undefined;
  /** Before `/STACK-SERVICE:TAG` of services that are built and have no `image`. */
  readonly registry: string | undefined;
  /** The team's own objects; undefined: they are made from the compose files. */
  readonly from: ManifestSource | undefined;
}

export type ManifestSource =
  /** Files, and folders with all that lies below them. */
  | { readonly kind: 'manifests'; readonly paths: readonly Located<string>[] }
  | { readonly kind: 'kustomization'; readonly path: Located<string> }
  | {
      readonly kind: 'chart';
      readonly path: Located<string>;
      readonly release: string | undefined;
      readonly values: readonly Located<string>[];
    };

export interface RuleSetting {
  /** Of the rule's name. */
  readonly span: Span;
  readonly off: boolean;
  readonly severity: Severity | undefined;
}

export interface PathRules {
  /** Patterns as in .gitignore, relative to the settings file's folder; `!` takes files out again. */
  readonly files: readonly Located<string>[];
  readonly rules: ReadonlyMap<string, RuleSetting>;
}

export interface BudgetSetting {
  readonly memory?: number;
  readonly cpus?: number;
  readonly disk?: number;
  /** Bytes of all images of the stack, layers counted once: unpacked, and as they are sent. */
  readonly images?: number;
  readonly imagesCompressed?: number;
  /** Bytes of any one image. */
  readonly image?: number;
  readonly imageCompressed?: number;
}

export interface PhaseSetting {
  readonly name: string;
  readonly span: Span;
  readonly services: readonly Located<string>[];
  readonly budget: BudgetSetting;
  /** Where the budget is set. */
  readonly budgetAt?: Span | undefined;
  readonly scope: 'cumulative' | 'phase';
  readonly gate: Partial<GatePolicy>;
}

/** The most important first. */
export const priorities = ['critical', 'high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];
export type ReplaceMode = 'start-first' | 'probe-first' | 'stop-first';

export interface ServiceSetting {
  /** Of the service's name. */
  readonly span: Span;
  readonly priority: Priority;
  readonly gate: { readonly probe: Probe | undefined; readonly policy: Partial<GatePolicy> };
  readonly replace: ReplaceMode | undefined;
  readonly drainMs: number | undefined;
  readonly irreversible: boolean;
  readonly backwardCompatible: boolean;
  readonly local: {
    readonly command: readonly string[] | undefined;
    readonly workingDir: string | undefined;
  };
}

export interface ReadinessSetting {
  readonly profile: Profile | undefined;
  readonly maxAgeMs: number | undefined;
  readonly waivers: readonly CheckWaiver[];
}
