/** See checks-as-lists.mjs. */
export function checksAsLists(code: string): string;
