// Texts of which an API server asks more than that they are texts.
import { cronFault } from '../../base/cron.ts';
import { isIpAddress } from '../../base/ip.ts';

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
const dnsLabel = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

// https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names
const dnsName = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/;

// https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/
const sysctl = /^(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?$/;

/** By the kind of the field: is the text one that it takes? */
export const textForms = {
  label: (text: string) => dnsLabel.test(text),
  name: (text: string) => text === '' || isName(text) || isBlank(text),
  host: (text: string) => text === '' || isName(text.replace(/^\*\./, '')) || isBlank(text),
  absolute: (text: string) => text === '' || text.startsWith('/'),
  cidr: isRange,
  schedule: isSchedule,
  clusterAddress: (text: string) => /^(?:|None)$/.test(text) || isIpAddress(text) || isBlank(text),
  sysctl: (text: string) => text.length <= 253 && sysctl.test(text),
} as const;

function isName(text: string): boolean {
  return text.length <= 253 && dnsName.test(text);
}

/** `TLS_SECRET_NAME` and `auth.VAR_DOMAIN_NAME` in a template, to be filled in by hand or by sed. */
function isBlank(text: string): boolean {
  return /^[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)+$|^(?:[a-z0-9-]+\.)+[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text);
}

/** @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax */
function isSchedule(text: string): boolean {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$|^@every \S/.test(text)) return true;
  return cronFault(text.replaceAll('?', '*'), 6) === undefined;
}

function isRange(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const isNumber = /^(?:0|[1-9]\d{0,2})$/.test(bits);
  return (
    rest.length === 0 &&
    isNumber &&
    isIpAddress(address) &&
    Number(bits) <= (address.includes(':') ? 128 : 32)
  );
}
