// Gives each rule the nodes it asks for. A rule that throws is noted, and the others go on.
import { messageOf } from '../base/errors.ts';
import type { ArtifactKind, ReadProblem } from '../model/artifact.ts';
import type { Dockerfile, Stage } from '../model/dockerfile.ts';
import type { Problem } from '../model/finding.ts';
import type { KubernetesObject, KubernetesSet } from '../model/kubernetes.ts';
import type { BuildLink, Project } from '../model/project.ts';
import type { Service, Stack } from '../model/service.ts';
import { type AnyRule, type Area, type NodeKind, type Nodes, ruleName } from '../rules/rule.ts';
import { isPart } from '../rules/shared/part.ts';
import { linksOf } from '../rules/shared/stack.ts';
import { isForProduction, isProduction } from './environment.ts';
import { asWritten, onceForAll } from './rendered.ts';
import type { RuleFailure } from './result.ts';
import { rulesByNode } from './rules-by-node.ts';
import { ciProblems, visitCi } from './walk-ci.ts';

/** A problem as met, with the object that its node stands for. */
export interface Met {
  readonly rule: AnyRule;
  readonly problem: Problem;
  readonly object: string | undefined;
  /** The last file of the stack that was looked at. */
  readonly from: string | undefined;
  /** The manifests that it was met in. */
  readonly set: KubernetesSet | undefined;
}

interface Visit<K extends NodeKind> {
  readonly node: Nodes[K]['node'];
  readonly context: Nodes[K]['context'];
  /** What `only` of a rule is held against. */
  readonly names?: readonly string[];
  readonly object?: string | undefined;
  /** Only rules of this area. */
  readonly area?: Area;
  readonly from?: string | undefined;
  /** The node is of a compose file that others complete. */
  readonly part?: boolean;
  readonly manifest?: { readonly set: KubernetesSet; readonly object: KubernetesObject | undefined };
}

const nameless: readonly string[] = [];

export type Ask = <K extends NodeKind>(kind: K, visit: Visit<K>) => void;

export function walk(
  project: Project,
  rules: readonly AnyRule[],
  furtherProblems: readonly ReadProblem[] = [],
  before?: Project,
): { readonly met: readonly Met[]; readonly failures: readonly RuleFailure[] } {
  const met: Met[] = [];
  const failures = new Map<string, RuleFailure>();
  const asking = rulesByNode(rules);
  // A large review comes here a million times: by index, as V8 makes two objects for each list that is gone through.
  const ask: Ask = (kind, visit) => {
    const asked = asking.of(kind, visit.names ?? nameless);
    const { node, context } = visit;
    const inPart = visit.part === true;
    for (let at = 0; at < asked.length; at++) {
      const one = asked[at];
      if (one === undefined || (inPart && !one.inParts)) continue;
      if (visit.area !== undefined && one.rule.area !== visit.area) continue;
      try {
        const problems = one.check(node, context);
        if (!isNone(problems)) note(met, one.rule, problems, visit);
      } catch (error) {
        const name = ruleName(one.rule);
        const failure = { rule: name, object: visit.object ?? 'the project', message: messageOf(error) };
        if (!failures.has(name)) failures.set(name, failure);
      }
    }
  };
  ask('project', { node: project, context: { project } });
  if (before !== undefined) ask('change', { node: { before, after: project }, context: { project } });
  visitStacks(project, ask);
  // Files that only these rules look into are read only for them.
  if (asking.has('server-config')) visitServerConfigs(project, ask);
  if (asking.has('script')) {
    for (const script of project.scripts) ask('script', { node: script, context: { project } });
  }
  if (asking.has('document')) {
    for (const document of project.documents) ask('document', { node: document, context: { project } });
  }
  visitDockerfiles(project, ask);
  visitManifests(project, ask);
  for (const chart of project.charts) ask('chart', { node: chart, context: { project } });
  for (const module of project.terraform.modules) ask('terraform', { node: module, context: { project } });
  for (const envFile of project.envFiles.values()) {
    ask('env-file', { node: envFile, context: { project } });
  }
  visitCi(project, ask);
  // Asking a project for its artifacts scans the sources: only a rule about problems is worth that.
  if (asking.has('problem')) visitProblems(project, furtherProblems, ask);
  return { met: onceForAll(met, project), failures: [...failures.values()] };
}

/** In the bundle a check gives a list. */
function isNone(problems: Iterable<Problem>): boolean {
  return Array.isArray(problems) && problems.length === 0;
}

function note(met: Met[], rule: AnyRule, problems: Iterable<Problem>, visit: Visit<NodeKind>): void {
  const { object, from, manifest } = visit;
  for (const problem of problems) {
    const said = manifest === undefined ? problem : asWritten(problem, manifest.set, manifest.object);
    met.push({ rule, problem: said, object, from, set: manifest?.set });
  }
}

function visitStacks(project: Project, ask: Ask): void {
  const links = linksOf(project);
  for (const stack of project.stacks) {
    const context = { project, stack, production: isUsed(stack) };
    const place = { part: isPart(project, stack), from: stack.files.at(-1) };
    ask('stack', { node: stack, context, ...place });
    for (const service of stack.services.values())
      visitService(service, links.get(service), context, place, ask);
  }
}

function visitService(
  service: Service,
  link: BuildLink | undefined,
  inStack: Nodes['stack']['context'],
  place: { readonly part: boolean; readonly from: string | undefined },
  ask: Ask,
): void {
  const context = { ...inStack, service, link };
  const object = `service ${service.name}`;
  ask('service', { node: service, context, object, ...place });
  for (const port of service.ports) ask('port', { node: port, context, object, ...place });
}

/** By the overlay's name and by where the files lie. */
function isUsed(stack: Stack): boolean {
  return isProduction(stack.environment) && stack.files.every(isForProduction);
}

function visitServerConfigs(project: Project, ask: Ask): void {
  const links = linksOf(project);
  for (const node of project.serverConfigs) {
    const { stack, service } = node;
    const context = { project, stack, service, production: isUsed(stack), link: links.get(service) };
    const object = `service ${service.name}`;
    ask('server-config', { node, context, object, part: isPart(project, stack), from: stack.files.at(-1) });
  }
}

function visitDockerfiles(project: Project, ask: Ask): void {
  const byDockerfile = new Map<Dockerfile, BuildLink[]>();
  for (const link of project.builds) {
    if (link.dockerfile === undefined) continue;
    const links = byDockerfile.get(link.dockerfile);
    if (links === undefined) byDockerfile.set(link.dockerfile, [link]);
    else links.push(link);
  }
  for (const dockerfile of project.dockerfiles.values()) {
    const links = byDockerfile.get(dockerfile) ?? [];
    const context = { project, dockerfile, links };
    ask('dockerfile', { node: dockerfile, context });
    for (const stage of dockerfile.stages) {
      ask('stage', { node: stage, context, object: stageObject(stage) });
    }
    for (const instruction of dockerfile.instructions) {
      const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage];
      const names = [(instruction.trigger ?? instruction).keyword];
      const around = { project, dockerfile, links, stage };
      const object = stage === undefined ? undefined : stageObject(stage);
      ask('instruction', { node: instruction, context: around, names, object });
    }
  }
}

function visitManifests(project: Project, ask: Ask): void {
  for (const set of project.kubernetes.sets) {
    ask('kubernetes-set', { node: set, context: { project }, manifest: { set, object: undefined } });
    for (const node of set.objects) {
      const context = {
        project,
        set,
        production: isProduction(node.environment) && isForProduction(node.file),
      };
      const { title, workload, kind } = node;
      const manifest = { set, object: node };
      ask('kubernetes-object', { node, context, object: title, names: [kind.value], manifest });
      if (workload === undefined) continue;
      ask('workload', { node: workload, context, object: title, manifest });
      for (const container of workload.pod.containers) {
        const object = `${title} container ${container.name}`;
        ask('container', { node: container, context: { ...context, workload }, object, manifest });
      }
    }
  }
}

function stageObject(stage: Stage): string {
  return `stage ${stage.name ?? stage.index}`;
}

/** `further` are problems of the settings that their reader could not know of. */
function visitProblems(project: Project, further: readonly ReadProblem[], ask: Ask): void {
  const askAll = (area: Area, problems: readonly ReadProblem[]) => {
    for (const problem of problems) ask('problem', { node: problem, context: { project }, area });
  };
  for (const stack of project.stacks) askAll('compose', stack.problems);
  for (const dockerfile of project.dockerfiles.values()) askAll('dockerfile', dockerfile.problems);
  for (const envFile of project.envFiles.values()) askAll('env', envFile.problems);
  askAll('ci', ciProblems(project));
  askAll('kubernetes', [
    ...project.kubernetes.problems,
    ...project.charts.flatMap((chart) => chart.problems),
  ]);
  askAll('project', [...(project.settings?.problems ?? []), ...further]);
  const kinds = new Map(project.artifacts.map((artifact) => [artifact.file, artifact.kind]));
  for (const problem of project.problems) {
    askAll(areaOf(kinds.get(problem.span.file) ?? 'other'), [problem]);
  }
}

function areaOf(kind: ArtifactKind): Area {
  switch (kind) {
    case 'compose':
    case 'kubernetes':
    case 'dockerfile':
    case 'env':
      return kind;
    case 'dockerignore':
      return 'dockerfile';
    case 'workflow':
    case 'action':
    case 'gitlab-ci':
    case 'dependabot':
    case 'pre-commit':
      return 'ci';
    case 'helm':
      return 'kubernetes';
    case 'terraform':
    case 'script':
    case 'server-config':
    case 'source':
    case 'settings':
    case 'waivers':
    case 'other':
      return 'project';
  }
}
