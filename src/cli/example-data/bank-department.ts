/** The example bank department: three sections, eighteen tellers, and a list of findings of one month for the rules of R63. */
import { monthRange } from '../../core/calendar/day.js';
import { calendar } from './city-hall.js';
import { type OfficeCell, officeWorkbook, workedSince } from './office-sheet.js';
import { Dice, names } from './random.js';

const sections: readonly [code: string, name: string][] = [
  ['S01', '营业一科'],
  ['S02', '营业二科'],
  ['S03', '会计科'],
  ['S04', '综合管理部'],
  ['S05', '部领导'],
];
const counters: readonly [code: string, name: string, unit: string][] = [
  ['K01', '对公一柜', 'S01'],
  ['K02', '对公二柜', 'S01'],
  ['K03', '储蓄一柜', 'S02'],
  ['K04', '储蓄二柜', 'S02'],
  ['K05', '储蓄三柜', 'S02'],
  ['K06', '会计结算柜', 'S03'],
];
const others: readonly [post: string, unit: string, roles: string][] = [
  ['主任', 'S05', '主任、中心领导'],
  ['分管副主任', 'S05', '考核领导小组'],
  ['领导小组成员', 'S05', '考核领导小组'],
  ['领导小组成员', 'S05', '考核领导小组'],
  ['营业一科科长', 'S01', '科长、派出单位领导'],
  ['营业二科科长', 'S02', '科长、派出单位领导'],
  ['会计科科长', 'S03', '科长、派出单位领导'],
  ['文优办负责人', 'S04', '办公室'],
  ['文优办干事', 'S04', '办公室、制度管理员'],
  ['检查组组长', 'S04', '检查人员'],
  ['检查组成员', 'S04', '检查人员'],
  ['检查组成员', 'S04', '检查人员'],
  ['督查岗', 'S04', '督查科'],
  ['制度管理员', 'S04', '制度管理员'],
  ['人事岗', 'S04', '人事部门'],
  ['审计员', 'S04', '审计员'],
];

/** Day, place of the teller in the list, rule, items, whose fault, how it was found, what was seen. */
const findings: readonly [
  day: number,
  teller: number,
  rule: string,
  items: number,
  fault: string,
  mode: string,
  note: string,
][] = [
  [2, 0, 'R63.P03a', 1, '本人责任', '明查', '未佩戴工号牌'],
  [4, 4, 'R63.P07', 1, '本人责任', '录像', '营业时间看手机新闻'],
  [8, 0, 'R63.P03a', 1, '本人责任', '暗查', '再次未佩戴工号牌（30 天内重复，加倍）'],
  [10, 9, 'R63.P03a', 2, '本人责任', '明查', '便装上岗，物品未归位'],
  [15, 4, 'R63.P07', 1, '管理责任', '录像', '短暂离柜未放告示牌（30 天内重复，加倍；科长负管理责任）'],
  [17, 13, 'R63.P07', 1, '本人责任', '录像', '柜台内闲聊'],
  [22, 16, 'R63.P03a', 1, '本人责任', '明查', '迎候用语不规范'],
];

export async function bankDepartment(): Promise<Map<string, Buffer>> {
  const dice = new Dice(630);
  const name = names(dice);
  const files = new Map<string, Buffer>();
  const rows: OfficeCell[][] = [];
  const person = (
    unit: string,
    window: string | null,
    post: string,
    ab: string | null,
    roles: string,
    code?: string,
  ) => {
    const since = `${dice.pick([2022, 2023, 2024])}-${String(dice.whole(1, 12)).padStart(2, '0')}-15`;
    rows.push([
      code ?? String(rows.length + 1).padStart(4, '0'),
      name(),
      dice.next() < 0.6 ? '女' : '男',
      unit,
      window,
      post,
      ab,
      since,
      roles,
    ]);
  };
  for (const [code, , unit] of counters)
    for (let place = 0; place < 3; place += 1)
      person(unit, code, place === 0 ? '柜组长' : '柜员', place === 0 ? 'A' : place === 1 ? 'B' : null, '窗口工作人员');
  const tellers = rows.map((row) => ({ code: String(row[0]), name: String(row[1]), window: String(row[4]) }));
  for (const [post, unit, roles] of others) person(unit, null, post, null, roles);
  person('S04', null, '系统管理员', null, '系统管理员', 'admin');
  const inspectors = rows.filter((row) => row[8] === '检查人员').map((row) => String(row[0]));

  files.set(
    'units.xlsx',
    await officeWorkbook({ title: '示例银行营业部 科室一览表', header: ['单位编号', '单位名称'], rows: sections }),
  );
  files.set(
    'windows.xlsx',
    await officeWorkbook({
      title: '示例银行营业部 柜台一览表',
      header: ['窗口号', '窗口名称', '类别', '单位', '窗口人数'],
      rows: counters.map(([code, title, unit]) => [code, title, '柜台', unit, 3]),
    }),
  );
  files.set(
    'roster.xlsx',
    await officeWorkbook({
      title: '示例银行营业部 员工花名册',
      header: ['工号', '姓名', '性别', '部门', '窗口号', '岗位', 'AB岗', '入职日期', '系统角色', '参加工作日期'],
      rows: rows.map((row, index) => [...row, workedSince(String(row[7]), index)]),
      total: ['合计', `${rows.length} 人`],
    }),
  );
  files.set(
    'deputies.xlsx',
    await officeWorkbook({
      title: '示例银行营业部 审批人的代理人名单',
      header: ['工号', '姓名', '代理人工号'],
      rows: deputiesOf(rows),
    }),
  );
  for (const month of ['2026-09', '2026-10']) {
    const { from, to } = monthRange(month);
    const duty = calendar
      .workingDays(from, to)
      .flatMap((day) => tellers.map((teller): OfficeCell[] => [day, '全天', teller.window, teller.code, teller.name]));
    files.set(
      `duty-${month}.xlsx`,
      await officeWorkbook({
        title: `${month} 柜面排班表`,
        header: ['日期', '时段', '窗口号', '工号', '姓名'],
        rows: duty,
      }),
    );
  }
  files.set(
    'findings-2026-09.xlsx',
    await officeWorkbook({
      title: '2026年9月 检查情况台账',
      filledInBy: '文优办',
      header: ['日期', '工号', '姓名', '违规条款', '项数', '责任性质', '检查方式', '检查人一', '检查人二', '情况说明'],
      rows: findings.map(([day, teller, rule, items, fault, mode, note], index) => [
        `2026-09-${String(day).padStart(2, '0')}`,
        tellers[teller]!.code,
        tellers[teller]!.name,
        rule,
        items,
        fault,
        mode,
        inspectors[index % 3]!,
        inspectors[(index + 1) % 3]!,
        note,
      ]),
    }),
  );
  return files;
}

/** Who signs for those who approve while they are on leave: for a section head the heads of its counters, for the director his deputy. */
function deputiesOf(rows: readonly OfficeCell[][]): OfficeCell[][] {
  const [code, name, unit, post] = [0, 1, 3, 5];
  const heads = rows.filter((row) => /^(营业[一二]科|会计科)科长$/.test(String(row[post])));
  const ofSection = heads.map((head): OfficeCell[] => [
    head[code] ?? null,
    head[name] ?? null,
    rows
      .filter((row) => row[unit] === head[unit] && row[post] === '柜组长')
      .slice(0, 2)
      .map((row) => row[code])
      .join('、'),
  ]);
  const [director, deputy] = ['主任', '分管副主任'].map((title) => rows.find((row) => row[post] === title));
  return [...ofSection, [director?.[code] ?? null, director?.[name] ?? null, deputy?.[code] ?? null]];
}
