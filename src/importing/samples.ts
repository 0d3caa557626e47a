/** The lists that come with the examples: as an office sends them, some with the slips that offices make. */
import { existsSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../platform/config/project-root.js';
import { type KindName, kindNames } from './importing.contract.js';

export interface Sample {
  /** File name, e.g. `cases-2026-09.xlsx` or `cases-2026-09-dirty.xlsx`. */
  name: string;
  kind: KindName;
  month: string | null;
  isDirty: boolean;
}

const folderOf = (example: string): string => join(projectRoot, 'examples', example);

/** Samples of an example in the order in which they are taken over; none for an unknown example. */
export function samplesOf(example: string | null): Sample[] {
  if (!example || !/^[a-z-]+$/.test(example) || !existsSync(folderOf(example))) return [];
  return readdirSync(folderOf(example))
    .flatMap((name): Sample[] => {
      const match =
        /^(units|windows|roster|duty|deputies|cases|survey|peer-review|attendance)(?:-(\d{4}-\d{2}))?(-dirty)?\.xlsx$/.exec(
          name,
        );
      return match
        ? [{ name, kind: match[1] as KindName, month: match[2] ?? null, isDirty: match[3] !== undefined }]
        : [];
    })
    .sort(
      (a, b) =>
        kindNames.indexOf(a.kind) - kindNames.indexOf(b.kind) ||
        (a.month ?? '').localeCompare(b.month ?? '') ||
        Number(b.isDirty) - Number(a.isDirty),
    );
}

/** Bytes of a sample; undefined when the example has none of that name. */
export async function readSample(example: string | null, name: string): Promise<Buffer | undefined> {
  if (!example || !samplesOf(example).some((sample) => sample.name === name)) return undefined;
  return readFile(join(folderOf(example), name));
}
