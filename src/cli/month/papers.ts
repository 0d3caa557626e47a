/** Papers from draft to issue, each hand by the person who must, and one PDF file each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hall } from './hall.js';
import type { CaseView } from './people.js';

export interface IssuedPaper {
  key: string;
  template: string;
  number: string;
  digest: string;
}

interface PaperContext {
  template: string;
  drafter: string;
  signers: string[];
  signatures: { role: string; person: string }[];
}

/**
 * Carries papers through review, signatures and issue, in the order of their keys, so that numbers fall the same way at every
 * run; begins only when all that are expected have been drafted.
 */
export async function carryPapers(hall: Hall, expected: number, what: string): Promise<void> {
  const office = hall.one('OFFICE');
  const drafted = await hall.people.until(`${what}: ${expected} papers drafted`, async () => {
    const found = await papersOf(hall, office);
    return found.length >= expected ? found : undefined;
  });
  for (const paper of drafted.sort((a, b) => (a.key < b.key ? -1 : 1))) await carry(hall, paper);
  await hall.people.until(
    `${what}: ${expected} papers printed`,
    async () => {
      const found = await printed(hall, office);
      return found.length >= expected && found.every((paper) => paper.state === 'issued') ? true : undefined;
    },
    400,
  );
}

async function papersOf(hall: Hall, person: string): Promise<CaseView[]> {
  const found: CaseView[] = [];
  for (let page = 1; ; page++) {
    const { items, total } = await hall.people.get<{ items: CaseView[]; total: number }>(
      person,
      `/api/cases?kind=paper&pageSize=200&page=${page}`,
    );
    found.push(...items);
    if (found.length >= total || items.length === 0) return found;
  }
}

/** Every hand on one paper: another than the drafter reviews, the signers sign in turn, the supervision section issues. */
async function carry(hall: Hall, listed: CaseView): Promise<void> {
  const reviewer = hall.holding('OFFICE')[1]?.code ?? hall.one('OFFICE');
  // Looked at anew: some papers go their way by themselves meanwhile.
  let seen = await hall.case(reviewer, listed.id);
  if (seen.state === 'drafted') seen = await hall.people.act(reviewer, listed.id, 'paper.review');
  while (seen.state === 'reviewed') {
    const context = seen.context as unknown as PaperContext;
    const role = context.signers[context.signatures.length] ?? '';
    // Nobody signs what they drafted, and nobody signs twice.
    const out = new Set([context.drafter, ...context.signatures.map((made) => made.person)]);
    const signer = hall.holding(role).find((person) => !out.has(person.code));
    if (!signer) throw new Error(`nobody is left to sign ${listed.key} as ${role}`);
    seen = await hall.people.act(signer.code, listed.id, 'paper.sign');
  }
  if (seen.state === 'signed') await hall.people.act(hall.one('SUPERVISION'), listed.id, 'paper.issue');
}

interface PaperItem {
  id: string;
  caseKey: string;
  template: string;
  number: string;
  state: string;
  digest: string;
}

async function printed(hall: Hall, reader: string): Promise<PaperItem[]> {
  return (await hall.people.get<{ items: PaperItem[] }>(reader, '/api/papers?pageSize=200')).items;
}

/** Writes one PDF for each issued paper, named by its number, and tells what was written. */
export async function savePapers(hall: Hall, out: string): Promise<IssuedPaper[]> {
  const folder = join(out, 'papers');
  mkdirSync(folder, { recursive: true });
  const reader = hall.one('OFFICE');
  const issued: IssuedPaper[] = [];
  for (const paper of (await printed(hall, reader)).sort((a, b) => (a.caseKey < b.caseKey ? -1 : 1))) {
    const bytes = await hall.people.bytes(reader, `/api/papers/${paper.id}/file`);
    if (bytes.subarray(0, 5).toString('latin1') !== '%PDF-') throw new Error(`${paper.number} is no PDF`);
    writeFileSync(join(folder, `${paper.number.replace(/[/\\]/g, '-')}.pdf`), bytes);
    issued.push({ key: paper.caseKey, template: paper.template, number: paper.number, digest: paper.digest });
  }
  return issued;
}
