import { defineProblems, text } from './define.js';

export const calendarProblems = defineProblems({
  'calendar.year_missing': {
    status: 422,
    zh: text(
      '缺少 {year} 年工作日历',
      '{year} 年的放假调休安排尚未导入，不能计算工作日',
      '请管理员在“管理→日历”导入 {year} 年放假安排后重试',
    ),
    en: text(
      'No calendar for {year}',
      'The holiday arrangement of {year} is not loaded, so working days cannot be counted',
      'Ask the administrator to import the {year} calendar',
    ),
  },
});
