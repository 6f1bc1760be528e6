// Capabilities with which a process leaves its container, or rules the node's network.
// Source: https://man7.org/linux/man-pages/man7/capabilities.7.html
import type { Severity } from '../../../model/finding.ts';

export const dangerousCapabilities: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['ALL', 'high'],
  ['SYS_ADMIN', 'high'],
  ['SYS_MODULE', 'high'],
  ['SYS_PTRACE', 'high'],
  ['SYS_RAWIO', 'high'],
  ['SYS_BOOT', 'high'],
  ['DAC_READ_SEARCH', 'high'],
  ['MAC_ADMIN', 'high'],
  ['BPF', 'medium'],
  ['PERFMON', 'medium'],
  ['NET_ADMIN', 'medium'],
]);
