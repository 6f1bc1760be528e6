// The words of a sentence that carry meaning, in a form in which `configured` and `configuration` are one.

/** Stems of the words that carry meaning. */
export function stems(text: string): ReadonlySet<string> {
  const small =
    /^(?:all|and|the|for|with|are|is|of|in|to|on|a|an|new|some|every|each|that|have|has|needs?|proper|comprehensive|properly)$/;
  return new Set(
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2 && !small.test(word))
      .map((word) => word.slice(0, 5)),
  );
}
