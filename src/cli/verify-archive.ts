/** `verify --archive FILE`: recomputes a period far from its database. */
import { type ArchiveReport, verifyArchive } from '../scoring/archive.js';
import { readArchive } from './archive-file.js';
import type { CommandInput } from './command.js';

/** @returns 0 when the file gives what it says was shown, 1 when anything differs. @throws Problem archive.unreadable */
export async function verifyFile(
  file: string,
  { anchor, isJson }: { anchor?: { day: string; hash: string } | undefined; isJson: boolean },
  { language, print }: Pick<CommandInput, 'language' | 'print'>,
): Promise<number> {
  const { head, entries } = await readArchive(file);
  const report = verifyArchive(head, entries, anchor);
  print(isJson ? JSON.stringify(report) : sentences(report)[language].join('\n'));
  return report.ok ? 0 : 1;
}

function sentences(report: ArchiveReport): { zh: string[]; en: string[] } {
  const { institution, period, entries, subjects, digest, recomputed, fault, exchanged, difference } = report;
  const same = digest === recomputed;
  const zh = [
    `${institution} ${period}：${entries} 条记录，${subjects} 个对象`,
    `${period}：结果 ${digest}，复算 ${recomputed}，${same ? '一致' : '不一致'}`,
  ];
  const en = [
    `${institution} ${period}: ${entries} entries, ${subjects} subjects`,
    `${period}: result ${digest}, recomputed ${recomputed}, ${same ? 'the same' : 'different'}`,
  ];
  if (fault) {
    zh.push(`事实链第一处不符：${fault.chain} 第 ${fault.entry} 条（${fault.fault}）`);
    en.push(`first broken chain: ${fault.chain} entry ${fault.entry} (${fault.fault})`);
  }
  for (const what of exchanged) {
    zh.push(what === 'edition' ? '制度文本不是当时所用的版本' : '名单不是当时的名单');
    en.push(
      what === 'edition' ? 'the edition is not the one that was used' : 'the population is not the one that was used',
    );
  }
  if (difference) {
    const outputs = difference.outputs.map((one) => `${one.output} ${one.archived} → ${one.recomputed}`).join(', ');
    zh.push(`第一个不一致的对象：${difference.subject}（${outputs || '扣分明细不同'}）`);
    en.push(`first subject that differs: ${difference.subject} (${outputs || 'other lines'})`);
  }
  return { zh, en };
}
