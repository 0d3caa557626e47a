import { defineProblems, text } from './define.js';

/** Refusals of an archive of a period, as it is carried to another machine. */
export const archiveProblems = defineProblems({
  'archive.unreadable': {
    status: 422,
    zh: text('不是可读的周期存档', '存档中缺少或无法识别：{what}', '请用本产品的 export 命令重新导出，并完整传送文件'),
    en: text(
      'Not a readable archive of a period',
      'The archive lacks this, or it cannot be read: {what}',
      'Export it again with the export command and transfer the whole file',
    ),
  },
});
