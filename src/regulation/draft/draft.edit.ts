/** What may be done to a draft, as one draft made from another. Pure. */
import { addDays } from '../../core/calendar/day.js';
import type { Day } from '../../core/fact.js';
import { Problem } from '../../core/problem.js';
import type { ChangeDraft } from '../draft.contract.js';
import { type FillRecord, fileName, findFile, parts, patched } from './draft.content.js';
import { draftReading } from './draft.memory.js';
import type { DraftRow } from './draft.repository.js';

/** A file of a draft by its name. @throws Problem `ruleset.file_unknown` */
export function fileOf(row: DraftRow, file: string) {
  const found = findFile(row.sources, file);
  const own = row.sources[0]?.id ?? '';
  const allowed = row.sources.flatMap((source) => parts.map((part) => fileName(own, source.id, part)));
  if (!found)
    throw new Problem(
      'ruleset.file_unknown',
      { file: file.slice(0, 80), allowed },
      {
        errors: [
          { where: '/file', got: file.slice(0, 80), allowed, message: { 'zh-CN': '没有该文件', en: 'no such file' } },
        ],
      },
    );
  return found;
}

/** An edition counts for whole periods, so it begins with a month. @throws Problem `ruleset.from_not_first` */
export function requireFirst(from: Day): void {
  if (from.endsWith('-01')) return;
  const earlier = `${from.slice(0, 8)}01`;
  throw new Problem('ruleset.from_not_first', { from, earlier, later: `${addDays(earlier, 31).slice(0, 8)}01` });
}

/** The draft with what was asked. @throws Problem for a choice, blank or figure that the texts do not have */
export function changed(
  row: DraftRow,
  asked: Omit<ChangeDraft, 'fill'> & { fill?: ChangeDraft['fill'] | undefined },
  person: string,
  at: Date,
): DraftRow {
  const entries = <T>(map: Readonly<Record<string, T | null>> | undefined) => Object.entries(map ?? {});
  const settings = { ...row.settings };
  for (const [name, value] of entries(asked.settings)) {
    if (value === null) delete settings[name];
    else settings[name] = value;
  }
  const fill: Record<string, FillRecord> = { ...row.fill };
  for (const [name, entry] of entries(asked.fill)) {
    if (entry === null) delete fill[name];
    else fill[name] = { ...entry, by: person, at: at.toISOString() };
  }
  const next: DraftRow = {
    ...row,
    title: asked.title ?? row.title,
    from: asked.from ?? row.from,
    cycles: asked.cycles ? [...new Set(asked.cycles)] : row.cycles,
    settings,
    fill,
    sources: asked.items && asked.items.length > 0 ? patched(row.sources, asked.items) : row.sources,
  };
  const after = draftReading(next);
  // A draft that could be read before must not become unreadable by a choice; what is wrong in its texts is kept.
  if (after.problem && !after.whole && draftReading(row).whole) throw after.problem;
  return touched(next, person, at);
}

export const touched = (row: DraftRow, person: string, at: Date): DraftRow => ({
  ...row,
  editors: [...new Set([...row.editors, person])],
  updatedBy: person,
  updatedAt: at,
});
