// Dates in plain scalars (`2001-12-14`): docker compose's YAML library makes a time of them and prints it its own way.

const pattern =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d+))?(Z|[-+]\d{2}:\d{2})?)?$/;

/** `2001-12-14 00:00:00 +0000 UTC`; undefined for what is no date. */
export function dateText(text: string): string | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', mark, hour = '0', minute = '0', second = '0', fraction, zone] =
    match;
  // With a blank no zone may follow, with a T it must.
  if (mark !== undefined && (mark === ' ') === (zone !== undefined)) return undefined;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const two = (number: string) => number.padStart(2, '0');
  const rest = (fraction ?? '').slice(0, 9).replace(/0+$/, '');
  const time = `${two(hour)}:${two(minute)}:${two(second)}${rest === '' ? '' : `.${rest}`}`;
  return `${year}-${two(month)}-${two(day)} ${time} ${zoneText(zone)}`;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(2000, month - 1, day));
  date.setUTCFullYear(year, month - 1, day);
  return month >= 1 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function zoneText(zone: string | undefined): string {
  if (zone === undefined || zone === 'Z' || zone.endsWith('00:00')) return '+0000 UTC';
  const offset = zone.replace(':', '');
  return `${offset} ${offset}`;
}
