/** Undefined when the text is no JSON: whoever asked says what was expected. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
