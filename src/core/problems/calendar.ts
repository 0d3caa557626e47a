import { defineProblems, text } from './define.js';

export const calendarProblems = defineProblems({
  'calendar.year_missing': {
    status: 422,
    zh: text(
      '缺少 {year} 年工作日历',
      '{year} 年的放假调休安排尚未导入，不能计算工作日',
      '请管理员在“人员窗口→工作日历”导入 {year} 年放假安排后重试',
    ),
    en: text(
      'No calendar for {year}',
      'The holiday arrangement of {year} is not loaded, so working days cannot be counted',
      'Ask the administrator to import the {year} calendar (People and windows → Working calendar)',
    ),
  },
  'calendar.file_unreadable': {
    status: 422,
    zh: text(
      '文件不是放假安排',
      '“{name}”不能作为 {form} 读出，没有写入任何内容',
      '请选用 holiday-cn 格式的 JSON、iCalendar（.ics）或本页下载的表格模板（.xlsx）',
    ),
    en: text(
      'No holiday arrangement',
      '"{name}" cannot be read as {form}; nothing was written',
      'Use JSON in the holiday-cn form, an iCalendar file (.ics) or the spreadsheet offered on this page (.xlsx)',
    ),
  },
  'calendar.lines_refused': {
    status: 422,
    zh: text('安排中有错误', '有 {count} 行写错：日期不存在，或同一天既放假又上班', '请按下表逐行改正后重新选择文件'),
    en: text(
      'Lines are wrong',
      '{count} line(s) name a day that does not exist, or one day both as off and as working',
      'Correct the lines listed below and choose the file again',
    ),
  },
  'calendar.notice_empty': {
    status: 422,
    zh: text(
      '没有该年的放假安排',
      '所给内容里没有 {year} 年的任何放假日，不能当作这一年的安排',
      '请核对年份，选用国务院办公厅公布的该年安排',
    ),
    en: text(
      'No arrangement of that year',
      'What was given frees no day of {year}, so it is not the arrangement of that year',
      'Check the year and use the published arrangement of it',
    ),
  },
  'calendar.own_day_missing': {
    status: 409,
    zh: text('没有可撤回的本单位安排', '{days} 没有本单位的安排，可能已被撤回', '请刷新日历后再看'),
    en: text(
      'No day of the office to take back',
      'The office has no arrangement of its own for {days}; it may have been taken back already',
      'Refresh the calendar and look again',
    ),
  },
  'calendar.touches_cases': {
    status: 409,
    zh: text(
      '改动涉及在办事项',
      '改动的日子涉及 {count} 件在办事项（请假、替岗、期限），或确认之后又有变化',
      '请先看预览中的名单，确认后再保存；已算出的天数和期限不会自动改变',
    ),
    en: text(
      'Open matters are touched',
      'The changed days touch {count} open matter(s) (leave, cover, terms), or these changed since they were shown',
      'Look at the list in the preview and confirm it; lengths and terms that were counted already stay as they are',
    ),
  },
});
