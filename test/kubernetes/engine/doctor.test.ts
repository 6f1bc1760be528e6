// What doctor says of a real server: its version, and the manifests of the folder that it does not serve.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { upStack } from '../support/up-stack.ts';

const manifest = (apiVersion: string, kind: string, name: string) =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name} }\n`;

describeOnCluster('doctor', () => {
  test('versions of the API that the server does not serve, and those that are to go', () => {
    const stack = upStack('services: { api: { image: "registry.test/web:1" } }\n', '');
    stack.write(
      'objects.yaml',
      [
        manifest('extensions/v1beta1', 'Ingress', 'old'),
        manifest('v1', 'Endpoints', 'going'),
        manifest('shop.test/v1', 'Till', 'unknown'),
        manifest('apps/v1', 'Deployment', 'good'),
      ].join('---\n'),
    );
    const { code, stdout } = stack.run(['doctor']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok +kubernetes +v1\.36\./m);
    const lines = stdout.split('\n').filter((line) => line.includes('kubernetes version'));
    expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual([
      expect.stringMatching(
        /^missing kubernetes version v1\.36\.\d+ serves no Ingress of extensions\/v1beta1 \(Ingress old in objects\.yaml\): move it to networking\.k8s\.io\/v1$/,
      ),
      expect.stringMatching(
        /^limited kubernetes version Endpoints of v1 \(Endpoints going in objects\.yaml\) is deprecated/,
      ),
      expect.stringMatching(
        /^missing kubernetes version v1\.36\.\d+ serves no Till of shop\.test\/v1 \(Till unknown in objects\.yaml\): what defines it is not installed$/,
      ),
    ]);
  });

  test('a kubeconfig that cannot be used is named', () => {
    const stack = upStack('services: { api: { image: "registry.test/web:1" } }\n', '');
    stack.write('config', 'clusters: [\n');
    const { stdout } = stack.run(['doctor'], { KUBECONFIG: 'config' });
    expect(stdout).toMatch(/^missing +kubernetes +kubeconfig config is no YAML, line \d/m);
    const ran = stack.up({ KUBECONFIG: 'config' });
    expect(ran.code).toBe(3);
    expect(ran.text).toMatch(/^error: kubeconfig config is no YAML/m);
  });
});
