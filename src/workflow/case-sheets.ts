/** The lists of cases and tasks as spreadsheets. */
import type { Language } from '../core/problem.js';
import type { SheetForm } from '../platform/files/send-sheet.js';
import type { Box, TaskService } from './task.service.js';

type CaseLine = Awaited<ReturnType<TaskService['list']>>['items'][number];
type TaskLine = Awaited<ReturnType<TaskService['box']>>['items'][number];

const day = (instant: string | null): string | null => instant?.slice(0, 10) ?? null;

export function caseSheet(language: Language): SheetForm<CaseLine> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  return {
    name: say('案卷', 'Cases'),
    columns: [
      { header: say('类别', 'Kind'), value: (row) => row.kindLabel },
      { header: say('编号', 'Key'), width: 24, value: (row) => row.key },
      { header: say('申请人', 'Applicant'), value: (row) => row.applicant?.name },
      { header: say('对象', 'Subject'), width: 20, value: (row) => row.subject?.name },
      { header: say('状态', 'State'), width: 20, value: (row) => row.stateLabel },
      { header: say('提交日期', 'Filed on'), width: 14, value: (row) => row.filedOn },
      { header: say('办结日期', 'Closed on'), width: 14, value: (row) => day(row.closedAt) },
    ],
  };
}

const boxes: Record<Box, { zh: string; en: string }> = {
  todo: { zh: '待我处理', en: 'To do' },
  done: { zh: '我已处理', en: 'Done' },
  mine: { zh: '我发起的', en: 'Started by me' },
  cc: { zh: '抄送我的', en: 'Copied to me' },
};

export function taskSheet(box: Box, language: Language): SheetForm<TaskLine> {
  const say = (zh: string, en: string) => (language === 'en' ? en : zh);
  const inBox: TaskColumns =
    box === 'todo' || box === 'done'
      ? [
          { header: say('环节', 'Step'), width: 18, value: (row) => row.stepLabel },
          { header: say('代办', 'On behalf of'), value: (row) => row.onBehalfOf?.name },
          { header: say('到达日期', 'Arrived on'), width: 14, value: (row) => day(row.openedAt) },
          { header: say('期限', 'Due'), width: 14, value: (row) => row.dueAt },
          { header: say('处理日期', 'Done on'), width: 14, value: (row) => day(row.doneAt) },
        ]
      : [];
  return { name: say(boxes[box].zh, boxes[box].en), columns: [...caseSheet(language).columns, ...inBox] };
}

type TaskColumns = SheetForm<TaskLine>['columns'];
