// What a variable's value is: known from its name, from its defaults, and from what the code makes of it.
import { isSecretName } from '../../base/secret.ts';

export type EnvType = 'secret' | 'port' | 'number' | 'boolean' | 'url' | 'address' | 'list' | 'text';

export interface TypeClues {
  readonly name: string;
  /** Defaults in compose files and code. */
  readonly defaults: readonly string[];
  /** What stands around the places where the code reads it: `Number(…)`, `int(…)`. */
  readonly conversions: readonly EnvType[];
}

/** What stands before a reading, in the languages that are read. */
const before: readonly (readonly [RegExp, EnvType])[] = [
  [
    /(?:\bNumber|parseInt|parseFloat|\bint|\bfloat|strconv\.(?:Atoi|ParseInt|ParseUint|ParseFloat)|\b(?:number|int|integer)[A-Z]\w*)\(\s*["'`]?$/,
    'number',
  ],
  [
    /(?:\bBoolean|\bbool|strconv\.ParseBool|strtobool|\b(?:bool|boolean|flag)[A-Z]\w*)\(\s*["'`]?$/,
    'boolean',
  ],
  [/new URL\(\s*$/, 'url'],
];

/** What stands behind a key of a schema: `PORT: z.coerce.number()` of zod, `PORT: port()` of envalid. */
const behind: readonly (readonly [RegExp, EnvType])[] = [
  [/^\s*:\s*(?:\w+\.(?:coerce\.)?number\b|num\()/, 'number'],
  [/^\s*:\s*(?:\w+\.(?:coerce\.)?boolean\b|bool\()/, 'boolean'],
  [/^\s*:\s*port\(/, 'port'],
  [/^\s*:\s*(?:\w+\.url\b|\w+\.string\(\)\.url\b|url\()/, 'url'],
];

/** What the code around a reading makes of the value. */
export function conversionAround(textBefore: string, textBehind: string): EnvType | undefined {
  return (
    before.find(([pattern]) => pattern.test(textBefore))?.[1] ??
    behind.find(([pattern]) => pattern.test(textBehind))?.[1]
  );
}

/** True where the code fails without a value: `requireEnv('X')`, or a key of a schema without a default. */
export function isDemanded(textBefore: string, textBehind: string): boolean {
  return (
    /(?:requir|must|need|getOrThrow)\w*\(\s*["'`]?$/i.test(textBefore) ||
    /^\s*:\s*(?:(?:z|v|t|Joi|joi|yup|Type)\.\w|(?:str|num|bool|port|url|host|email|json)\()/.test(textBehind)
  );
}

export function typeOf({ name, defaults, conversions: made }: TypeClues): EnvType {
  if (isSecretName(name)) return 'secret';
  const isPort = /(?:^|_)PORT$/i.test(name);
  const shapes = new Set(defaults.filter((one) => one !== '').map(shapeOf));
  const [shape] = shapes.size === 1 ? [...shapes] : [undefined];
  if (isPort && (shape === undefined || shape === 'number')) return 'port';
  const [conversion] = made;
  if (conversion !== undefined) return conversion;
  if (/(?:^|_)(?:URL|URI|DSN)$/i.test(name)) return 'url';
  if (shape !== undefined && shape !== 'text') return shape;
  if (/(?:^|_)(?:HOST|HOSTNAME|ADDR|ADDRESS)$/i.test(name)) return 'address';
  return /(?:^|_)(?:HOSTS|ORIGINS|SERVERS|TARGETS)$/i.test(name) ? 'list' : 'text';
}

function shapeOf(value: string): EnvType {
  if (/^(?:true|false)$/i.test(value)) return 'boolean';
  if (/^-?\d+(?:\.\d+)?$/.test(value)) return 'number';
  return /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(value) ? 'url' : 'text';
}

/** Why a value cannot be one of the type; undefined when it can. Never says the value. */
export function misfit(type: EnvType, value: string): string | undefined {
  switch (type) {
    case 'port':
      return /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= 65_535
        ? undefined
        : 'is no port (a number from 1 to 65535)';
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(value.replaceAll('_', '')) ? undefined : 'is no number';
    case 'boolean':
      return /^(?:true|false|yes|no|on|off|0|1|t|f|y|n)$/i.test(value)
        ? undefined
        : 'is neither true nor false';
    case 'url':
      return isUrl(value) ? undefined : 'is no URL (scheme://host)';
    case 'address':
      return /\s/.test(value) ? 'is no host: it has blanks in it' : undefined;
    case 'secret':
      return value.trim() === value ? undefined : 'begins or ends with a blank';
    case 'list':
    case 'text':
      return undefined;
  }
}

/** Variables named URL also hold paths, file names of SQLite and DSNs of Go's drivers. */
function isUrl(value: string): boolean {
  if (/^(?:\/|\.{0,2}\/|[\w.-]+$|jdbc:|file:|sqlite:|[^@\s]+@tcp\()/.test(value)) return true;
  return /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value) || /(?:^|\s)(?:host|dbname|user)=/.test(value);
}

const placeholder =
  /^(?:<.*>|\[.*\]|\{\{.*\}\}|x{3,}|\*{3,}|\.{3,}|(?:.*[-_ ])?(?:change[-_ ]?me|changeme|change[-_ ]?this|your[-_ ].+|replace[-_ ]?(?:me|this)|placeholder|todo|fixme|insert[-_ ].+here))$/i;

/** Text that stands where a value is to be put. */
export function isPlaceholder(value: string): boolean {
  return placeholder.test(value);
}
