// Times in the five fields of cron: crontab(5), whose day of the week may be 7 for Sunday, which not every reader takes.

const fields = [
  { name: 'minute', low: 0, high: 59, words: [] },
  { name: 'hour', low: 0, high: 23, words: [] },
  { name: 'day', low: 1, high: 31, words: [] },
  { name: 'month', low: 1, high: 12, words: 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ') },
  { name: 'day of the week', low: 0, high: 7, words: 'SUN MON TUE WED THU FRI SAT'.split(' ') },
];

/** What is wrong with five fields: minute, hour, day of the month, month, day of the week; undefined for good ones. */
export function cronFault(text: string, lastDayOfWeek: 6 | 7 = 7): string | undefined {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== fields.length)
    return `has ${parts.length === 1 ? '1 field' : `${parts.length} fields`} where 5 belong`;
  const wrong = fields.find((field, at) => {
    const high = Math.min(field.high, at === 4 ? lastDayOfWeek : field.high);
    return !(parts[at] ?? '').split(',').every((part) => isRange(part, { ...field, high }));
  });
  return wrong === undefined ? undefined : `has a wrong ${wrong.name}`;
}

/** The least number of minutes between two times of one hour; undefined for one time an hour, or a wrong field. */
export function leastMinutes(text: string): number | undefined {
  const [minutes = ''] = text.trim().split(/\s+/);
  const times = new Set<number>();
  for (const part of minutes.split(',')) {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return undefined;
    const [, from, to, by] = match;
    const isOpen = from === undefined || (to === undefined && by !== undefined);
    const last = isOpen ? 59 : Number(to ?? from);
    for (let at = Number(from ?? 0); at <= last; at += Math.max(1, Number(by ?? 1))) times.add(at);
  }
  const sorted = [...times].sort((a, b) => a - b);
  const gaps = sorted.slice(1).map((time, at) => time - (sorted[at] ?? 0));
  return gaps.length === 0 ? undefined : Math.min(...gaps);
}

function isRange(text: string, { low, high, words }: (typeof fields)[number]): boolean {
  const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(text);
  if (match === null) return false;
  const [, star, from = '', to = from, by] = match;
  if (by !== undefined && Number(by) === 0) return false;
  if (star !== undefined) return true;
  const value = (word: string) => {
    const at = words.indexOf(word.toUpperCase());
    return at === -1 ? (/^\d+$/.test(word) ? Number(word) : Number.NaN) : at + low;
  };
  return value(from) >= low && value(to) <= high && value(from) <= value(to);
}
