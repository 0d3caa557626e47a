/** Lines of the registers as a page and a spreadsheet show them, in the reader's words. */
import { formatUnits } from '../../core/amount.js';
import type { Language } from '../../core/problem.js';
import type { Wall } from '../../organization/wall-clock.js';
import type { SheetForm } from '../../platform/files/send-sheet.js';
import type { HalfDayView, LeaveRow, SubstitutionRow } from '../register.contract.js';
import type { LeaveLine, SubstitutionLine } from './register.repository.js';

export function leaveRow(line: LeaveLine, stateLabel: string, kindWord: string): LeaveRow {
  const { parts, length, kindTitle, certificateRequired, certificates, filedAt, ...rest } = line;
  const hours = (parts ?? []).flatMap((part) => ('start' in part ? [`${part.start}–${part.end}`] : []));
  return {
    ...rest,
    stateLabel,
    kindTitle: kindTitle ?? { zh: kindWord, en: kindWord },
    hours: hours.length > 0 ? hours.join('、') : null,
    days: length === null ? null : formatUnits(length),
    filedAt: filedAt.toISOString(),
    certificate:
      line.state === 'reclassified'
        ? 'missing'
        : certificates > 0
          ? 'given'
          : certificateRequired && !['refused', 'withdrawn', 'draft'].includes(line.state)
            ? 'due'
            : 'none',
  };
}

export function substitutionRow(line: SubstitutionLine, stateLabel: string): SubstitutionRow {
  const instant = (at: Date | null): string | null => at?.toISOString() ?? null;
  return {
    ...line,
    stateLabel,
    absentName: line.absentName ?? line.absent,
    filedAt: instant(line.filedAt),
    trainedAt: instant(line.trainedAt),
    issuedAt: instant(line.issuedAt),
    returnedAt: instant(line.returnedAt),
    lostAt: instant(line.lostAt),
  };
}

const sayer = (language: Language) => (zh: string, en: string) => (language === 'en' ? en : zh);
const halfText = (language: Language, at: HalfDayView): string =>
  `${at.day} ${at.half === 'am' ? sayer(language)('上午', 'a.m.') : sayer(language)('下午', 'p.m.')}`;
const named = (code: string | null, name: string | null): string =>
  code === null ? '' : name && name !== code ? `${code} ${name}` : code;

export function leaveSheet(language: Language, wall: Wall): SheetForm<LeaveRow> {
  const say = sayer(language);
  const certificates: Record<LeaveRow['certificate'], string> = {
    none: '',
    due: say('待交', 'due'),
    given: say('已交', 'given'),
    missing: say('缺，已改类', 'missing, reclassified'),
  };
  const half = (at: HalfDayView) => halfText(language, at);
  return {
    name: say('请假台账', 'Leave register'),
    columns: [
      { header: say('单号', 'Number'), width: 28, value: (row) => row.key },
      { header: say('姓名', 'Name'), value: (row) => row.personName },
      { header: say('工号', 'Code'), value: (row) => row.person },
      { header: say('派驻单位', 'Unit'), width: 22, value: (row) => row.unitName },
      { header: say('窗口', 'Window'), width: 22, value: (row) => named(row.window, row.windowName) },
      { header: say('类别', 'Kind'), value: (row) => row.kindTitle[language === 'en' ? 'en' : 'zh'] },
      { header: say('起', 'From'), width: 18, value: (row) => half(row.from) },
      { header: say('止', 'To'), width: 18, value: (row) => half(row.to) },
      { header: say('时段', 'Hours'), width: 18, value: (row) => row.hours },
      { header: say('天数', 'Days'), value: (row) => row.days, numeric: true },
      { header: say('提交时间', 'Filed at'), width: 18, value: (row) => wall(row.filedAt) },
      { header: say('代为提交', 'Filed by'), value: (row) => row.filedByName },
      { header: say('审批人', 'Approved by'), width: 26, value: (row) => row.signers.join(' → ') },
      {
        header: say('须替岗', 'Substitute needed'),
        value: (row) => (row.substituteRequired ? say('是', 'yes') : say('否', 'no')),
      },
      { header: say('替岗人员', 'Substitute'), value: (row) => row.substituteName },
      { header: say('销假', 'Reported back'), width: 18, value: (row) => (row.returned ? half(row.returned) : '') },
      { header: say('病假证明', 'Certificate'), width: 18, value: (row) => certificates[row.certificate] },
      { header: say('状态', 'State'), width: 16, value: (row) => row.stateLabel },
    ],
  };
}

export function substitutionSheet(language: Language, wall: Wall): SheetForm<SubstitutionRow> {
  const say = sayer(language);
  const half = (at: HalfDayView) => halfText(language, at);
  return {
    name: say('替岗及临时挂牌台账', 'Register of substitutes and badges'),
    columns: [
      { header: say('编号', 'Number'), width: 30, value: (row) => row.key },
      { header: say('窗口', 'Window'), width: 22, value: (row) => named(row.window, row.windowName) },
      { header: say('派驻单位', 'Unit'), width: 22, value: (row) => row.unitName },
      { header: say('离岗人员', 'Absent'), value: (row) => row.absentName },
      { header: say('替岗人员', 'Substitute'), value: (row) => row.substituteName },
      { header: say('此前替岗', 'Before'), value: (row) => row.before.join('、') },
      { header: say('起', 'From'), width: 18, value: (row) => half(row.from) },
      { header: say('止', 'To'), width: 18, value: (row) => half(row.to) },
      { header: say('备案时间', 'Filed at'), width: 18, value: (row) => wall(row.filedAt) },
      { header: say('培训确认', 'Trained'), width: 18, value: (row) => wall(row.trainedAt) },
      { header: say('挂牌编号', 'Badge'), value: (row) => row.badge },
      { header: say('领取时间', 'Handed out'), width: 18, value: (row) => wall(row.issuedAt) },
      {
        header: say('归还时间', 'Returned'),
        width: 18,
        value: (row) => wall(row.returnedAt) ?? (row.lostAt ? say('遗失', 'lost') : ''),
      },
      { header: say('逾期未还', 'Overdue'), value: (row) => (row.overdue ? say('是', 'yes') : '') },
      { header: say('状态', 'State'), width: 16, value: (row) => row.stateLabel },
    ],
  };
}
