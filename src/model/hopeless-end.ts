// When a program that has ended needs no further start to show that it cannot run: the one place that decides it, for
// engines whose cluster waits longer before each start. How many starts are tolerated besides is the gate's `restarts`.

export interface ProgramEnd {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined;
  /** It took more memory than its limit allows. */
  readonly oom: boolean;
  /** The last lines of its log, oldest first. */
  readonly words: readonly string[];
}

export interface HopelessEnd {
  /** The line that says so, where one does. */
  readonly line: string | undefined;
}

/** As often it must have ended: once may be a neighbour that came up a moment later. */
export const endsThatCount = 2;

/**
 * Undefined when a further start may go otherwise. What it may wait for is known by its words: whoever speaks of somebody
 * else that does not answer is given the starts that the gate tolerates. Only what lies in the program or its own settings
 * is certain.
 * @param ends how often it has ended so far
 */
export function hopelessEnd({ code, oom, words }: ProgramEnd, ends: number): HopelessEnd | undefined {
  if (ends < endsThatCount) return undefined;
  const none = { line: undefined };
  // The limit stays; nothing that comes up later takes less memory.
  if (oom) return none;
  // Ended well, and is to run on; or there is no such program, or it may not be run.
  // https://pubs.opengroup.org/onlinepubs/9699919799/utilities/V3_chap02.html#tag_18_08_02
  if (code === 0 || code === 126 || code === 127) return none;
  if (words.some((line) => awaited.test(line))) return undefined;
  const line = words.findLast((one) => ownFault.test(one));
  return line === undefined ? undefined : { line: line.trim() };
}

/** Somebody else is not there yet. */
const awaited =
  /connect|refused|time[ds]?[ -]?out|unreachable|unavailable|resolv|\bENOTFOUND\b|\bEAI_AGAIN\b|getaddrinfo|no such host|name resolution|starting up|try(?:ing)? again|retry|not (?:yet )?(?:ready|initiali[sz]ed|available)|socket|handshake|\b50[0-4]\b|migrat|(?:relation|table|role|database|schema|topic|bucket|queue) \S+ (?:does not exist|not found)|lock(?:ed|file)?\b|leader|quorum/i;

const noun =
  '(?:environment|env(?:ironment)? ?var\\w*|variable|config\\w*|setting|option|argument|parameter|flag)s?';

const ownFault = new RegExp(
  [
    '\\b(?:is|are|was|be) (?:not set|unset|required|missing|not defined|empty|mandatory)\\b',
    '\\b(?:must|has to|needs to) be (?:set|given|defined|specified|provided|configured)\\b',
    `\\b(?:missing|required|undefined|unknown|unrecogni[sz]ed|invalid|illegal|unsupported|unexpected|no such) (?:required |command[- ]line )?${noun}\\b`,
    `\\b${noun} \\S+ (?:is )?(?:not set|unset|required|missing|not found|invalid|unknown)\\b`,
    'cannot find module|ERR_MODULE_NOT_FOUND|ModuleNotFoundError|no module named|cannot import name',
    'ClassNotFoundException|NoClassDefFoundError|could not find or load main class|unable to access jarfile',
    'error while loading shared libraries|exec format error|command not found',
    // Of a file; a data store says `for` of what somebody may yet grant.
    '\\bpermission denied\\b(?! for)|\\bEACCES\\b|\\bread-only file ?system\\b|\\bEROFS\\b',
    'operation not permitted|\\bEPERM\\b',
  ].join('|'),
  'i',
);
