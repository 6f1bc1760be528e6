// The stack that overlays stand on, and what they share.
import type { Span } from '../../base/span.ts';
import type { BuildLink, Project } from '../../model/project.ts';
import type { Service, Stack } from '../../model/service.ts';
import type { Note } from '../generator.ts';
import type { YamlEntry } from '../yaml.ts';

/** What one environment adds to one service. */
export interface Addition {
  readonly entries: readonly YamlEntry[];
  readonly notes: readonly Note[];
}

export const nothing: Addition = { entries: [], notes: [] };

export interface Place {
  readonly project: Project;
  readonly stack: Stack;
  readonly service: Service;
  readonly link: BuildLink | undefined;
}

export function added(...entries: readonly YamlEntry[]): Addition {
  return { entries, notes: [] };
}

export function know(text: string, at?: Span): Note {
  return { kind: 'know', text, ...(at === undefined ? {} : { at }) };
}

export function decide(text: string, at?: Span): Note {
  return { kind: 'decide', text, ...(at === undefined ? {} : { at }) };
}

/** True for variables that the file writes as `- NAME=value`, and not as `NAME: value`. */
export function isListed(project: Project, nameSpan: Span, valueSpan: Span): boolean {
  if (nameSpan.file !== valueSpan.file) return false;
  const text = project.texts.get(nameSpan.file)?.text.slice(nameSpan.start, valueSpan.end) ?? '';
  return /^["']?\w+=/.test(text);
}
