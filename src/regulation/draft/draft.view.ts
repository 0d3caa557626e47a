import { blanksOf, type PeopleNames } from '../blanks.view.js';
import type { BlankView, DraftLine, DraftView } from '../draft.contract.js';
import { editionDiff } from '../edition-diff.view.js';
import type { WholeEdition } from '../regulation.service.js';
import { editionView } from '../regulation.view.js';
import { fileName, isChanged, parts, type Reading } from './draft.content.js';
import type { DraftHead, DraftRow } from './draft.repository.js';

/** What a draft needs besides its row to be shown. */
export interface DraftSurroundings {
  names: PeopleNames;
  case: { id: string; state: string } | null;
  /** Of the pack. */
  title: { zh: string; en: string };
}

/** States of W13 in which the draft can still be worked on. */
const open: ReadonlySet<string> = new Set(['draft', 'checked']);
export const isEditable = (state: string | undefined): boolean => state === undefined || open.has(state);

export function draftLine(row: DraftHead, around: DraftSurroundings): DraftLine {
  const { names, case: file } = around;
  const person = (code: string) => ({ code, name: names.get(code) ?? code });
  return {
    id: row.id,
    revision: row.revision,
    title: row.title,
    from: row.from,
    pack: { id: row.packId, edition: row.from, ...around.title },
    base: { id: row.packId, edition: row.baseEdition, hash: row.baseHash },
    createdBy: person(row.createdBy),
    updatedBy: person(row.updatedBy),
    updatedAt: row.updatedAt.toISOString(),
    case: file,
    isEditable: isEditable(file?.state),
  };
}

export function draftView(row: DraftRow, reading: Reading, base: WholeSide, around: DraftSurroundings): DraftView {
  const { names } = around;
  const person = (code: string) => ({ code, name: names.get(code) ?? code });
  const { whole, faults, choices } = reading;
  const line = draftLine(row, around);
  return {
    ...line,
    pack: { ...line.pack, ...(whole?.edition.title ?? {}) },
    cycles: row.cycles,
    editors: row.editors.map(person),
    settings: row.settings,
    fill: Object.fromEntries(
      Object.entries(row.fill).map(([name, { by, ...entry }]) => [name, { ...entry, by: person(by) }]),
    ),
    files: filesOf(row, reading),
    faults: [...faults],
    edition: whole ? editionView(whole.edition, whole.model, whole.library, choices) : null,
    blanks: whole ? blanksOf(whole.composed, choices, names) : [],
    diff: whole ? editionDiff(base, whole) : null,
  };
}

type WholeSide = Pick<WholeEdition, 'edition' | 'composed'>;

function filesOf(row: DraftRow, { faults }: Reading): DraftView['files'] {
  const own = row.sources[0]?.id ?? '';
  return row.sources.flatMap((source) =>
    parts.flatMap((part) => {
      const text = source[part]?.text;
      if (text === undefined) return [];
      const file = fileName(own, source.id, part);
      return [
        {
          file,
          pack: source.id,
          part,
          isChanged: isChanged(row, source.id, part),
          bytes: Buffer.byteLength(text),
          faults: faults.filter((fault) => fault.file === file).length,
        },
      ];
    }),
  );
}

export const draftBlanks = (reading: Reading, names: PeopleNames): BlankView[] =>
  reading.whole ? blanksOf(reading.whole.composed, reading.choices, names) : [];
