// Manifests from the resolved compose project: a kustomize base, three overlays, and a report of what became of each key.
import { SeaworthyError } from '../../base/errors.ts';
import type { Stack } from '../../model/service.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, GeneratedFile, Generator } from '../generator.ts';
import { yamlFile } from '../yaml.ts';
import { type Built, builtOf } from './built.ts';
import { sharedClaims } from './claims.ts';
import { edgesOf, isNamed } from './edges.ts';
import { literalsOf } from './environment.ts';
import { ingressOf, type Opening, openingsOf, tellIngress } from './ingress.ts';
import { baseOf, environments, overlayOf } from './kustomizations.ts';
import { labelOf } from './names.ts';
import { namespaceOf, priorityClasses } from './namespace.ts';
import { accountOf, autoscalerOf, budgetOf, externalSecretOf, serviceOf } from './objects.ts';
import type { Part, World } from './part.ts';
import { worldOf } from './parts.ts';
import { namespacePolicies, policyOf } from './policies.ts';
import { translationOf } from './report.ts';
import { reportText } from './report-text.ts';
import { requestOf } from './request.ts';
import { tellAll } from './tell.ts';
import { type Fields, toYaml } from './tree.ts';
import { workloadOf } from './workload.ts';

export const generator: Generator = {
  generate(given): Generated {
    const stack = requireStack(given);
    refuseBroken(stack);
    const world = worldOf(given.project, stack, requestOf(given.asked));
    if (world.parts.length === 0)
      throw new SeaworthyError('NO_PROJECT', `${stack.name} has no service that is enabled`, {
        hint: 'Select a profile with --profile.',
      });
    const literals = literalsOf(world);
    const built = world.parts.map((part) => builtOf(part, world, literals));
    const openings = openingsOf(world);
    const edges = edgesOf(world);
    tellAll(built, edges, openings, world);
    tellIngress(openings, world);
    const manifests = manifestsOf(built, openings, world);
    const claims = sharedClaims(built, world);
    const folder = `${stack.folder === '' ? '' : `${stack.folder}/`}${world.request.folder}`;
    const shared = [
      ...file('namespace.yaml', namespaceOf(world)),
      ...file('network.yaml', namespacePolicies(world)),
      ...file('priorities.yaml', priorityClasses(world)),
      ...file('claims.yaml', claims),
    ];
    const base = [...shared, ...manifests];
    const translation = translationOf(built, openings, edges, world);
    const files: GeneratedFile[] = [
      ...base,
      {
        path: 'kustomization.yaml',
        text: text(
          [
            baseOf(
              built,
              base.map(({ path }) => path),
            ),
          ],
          baseHead(world),
        ),
      },
      ...built.flatMap(({ storage }) =>
        storage.configMaps.flatMap((map) => map.files.map(({ path, text: own }) => ({ path, text: own }))),
      ),
    ].map((one) => ({ ...one, path: `base/${one.path}` }));
    for (const environment of environments)
      files.push({
        path: `overlays/${environment}/kustomization.yaml`,
        text: text(
          [overlayOf(environment, built, openings, world)],
          `kubectl apply -k ${folder}/overlays/${environment}`,
        ),
      });
    files.push({ path: 'TRANSLATION.md', text: reportText(translation, world) });
    return {
      files: files.map((one) => ({ ...one, path: `${folder}/${one.path}` })),
      notes: [...world.notes, translation.note],
    };
  },
};

/** What compose itself would refuse is no ground to build on; that a variable is unset is what secrets are for. */
function refuseBroken({ problems, files }: Stack): void {
  const broken = problems.filter(({ code, accepted }) => accepted !== true && !code.startsWith('variable-'));
  if (broken.length === 0) return;
  throw new SeaworthyError('CONFIG_INVALID', `${files.join(' and ')} cannot be used as it is`, {
    detail: broken.map(({ message }) => message),
    hint: 'seaworthy config says where.',
  });
}

function baseHead({ stack }: World): string {
  return `Made from ${stack.files.join(' and ')} by seaworthy generate kubernetes. Changes go into the overlays, or into compose and here again.`;
}

function manifestsOf(
  built: readonly Built[],
  openings: readonly Opening[],
  world: World,
): readonly GeneratedFile[] {
  const edges = edgesOf(world);
  return built.flatMap((one) => {
    const { part } = one;
    const opening = openings.find((each) => each.part === part);
    const objects: readonly (Fields | undefined)[] = [
      accountOf(one, world),
      workloadOf(one, world),
      serviceOf(one, world),
      ...aliasesOf(part, world).map((name) => serviceOf(one, world, name)),
      autoscalerOf(one, world),
      budgetOf(one, world),
      policyOf(one, edges, opening !== undefined, world),
      opening === undefined ? undefined : ingressOf(opening, world),
      externalSecretOf(one, world),
    ];
    const head = `Service ${part.service.name} of compose. ${part.kindWhy}`;
    return file(
      `${part.name}.yaml`,
      objects.filter((object) => object !== undefined),
      head,
    );
  });
}

/** Other names under which the containers of the stack find it: aliases, and a container's name that is used. */
export function aliasesOf({ service, name }: Part, world: World): readonly string[] {
  const own = [
    ...service.networks.flatMap(({ aliases }) => aliases),
    ...(service.containerName === undefined ? [] : [service.containerName.value]),
  ];
  const taken = new Set(world.names.values());
  return [...new Set(own)].filter(
    (alias) =>
      alias === labelOf(alias) && alias !== name && !taken.has(alias) && isAsked(alias, service.name, world),
  );
}

function isAsked(alias: string, of: string, world: World): boolean {
  return world.parts.some(
    ({ service }) =>
      service.name !== of &&
      !isNamed(service, alias) &&
      [...service.environment.values()].some(({ value }) => (value?.value ?? '').includes(alias)),
  );
}

function file(path: string, objects: readonly Fields[], head?: string): readonly GeneratedFile[] {
  return objects.length === 0 ? [] : [{ path, text: text(objects, head) }];
}

function text(objects: readonly Fields[], head?: string): string {
  return yamlFile(
    ...objects.map((object, index) => ({
      ...(head !== undefined && index === 0 ? { head } : {}),
      root: toYaml(object),
    })),
  );
}
