/** What is read from and done to a printed PDF: where marked elements lie, and one file per document of a chunk. */
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFNumber, type PDFRef } from 'pdf-lib';

export interface Place {
  /** From 0. */
  page: number;
  /** mm from the lower edge of the page. */
  fromBottom: number;
}

const mm = 72 / 25.4;

/** Where elements with an id lie that some anchor points to (Chromium writes them as named destinations). */
export function places(pdf: PDFDocument): Map<string, Place> {
  const found = new Map<string, Place>();
  const dests = pdf.catalog.lookupMaybe(PDFName.of('Dests'), PDFDict);
  if (!dests) return found;
  const pages = new Map(pdf.getPages().map((page, index) => [page.ref as PDFRef, index]));
  for (const [name, value] of dests.entries()) {
    const target = pdf.context.lookup(value);
    if (!(target instanceof PDFArray)) continue;
    const page = pages.get(target.get(0) as PDFRef);
    const y = target.lookup(3);
    if (page !== undefined && y instanceof PDFNumber)
      found.set(name.decodeText(), { page, fromBottom: y.asNumber() / mm });
  }
  return found;
}

export const openPdf = (bytes: Uint8Array): Promise<PDFDocument> => PDFDocument.load(bytes, { updateMetadata: false });

/** One file for each document of a chunk; the documents begin at the ids `doc-0`, `doc-1`, … */
export async function split(
  bytes: Uint8Array,
  titles: readonly string[],
): Promise<{ pdf: Uint8Array; pages: number }[]> {
  const source = await openPdf(bytes);
  const marks = places(source);
  const starts = titles.map((_, index) => marks.get(`doc-${index}`)?.page ?? -1);
  const parts: { pdf: Uint8Array; pages: number }[] = [];
  for (const [index, title] of titles.entries()) {
    const from = starts[index]!;
    const to = starts[index + 1] ?? source.getPageCount();
    if (from < 0 || to <= from) throw new Error(`document ${index} of the chunk has no page`);
    const part = await PDFDocument.create({ updateMetadata: false });
    const wanted = Array.from({ length: to - from }, (_, offset) => from + offset);
    for (const page of await part.copyPages(source, wanted)) {
      // Links lead to other documents of the chunk and would drag them along.
      page.node.delete(PDFName.of('Annots'));
      page.node.delete(PDFName.of('StructParents'));
      part.addPage(page);
    }
    part.setTitle(title, { showInWindowTitleBar: true });
    part.setLanguage('zh-CN');
    part.setCreator('Kaoping');
    parts.push({ pdf: await part.save({ useObjectStreams: true }), pages: wanted.length });
  }
  return parts;
}
