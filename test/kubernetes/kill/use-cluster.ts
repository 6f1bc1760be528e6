// Points the kill sweep to a cluster: to be called before its modules are loaded.

export function useCluster({
  kubeconfig,
  programs,
}: {
  readonly kubeconfig: string;
  readonly programs: string;
}): void {
  process.env['SEAWORTHY_TEST_ENGINE'] = 'kubernetes';
  process.env['KUBECONFIG'] = kubeconfig;
  process.env['PATH'] = `${programs}:${process.env['PATH']}`;
}
