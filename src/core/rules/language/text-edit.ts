/** Exchanges single figures in the text of a YAML file and leaves everything else as it was written. */
import { isScalar, type Node, parseDocument, Scalar } from 'yaml';

/** The file as a tree whose nodes know their place; nothing is refused here, because `readYaml` reads the outcome. */
export const openText = (text: string) =>
  parseDocument(text, { schema: 'failsafe', version: '1.2', merge: false, logLevel: 'silent' });

export interface Edit {
  from: number;
  to: number;
  text: string;
}

/** Later edits first, so that the places of the earlier ones stay right; of two at one place the last one counts. */
export function edited(text: string, edits: readonly Edit[]): string {
  return [...new Map(edits.map((edit) => [edit.from, edit])).values()]
    .toSorted((a, b) => b.from - a.from)
    .reduce((whole, edit) => whole.slice(0, edit.from) + edit.text + whole.slice(edit.to), text);
}

/** Puts another text where a node stands, in the quotes that it had. Empty for a node without a place. */
export function exchanged(node: unknown, text: string): Edit[] {
  const { range } = node as Node;
  if (!range) return [];
  const type = isScalar(node) ? node.type : undefined;
  const quote = type === Scalar.QUOTE_DOUBLE ? '"' : type === Scalar.QUOTE_SINGLE ? "'" : '';
  return [{ from: range[0], to: range[1], text: `${quote}${text}${quote}` }];
}
