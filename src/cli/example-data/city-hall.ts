/**
 * The example service hall: 20 approval and 10 public-service windows, 126 people, three months of records. Deductions are
 * planned window by window, so that the ranking has clear gaps where honours are cut off (3 and 9 of 20, 1 and 4 of 10).
 */

import { monthRange } from '../../core/calendar/day.js';
import { notices } from '../../core/calendar/notices.js';
import { WorkCalendar, yearFromNotice } from '../../core/calendar/work-calendar.js';
import { attendanceSheet, dirtyAttendance } from './attendance.js';
import { type CaseLine, casesOf, planOf, type WindowPlan } from './deductions.js';
import { type OfficeCell, type OfficeSheet, officeWorkbook, workedSince } from './office-sheet.js';
import { Dice, names } from './random.js';

export const calendar = new WorkCalendar(notices.flatMap(({ year, days }) => yearFromNotice(year, days)));
const months = ['2026-07', '2026-08', '2026-09'] as const;
const dutyMonths = [...months, '2026-10'] as const;

const departments: readonly [code: string, name: string][] = [
  ['U01', '市市场监督管理局'],
  ['U02', '市自然资源局'],
  ['U03', '市住房和城乡建设局'],
  ['U04', '市发展和改革委员会'],
  ['U05', '市交通运输局'],
  ['U06', '市生态环境局'],
  ['U07', '市卫生健康委员会'],
  ['U08', '市农业农村局'],
  ['U09', '市公安局'],
  ['U10', '市人力资源和社会保障局'],
  ['U11', '市医疗保障局'],
  ['U12', '市税务局'],
  ['U13', '市住房公积金管理中心'],
  ['U14', '市民政局'],
];
const ownSections: readonly [code: string, name: string][] = [
  ['C01', '中心领导'],
  ['C02', '督查科'],
  ['C03', '协调管理科'],
  ['C04', '信息技术科'],
  ['C05', '中心办公室'],
  ['C06', '人事科'],
];

interface ExampleWindow {
  code: string;
  name: string;
  group: '行政审批' | '公共服务';
  unit: string;
  hall: string;
  workers: number;
}

const approval: readonly [name: string, unit: string, workers: number][] = [
  ['企业设立登记', 'U01', 4],
  ['企业变更登记', 'U01', 4],
  ['食品经营许可', 'U01', 3],
  ['不动产登记', 'U02', 3],
  ['用地审批', 'U02', 3],
  ['规划许可', 'U02', 3],
  ['施工许可', 'U03', 3],
  ['消防验收', 'U03', 3],
  ['商品房预售', 'U03', 3],
  ['投资项目备案', 'U04', 3],
  ['招投标核准', 'U04', 3],
  ['道路运输许可', 'U05', 3],
  ['涉路施工许可', 'U05', 3],
  ['环评审批', 'U06', 3],
  ['排污许可', 'U06', 2],
  ['医疗机构许可', 'U07', 2],
  ['公共场所卫生许可', 'U07', 2],
  ['种子经营许可', 'U08', 2],
  ['动物防疫许可', 'U08', 1],
  ['社会组织登记', 'U14', 1],
];
const publicService: readonly [name: string, unit: string, workers: number][] = [
  ['户籍业务', 'U09', 4],
  ['出入境业务', 'U09', 4],
  ['社保经办', 'U10', 4],
  ['就业服务', 'U10', 4],
  ['医保经办', 'U11', 4],
  ['异地就医备案', 'U11', 3],
  ['综合办税', 'U12', 3],
  ['发票代开', 'U12', 3],
  ['公积金提取', 'U13', 3],
  ['婚姻登记预约', 'U14', 2],
];

const two = (index: number): string => String(index + 1).padStart(2, '0');

export const windows: readonly ExampleWindow[] = [
  ...approval.map(([name, unit, workers], index) => ({
    code: `A${two(index)}`,
    name: `${name}窗口`,
    group: '行政审批' as const,
    unit,
    hall: index < 10 ? 'H1' : 'H2',
    workers,
  })),
  ...publicService.map(([name, unit, workers], index) => ({
    code: `P${two(index)}`,
    name: `${name}窗口`,
    group: '公共服务' as const,
    unit,
    hall: index < 5 ? 'H1' : 'H2',
    workers,
  })),
];

interface ExamplePerson {
  code: string;
  name: string;
  gender: '男' | '女';
  unit: string;
  window: string | null;
  post: string;
  ab: 'A' | 'B' | null;
  since: string;
  roles: string;
  qualifiedFor: string | null;
}

/** People without a window: post, unit, roles. */
const officers: readonly [post: string, unit: string, roles: string][] = [
  ['中心主任', 'C01', '中心领导'],
  ...['组长', '副组长', '成员', '成员', '成员'].map((place): [string, string, string] => [
    `考核领导小组${place}`,
    'C01',
    '考核领导小组',
  ]),
  ['督查科科长', 'C02', '督查科'],
  ['督查科科员', 'C02', '督查科'],
  ['检查人员', 'C02', '检查人员'],
  ['检查人员', 'C02', '检查人员'],
  ['一楼值班长', 'C02', '楼层值班长@H1'],
  ['二楼值班长', 'C02', '楼层值班长@H2'],
  ['一楼带班班长', 'C03', '带班班长@H1'],
  ['二楼带班班长', 'C03', '带班班长@H2'],
  ['协调管理科科长', 'C03', '业务科室@coordination'],
  ['信息技术科科长', 'C04', '业务科室@information'],
  ['办公室业务岗', 'C05', '业务科室@office'],
  ['办公室主任', 'C05', '办公室'],
  ['办公室文员', 'C05', '办公室、制度管理员'],
  ['制度管理员', 'C05', '制度管理员'],
  ['审计员', 'C05', '审计员'],
  ['安全管理员', 'C04', '安全管理员'],
  ['人事科科长', 'C06', '人事部门'],
];

export function people(): ExamplePerson[] {
  const dice = new Dice(20260901);
  const name = names(dice);
  const list: ExamplePerson[] = [];
  const add = (person: Omit<ExamplePerson, 'code' | 'name' | 'gender' | 'since'> & { code?: string }) => {
    const since = `${dice.pick([2023, 2024, 2025])}-${two(dice.whole(0, 11))}-${two(dice.whole(0, 27))}`;
    list.push({
      code: String(list.length + 1).padStart(4, '0'),
      name: name(),
      gender: dice.next() < 0.55 ? '女' : '男',
      since,
      ...person,
    });
  };
  for (const window of windows) {
    for (let place = 0; place < window.workers; place += 1) {
      add({
        unit: window.unit,
        window: window.code,
        post: place === 0 ? '首席代表' : place === 1 ? '审核岗' : '受理岗',
        ab: window.workers === 1 ? 'A' : place === 0 ? 'A' : place === 1 ? 'B' : null,
        roles: place === 0 ? '窗口工作人员、窗口负责人' : '窗口工作人员',
        qualifiedFor: coverOf(window, place),
      });
    }
  }
  for (const [unit] of departments)
    add({ unit, window: null, post: '派出单位分管领导', ab: null, roles: '派出单位领导', qualifiedFor: null });
  for (const [post, unit, roles] of officers) add({ unit, window: null, post, ab: null, roles, qualifiedFor: null });
  add({
    code: 'admin',
    unit: 'C04',
    window: null,
    post: '系统管理员',
    ab: null,
    roles: '系统管理员',
    qualifiedFor: null,
  });
  return list;
}

/** Windows of one worker need somebody from outside; others help the next window of their unit. */
function coverOf(window: ExampleWindow, place: number): string | null {
  if (place === 1 && window.code === 'A18') return 'A19';
  if (place === 1 && window.code === 'P10') return 'A20';
  if (place !== 2) return null;
  const siblings = windows
    .filter((other) => other.unit === window.unit && other.code !== window.code)
    .map((other) => other.code);
  return siblings.length > 0 ? siblings.join('、') : null;
}

/**
 * Who signs for those who approve while they are on leave: for a leader of a unit the heads of its windows, for a shift
 * leader the duty leader of the floor, for the head of the centre the committee.
 */
function deputiesOf(roster: readonly ExamplePerson[]): OfficeCell[][] {
  const holding = (role: string) => roster.filter((person) => person.roles.includes(role));
  const named = (role: string, deputies: (person: ExamplePerson) => readonly ExamplePerson[]): OfficeCell[][] =>
    holding(role).map((person) => {
      const list = deputies(person).slice(0, 2);
      return [person.code, person.name, list.map((one) => one.code).join('、'), list.map((one) => one.name).join('、')];
    });
  const floorOf = (person: ExamplePerson) => person.roles.split('@')[1];
  return [
    ...named('派出单位领导', (person) => holding('窗口负责人').filter((head) => head.unit === person.unit)),
    ...named('带班班长', (person) => holding('楼层值班长').filter((one) => floorOf(one) === floorOf(person))),
    ...named('中心领导', () => holding('考核领导小组')),
  ];
}

/** Each floor has a zone of approval and one of public service; a zone keeps more people than its windows must one by one. */
const zoneOf = (window: ExampleWindow): string => `${window.hall}-${window.group === '行政审批' ? 'A' : 'P'}`;
const zoneMinimum: Readonly<Record<string, number>> = { 'H1-A': 16, 'H1-P': 12, 'H2-A': 13, 'H2-P': 8 };

/** Every list of the hall: file name → workbook. */
export async function cityHall(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const roster = people();
  const put = async (name: string, sheet: OfficeSheet) => files.set(`${name}.xlsx`, await officeWorkbook(sheet));
  await put('units', {
    title: '示例市政务服务中心 派驻单位一览表',
    header: ['单位编号', '单位名称'],
    rows: [...departments, ...ownSections],
  });
  await put('windows', {
    title: '示例市政务服务中心 窗口设置一览表',
    header: [
      '窗口号',
      '窗口名称',
      '窗口类别',
      '派驻单位',
      '楼层',
      '窗口人数',
      '办件量豁免',
      '最少在岗',
      '区域',
      '区域最少在岗',
    ],
    rows: windows.map((window) => [
      window.code,
      window.name,
      window.group,
      window.unit,
      window.hall,
      window.workers,
      '否',
      window.workers >= 4 ? 2 : 1,
      zoneOf(window),
      zoneMinimum[zoneOf(window)] ?? null,
    ]),
    total: ['合计', null, null, null, null, windows.reduce((sum, window) => sum + window.workers, 0)],
  });
  const rosterHeader = [
    '工号',
    '姓名',
    '性别',
    '派驻单位',
    '窗口号',
    '岗位',
    'AB岗',
    '入驻日期',
    '系统角色',
    '可替岗窗口',
    '参加工作日期',
  ];
  const rosterRows = roster.map((person, index): OfficeCell[] => [
    person.code,
    person.name,
    person.gender,
    person.unit,
    person.window,
    person.post,
    person.ab,
    chineseDay(person.since, index),
    person.roles,
    person.qualifiedFor,
    workedSince(person.since, index),
  ]);
  await put('roster', {
    title: '示例市政务服务中心 人员花名册',
    filledInBy: '人事科',
    header: rosterHeader,
    rows: rosterRows,
    total: ['合计', `${roster.length} 人`],
  });
  await put('deputies', {
    title: '示例市政务服务中心 审批人的代理人名单',
    filledInBy: '督查科',
    header: ['工号', '姓名', '代理人工号', '代理人姓名'],
    rows: deputiesOf(roster),
  });
  for (const month of dutyMonths) await put(`duty-${month}`, dutySheet(month, roster));
  for (const [index, month] of months.entries()) {
    const plans = planOf(windows, new Dice(1000 + index));
    await put(`cases-${month}`, casesSheet(month, casesOf(month, plans, roster, calendar, new Dice(2000 + index))));
    await put(`survey-${month}`, surveySheet(month, plans));
    await put(`peer-review-${month}`, peerSheet(month, plans));
    if (month === '2026-09') await addDirty(put, month, plans, roster, index);
  }
  const halls = new Map(windows.map((window) => [window.code, window.hall]));
  const workers = roster.flatMap(({ code, name, window }) =>
    window ? [{ code, name, hall: halls.get(window) ?? '' }] : [],
  );
  const september = calendar.workingDays('2026-09-01', '2026-09-29');
  await put('attendance-2026-09', attendanceSheet(workers, september, new Dice(4000)));
  await put('attendance-2026-09-dirty', dirtyAttendance(workers.slice(0, 3), september.slice(4, 7), new Dice(4001)));
  return files;
}

/** The same lists with the slips that offices make, to show how they are told. */
async function addDirty(
  put: (name: string, sheet: OfficeSheet) => Promise<unknown>,
  month: string,
  plans: readonly WindowPlan[],
  roster: readonly ExamplePerson[],
  index: number,
): Promise<void> {
  const sheet = casesSheet(month, casesOf(month, plans, roster, calendar, new Dice(2000 + index)));
  const rows = sheet.rows.map((row) => [...row]);
  // A staff number typed as a number, a window that does not exist, the 31st of September, a formula, a case twice.
  rows[4]![2] = Number(rows[4]![2]);
  rows[9]![1] = 'A2';
  rows[15]![3] = '2026年9月31日';
  rows[21]![14] = { formula: 'IF(1=1,"好","差")', result: 0 };
  rows.splice(30, 0, [...rows[29]!]);
  await put(`cases-${month}-dirty`, { ...sheet, rows });
  const survey = surveySheet(month, plans);
  const answers = survey.rows.map((row) => [...row]);
  answers[2]![2] = 105;
  answers[6]![2] = null;
  await put(`survey-${month}-dirty`, { ...survey, rows: answers });
}

function dutySheet(month: string, roster: readonly ExamplePerson[]): OfficeSheet {
  const { from, to } = monthRange(month);
  const seated = roster.filter((person) => person.window);
  const rows = calendar
    .workingDays(from, to)
    .flatMap((day) => seated.map((person): OfficeCell[] => [day, '全天', person.window, person.code, person.name]));
  return {
    title: `${chineseMonth(month)}窗口排班表`,
    filledInBy: '协调管理科',
    header: ['日期', '时段', '窗口号', '工号', '姓名'],
    rows,
  };
}

function casesSheet(month: string, lines: readonly CaseLine[]): OfficeSheet {
  const rows = lines.map((line, index): OfficeCell[] => [
    line.caseNo,
    line.window,
    line.person,
    chineseDay(line.acceptedOn, index),
    line.promisedOn,
    line.finishedOn,
    line.registered,
    line.supplement,
    line.returned,
    line.negativeReport,
    line.result,
    line.lost,
    line.sentAround,
    line.ratable,
    line.rating,
  ]);
  return {
    title: `示例市政务服务中心 ${chineseMonth(month)}办件台账`,
    filledInBy: '协调管理科',
    header: [
      '办件编号',
      '窗口号',
      '经办人工号',
      '受理日期',
      '承诺办结日期',
      '办结日期',
      '是否登记',
      '补件说明',
      '退件理由',
      '否定报备',
      '办理结果',
      '材料遗失',
      '往返奔波',
      '可评价',
      '评价',
    ],
    rows,
    total: ['合计', `${rows.length} 件`],
    remark: '注：“未评”指可评价而服务对象未评价',
  };
}

function surveySheet(month: string, plans: readonly WindowPlan[]): OfficeSheet {
  return {
    title: `${chineseMonth(month)}服务对象满意度测评汇总表`,
    filledInBy: '督查科',
    header: ['窗口号', '月份', '满意度', '样本数'],
    rows: plans.map((plan) => [plan.window, chineseMonth(month), plan.satisfaction, plan.sample]),
  };
}

function peerSheet(month: string, plans: readonly WindowPlan[]): OfficeSheet {
  const sum = (read: (plan: WindowPlan) => number) => plans.reduce((total, plan) => total + read(plan), 0);
  return {
    title: `${chineseMonth(month)}窗口互评汇总表`,
    filledInBy: '督查科',
    header: ['被评窗口', '月份', '好', '中', '差'],
    rows: plans.map((plan) => [plan.window, month, plan.good, plan.fair, plan.poor]),
    total: ['合计', null, sum((plan) => plan.good), sum((plan) => plan.fair), sum((plan) => plan.poor)],
  };
}

/** Offices write days in several ways; every fifth and seventh line shows one. */
function chineseDay(day: string, index: number): string {
  const [year, month, date] = day.split('-').map(Number);
  if (index % 5 === 3) return `${year}年${month}月${date}日`;
  return index % 7 === 2 ? `${year}/${month}/${date}` : day;
}

const chineseMonth = (month: string): string => `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
