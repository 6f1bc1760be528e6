import type { Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { builtImageOf } from '../shared/built-image.ts';
import { parseImage } from '../shared/image.ts';
import { runsAsRootByDefault } from '../shared/image-families.ts';
import { userNumber } from '../shared/image-users.ts';
import { setOnContainer } from '../shared/kubernetes/edits.ts';
import { inForce, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'image-user-refused',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A container must not run as root, and its image does',
  why: 'The kubelet refuses to start it (CreateContainerConfigError): it cannot see that the user is not root unless it is a number.',
  fix: 'End the Dockerfile with a numeric `USER`, such as 1000, or set `runAsUser`.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://docs.docker.com/reference/dockerfile/#user',
  ],
  on: 'container',
  *check(container, { workload, project }) {
    const nonRoot = inForce(container, workload, 'runAsNonRoot');
    if (nonRoot?.value !== true || inForce(container, workload, 'runAsUser') !== undefined) return;
    const built = builtImageOf(project, container);
    if (built === undefined || isForOpenShift(project, workload)) return;
    const { user, rootImage } = built.stage.image;
    const root = rootImage === undefined ? undefined : parseImage(rootImage);
    const name =
      user?.value.split(':')[0] ?? (root !== undefined && runsAsRootByDefault(root) ? 'root' : undefined);
    // Of an unknown base nobody knows the user; a number other than 0 is what is wanted.
    if (name === undefined || (/^\d+$/.test(name) && Number(name) > 0) || name.includes('$')) return;
    const is = name === 'root' || name === '0' ? 'runs as root' : `has user ${name}, which is no number`;
    const number = userNumber(built.dockerfile, built.stage, name);
    yield {
      at: nonRoot.span,
      message: `${subject(container, workload)} must not run as root, and its image ${is}`,
      related: [{ at: user?.span ?? built.stage.base.span, message: 'the image' }],
      ...(number === undefined
        ? {}
        : setOnContainer(project, container, ['securityContext', 'runAsUser'], Number(number))),
      confidence: built.how === 'declared' ? 'certain' : 'likely',
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                securityContext:
                  runAsNonRoot: true
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              build: .
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          COPY . .
        `,
      },
      'k8s/api.yaml:15:23',
    ),
    bad(
      {
        'k8s/cart.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                securityContext:
                  runAsNonRoot: true
                containers:
                  - name: api
                    image: ghcr.io/acme/cart:1.4.2
        `,
        'src/cart/Dockerfile': `
          FROM node:22.11-alpine
          USER node
        `,
      },
      'k8s/cart.yaml:15:23',
      {
        'k8s/cart.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                securityContext:
                  runAsNonRoot: true
                containers:
                  - name: api
                    image: ghcr.io/acme/cart:1.4.2
                    securityContext:
                      runAsUser: 1000
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              securityContext:
                runAsNonRoot: true
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        USER 1000
      `,
    }),
    good({
      'openshift/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              securityContext: {runAsNonRoot: true}
              containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            build: .
      `,
      Dockerfile: `
        FROM node:22.11-alpine
      `,
    }),
  ],
});

/** There each namespace has users of its own, and pods are given one of them. */
function isForOpenShift(project: Project, { object }: Workload): boolean {
  const { file } = object.node.span;
  return /openshift|(?:^|[/_.-])ocp(?:[/_.-]|$)/i.test(`${file} ${project.texts.get(file)?.text ?? ''}`);
}
