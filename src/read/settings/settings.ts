// The user's own file, or `x-seaworthy` of a compose file, as settings.
import { type Span, span } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type {
  BudgetSetting,
  PathRules,
  PhaseSetting,
  ServiceSetting,
  Settings,
} from '../../model/settings.ts';
import { entryOf, readYaml, type YamlNode } from '../../syntax/yaml.ts';
import { backupOf } from './backup.ts';
import { gateOf, policyOf } from './gate.ts';
import { kpisOf } from './kpis.ts';
import { kubernetesSettingOf } from './kubernetes.ts';
import { loadOf } from './load.ts';
import { policyOfKeys } from './policy.ts';
import { present } from './present.ts';
import { readinessOf } from './readiness.ts';
import type { OverrideKeys } from './rule-tables.ts';
import { smokeOf } from './smoke.ts';
import { type BudgetKeys, type PhaseKeys, type ServiceKeys, settingsShape } from './tables.ts';

/** Reads `seaworthy.yaml`. Never throws: what is wrong is in `problems`. */
export function readSettings(file: string, text: string): Settings {
  const yaml = readYaml(file, text);
  const problems: ReadProblem[] = yaml.problems.map(({ code, message, span: at, hint }) => ({
    code,
    message,
    span: at,
    hint,
  }));
  const [document, second] = yaml.documents;
  if (second !== undefined) {
    const message = 'The file has more than one document; only the first is read';
    const hint = 'Put all settings above the `---`.';
    problems.push({ code: 'invalid-value', message, span: span(file, second.span.start), hint });
  }
  return settingsOf(file, document?.root, problems);
}

/** Reads `x-seaworthy` of a compose file; undefined when it has none. */
export function readExtension(file: string, text: string): Settings | undefined {
  // Parsing once more is worth it only where the key can be.
  if (!text.includes('x-seaworthy')) return undefined;
  for (const { root } of readYaml(file, text).documents) {
    const entry =
      root?.kind === 'map' ? root.entries.find(({ key }) => key.text === 'x-seaworthy') : undefined;
    if (entry !== undefined) return settingsOf(file, entry.value, []);
  }
  return undefined;
}

function settingsOf(file: string, node: YamlNode | undefined, problems: ReadProblem[]): Settings {
  const keys = node === undefined ? undefined : settingsShape.read(node, '', problems);
  const phases = (keys?.phases ?? []).map((phase, index) => phaseOf(phase, index, problems));
  const written = node === undefined ? undefined : entryOf(node, 'services')?.value;
  const services = [...(keys?.services ?? [])].map(([name, service]) => {
    const setting = serviceOf(service, `services.${name}`, problems);
    return [name, { ...setting, span: entryOf(written, name)?.key.span ?? setting.span }] as const;
  });
  const smoke = (keys?.smoke ?? []).map((check, index) => smokeOf(check, `smoke[${index}]`, problems));
  const environments = [...(keys?.environments ?? [])].map(([name, environment]) => {
    const { compose = [], env_files: envFiles = [] } = environment;
    const kubernetes = kubernetesSettingOf(environment.kubernetes, problems);
    return [name, { compose, envFiles, kubernetes }] as const;
  });
  return {
    file,
    span: node?.span ?? span(file, 0),
    stack: keys?.stack,
    engine: keys?.engine,
    kubernetes: kubernetesSettingOf(keys?.kubernetes, problems),
    compose: keys?.compose ?? [],
    environments: new Map(environments),
    budget: budgetOf(keys?.budget),
    phases: phases.filter((phase) => phase !== undefined),
    services: new Map(services),
    smoke: smoke.filter((check) => check !== undefined),
    load: (keys?.load ?? []).flatMap((one, index) => loadOf(one, index, problems) ?? []),
    kpis: kpisOf(keys?.kpis, problems),
    backup: (keys?.backup ?? []).flatMap((one, index) => backupOf(one, index, problems)),
    readiness: readinessOf(keys?.readiness, problems),
    claims: keys?.claims ?? [],
    policy: policyOfKeys(keys?.policy),
    rules: keys?.rules ?? new Map(),
    overrides: (keys?.overrides ?? []).flatMap((one, index) => pathRulesOf(one, index, problems)),
    problems: problems.sort((a, b) => a.span.start - b.span.start),
  };
}

function pathRulesOf(
  { files = [], rules, keys, at }: OverrideKeys,
  index: number,
  problems: ReadProblem[],
): readonly PathRules[] {
  for (const key of ['files', 'rules']) {
    if (keys.has(key)) continue;
    const message = `overrides[${index}] has no ${key}, so it changes nothing`;
    const hint = key === 'files' ? 'Name the files: `files: ["legacy/**"]`.' : 'Add `rules:` as at the top.';
    problems.push({ code: 'missing-key', message, span: at, hint });
  }
  return rules === undefined || files.length === 0 ? [] : [{ files, rules }];
}

function budgetOf(keys: BudgetKeys | undefined): BudgetSetting {
  const { memory, cpus, disk, images, images_compressed, image, image_compressed } = keys ?? {};
  return present({
    memory,
    cpus,
    disk,
    images,
    imagesCompressed: images_compressed,
    image,
    imageCompressed: image_compressed,
  });
}

function phaseOf(keys: PhaseKeys, index: number, problems: ReadProblem[]): PhaseSetting | undefined {
  if (keys.name === undefined) {
    if (!keys.keys.has('name')) problems.push(nameless(keys.at, index));
    return undefined;
  }
  return {
    name: keys.name.value,
    span: keys.at,
    services: keys.services ?? [],
    budget: budgetOf(keys.budget),
    budgetAt: keys.keys.get('budget'),
    scope: keys.scope ?? 'cumulative',
    gate: keys.gate === undefined ? {} : policyOf(keys.gate),
  };
}

function nameless(at: Span, index: number): ReadProblem {
  const message = `phases[${index}] has no name`;
  return { code: 'missing-key', message, span: at, hint: 'Give the phase a name: `name: core`.' };
}

function serviceOf(keys: ServiceKeys, path: string, problems: ReadProblem[]): ServiceSetting {
  return {
    span: keys.at,
    priority: keys.priority ?? 'normal',
    gate: gateOf(keys.gate, `${path}.gate`, problems),
    replace: keys.replace,
    drainMs: keys.drain,
    irreversible: keys.irreversible ?? false,
    backwardCompatible: keys.backward_compatible ?? false,
    local: { command: keys.local?.command, workingDir: keys.local?.working_dir },
  };
}
