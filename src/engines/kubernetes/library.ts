// What is used of the library, named one by one: a bundle then leaves out the calls and types of every API group.
export { Exec, KubeConfig, PortForward } from '@kubernetes/client-node';
