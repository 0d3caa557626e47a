/** Lists of who is who: units, windows, roster, duty. */
import type { Actor } from '../../core/actor.js';
import { type Role, roleNames, roles } from '../../core/roles.js';
import type { DutyRow, PersonRow, UnitRow, WindowRow } from '../../organization/roster.service.js';
import { type CellError, yesNo } from '../sheet/column.js';
import type { Table, TableRow } from '../sheet/table.js';
import { cellError, count, distinct, listOf, numberOf, type RosterList, text, textOrNull } from './kind.js';

const administrators: readonly Role[] = ['SYSTEM_ADMIN', 'HR', 'OFFICE', 'SUPERVISION'];

export const units: RosterList = {
  name: 'units',
  zh: '单位',
  en: 'Units',
  roles: administrators,
  writes: 'unit',
  columns: [
    {
      name: 'code',
      zh: '单位编号',
      en: 'Unit code',
      synonyms: ['单位代码', '编号'],
      type: 'code',
      isRequired: true,
      example: 'U01',
    },
    {
      name: 'name',
      zh: '单位名称',
      en: 'Unit name',
      synonyms: ['派驻单位', '部门名称', '名称'],
      type: 'text',
      max: 80,
      isRequired: true,
      example: '市市场监督管理局',
    },
    {
      name: 'branch',
      zh: '上级单位',
      en: 'Branch',
      synonyms: ['所属支行', '上级单位编号'],
      type: 'text',
      max: 80,
      example: 'U00',
    },
  ],
  keyOf: (row) => text(row, 'code'),
  check: (table, { known }) => branchErrors(table, unitCodes(table.rows, known.unit)),
  summary: (rows) => [count(rows, '单位数', 'Units'), distinct(rows, 'branch', '上级单位数', 'Branches')],
  storedKeys: (rows) => rows.map((row) => text(row, 'code')),
  rowsOf: (rows): UnitRow[] => {
    const codes = unitCodes(rows, new Map());
    return rows.map((row) => {
      const branch = textOrNull(row, 'branch');
      return {
        code: text(row, 'code'),
        name: text(row, 'name'),
        branch: branch === null ? null : (codes.get(branch) ?? branch),
      };
    });
  },
};

/** Codes and names of units that lead to a code: those of the list, and those that this sheet brings. */
function unitCodes(rows: readonly TableRow[], known: ReadonlyMap<string, string>): Map<string, string> {
  const own = rows.map((row) => ({ code: text(row, 'code'), name: text(row, 'name') }));
  return new Map([
    ...known,
    ...own.map(({ code, name }): [string, string] => [name, code]),
    ...own.map(({ code }): [string, string] => [code, code]),
  ]);
}

function branchErrors(table: Table, codes: ReadonlyMap<string, string>): CellError[] {
  return table.rows.flatMap((row) => {
    const branch = textOrNull(row, 'branch');
    const code = branch === null ? undefined : codes.get(branch);
    if (branch === null || (code !== undefined && code !== text(row, 'code'))) return [];
    const [zh, en] =
      code === undefined
        ? ['名单和本表中都没有这个上级单位', 'No such unit on the list or in this sheet']
        : ['单位不能是自己的上级', 'A unit cannot be its own branch'];
    const refusal = code === undefined ? 'import.reference_unknown' : 'import.value_invalid';
    return cellError(table.cell(row.row, 'branch'), refusal, zh!, en!, branch);
  });
}

export const windows: RosterList = {
  name: 'windows',
  zh: '窗口',
  en: 'Windows',
  roles: administrators,
  writes: 'window',
  columns: [
    {
      name: 'code',
      zh: '窗口号',
      en: 'Window',
      synonyms: ['窗口编号', '窗口代码'],
      type: 'code',
      isRequired: true,
      example: 'A01',
    },
    {
      name: 'name',
      zh: '窗口名称',
      en: 'Window name',
      synonyms: ['名称'],
      type: 'text',
      max: 80,
      isRequired: true,
      example: '企业登记窗口',
    },
    {
      name: 'group',
      zh: '分组',
      en: 'Group',
      synonyms: ['窗口类别', '类别'],
      type: 'choice',
      isRequired: true,
      example: '行政审批',
      choices: {
        approval: ['行政审批', '行政审批窗口', '审批'],
        publicService: ['公共服务', '公共服务窗口', '服务'],
        counter: ['柜台', '营业柜台'],
      },
    },
    {
      name: 'unit',
      zh: '派驻单位',
      en: 'Unit',
      synonyms: ['单位', '单位编号', '所属单位'],
      type: 'code',
      of: 'unit',
      isRequired: true,
      example: 'U01',
    },
    { name: 'hall', zh: '大厅', en: 'Hall', synonyms: ['楼层'], type: 'code', example: 'H1' },
    {
      name: 'workers',
      zh: '窗口人数',
      en: 'Workers',
      synonyms: ['编制人数', '岗位数', '人数'],
      type: 'integer',
      min: 1,
      max: 99,
      isRequired: true,
      example: '3',
    },
    {
      name: 'lowVolumeExempt',
      zh: '办件量豁免',
      en: 'Exempt from low volume',
      synonyms: ['低办件量豁免'],
      type: 'choice',
      choices: yesNo,
      otherwise: 'no',
      example: '否',
    },
    {
      name: 'least',
      zh: '最少在岗',
      en: 'Least present',
      synonyms: ['最少在岗人数', '在岗下限'],
      type: 'integer',
      min: 0,
      max: 99,
      example: '1',
    },
    { name: 'zone', zh: '区域', en: 'Zone', synonyms: ['大厅区域', '区域编号'], type: 'code', example: 'H1-E' },
    {
      name: 'zoneLeast',
      zh: '区域最少在岗',
      en: 'Least present in the zone',
      synonyms: ['区域最少在岗人数'],
      type: 'integer',
      min: 0,
      max: 999,
      example: '6',
    },
  ],
  keyOf: (row) => text(row, 'code'),
  check: (table) => zoneErrors(table),
  summary: (rows) => [
    count(rows, '窗口数', 'Windows'),
    { zh: '行政审批窗口', en: 'Approval windows', value: rows.filter((row) => row.values.group === 'approval').length },
    {
      zh: '公共服务窗口',
      en: 'Public-service windows',
      value: rows.filter((row) => row.values.group === 'publicService').length,
    },
  ],
  storedKeys: (rows) => [
    ...new Set(rows.flatMap((row) => [text(row, 'code'), ...(row.values.zone ? [text(row, 'zone')] : [])])),
  ],
  rowsOf: (rows): WindowRow[] =>
    rows.map((row) => ({
      code: text(row, 'code'),
      name: text(row, 'name'),
      group: text(row, 'group'),
      unit: text(row, 'unit'),
      hall: textOrNull(row, 'hall'),
      workers: numberOf(row, 'workers'),
      lowVolumeExempt: row.values.lowVolumeExempt === 'yes',
      least: numberOrNull(row, 'least'),
      zone: textOrNull(row, 'zone'),
      zoneLeast: numberOrNull(row, 'zoneLeast'),
    })),
};

const numberOrNull = (row: TableRow, column: string): number | null => {
  const value = row.values[column];
  return value === null || value === undefined ? null : Number(value);
};

/** A zone lies in one hall and has one minimum, whichever of its windows says so. */
function zoneErrors(table: Table): CellError[] {
  const first = new Map<string, { hall: string | null; least: number | null }>();
  return table.rows.flatMap((row) => {
    const zone = textOrNull(row, 'zone');
    const [hall, least] = [textOrNull(row, 'hall'), numberOrNull(row, 'zoneLeast')];
    if (zone === null)
      return least === null
        ? []
        : [
            cellError(
              table.cell(row.row, 'zoneLeast'),
              'import.value_invalid',
              '没有写明区域',
              'The zone is missing',
              String(least),
            ),
          ];
    const known = first.get(zone);
    if (!known) {
      first.set(zone, { hall, least });
      return [];
    }
    if (known.hall !== hall)
      return [
        cellError(
          table.cell(row.row, 'zone'),
          'import.value_invalid',
          `区域 ${zone} 已写在大厅 ${known.hall ?? '（空）'}`,
          `Zone ${zone} lies in hall ${known.hall ?? '(none)'} by an earlier row`,
          zone,
        ),
      ];
    if (least !== null && known.least !== null && known.least !== least)
      return [
        cellError(
          table.cell(row.row, 'zoneLeast'),
          'import.value_invalid',
          `区域 ${zone} 前面写的是 ${known.least}`,
          `An earlier row says ${known.least} for zone ${zone}`,
          String(least),
        ),
      ];
    known.least ??= least;
    return [];
  });
}

/** `业务科室@coordination`: a role, and for what when it is not the person's own place. */
function parseRole(word: string): { role: Role; target?: string } | undefined {
  const [name = '', target] = word.split('@');
  const role = roles.find(
    (entry) =>
      entry === name.toUpperCase() ||
      roleNames[entry].zh === name ||
      roleNames[entry].en.toLowerCase() === name.toLowerCase(),
  );
  return role ? { role, ...(target ? { target } : {}) } : undefined;
}

export const roster: RosterList = {
  name: 'roster',
  zh: '花名册',
  en: 'Roster',
  roles: administrators,
  writes: 'person',
  columns: [
    {
      name: 'code',
      zh: '工号',
      en: 'Staff number',
      synonyms: ['人员编号', '职工编号', '员工编号'],
      type: 'code',
      isRequired: true,
      example: '0012',
    },
    { name: 'name', zh: '姓名', en: 'Name', type: 'text', max: 40, isRequired: true, example: '李静' },
    {
      name: 'gender',
      zh: '性别',
      en: 'Gender',
      type: 'choice',
      choices: { male: ['男', 'M'], female: ['女', 'F'] },
      example: '女',
    },
    {
      name: 'unit',
      zh: '派驻单位',
      en: 'Unit',
      synonyms: ['单位', '单位编号', '部门'],
      type: 'code',
      of: 'unit',
      example: 'U01',
    },
    {
      name: 'window',
      zh: '窗口号',
      en: 'Window',
      synonyms: ['窗口', '窗口编号'],
      type: 'code',
      of: 'window',
      example: 'A01',
    },
    { name: 'post', zh: '岗位', en: 'Post', synonyms: ['职务', '岗位名称'], type: 'text', max: 40, example: '受理岗' },
    {
      name: 'ab',
      zh: 'AB岗',
      en: 'AB role',
      synonyms: ['A/B岗', 'AB角'],
      type: 'choice',
      choices: { A: ['A', 'A岗', 'A角'], B: ['B', 'B岗', 'B角'] },
      example: 'A',
    },
    {
      name: 'since',
      zh: '入驻日期',
      en: 'Since',
      synonyms: ['入职日期', '到岗日期', '进驻日期'],
      type: 'day',
      example: '2025-03-01',
    },
    {
      name: 'workedSince',
      zh: '参加工作日期',
      en: 'In work since',
      synonyms: ['参加工作', '参加工作时间', '首次参加工作日期'],
      type: 'day',
      example: '2012-07-01',
    },
    {
      name: 'roles',
      zh: '系统角色',
      en: 'Roles',
      synonyms: ['角色'],
      type: 'roles',
      example: '窗口工作人员、窗口负责人',
    },
    {
      name: 'qualifiedFor',
      zh: '可替岗窗口',
      en: 'May substitute at',
      synonyms: ['替岗窗口'],
      type: 'codes',
      of: 'window',
      example: 'A02、A03',
    },
  ],
  keyOf: (row) => text(row, 'code'),
  check: (table) => [...roleErrors(table), ...serviceErrors(table)],
  summary: (rows) => [
    count(rows, '人数', 'People'),
    distinct(rows, 'window', '涉及窗口', 'Windows'),
    distinct(rows, 'unit', '涉及单位', 'Units'),
  ],
  storedKeys: (rows) => rows.map((row) => text(row, 'code')),
  rowsOf: (rows) => rows.map(personRow),
};

const roleErrors = (table: Table): CellError[] =>
  table.rows.flatMap((row) =>
    listOf(row, 'roles')
      .filter((word) => !parseRole(word))
      .map((word) => ({
        ...cellError(
          table.cell(row.row, 'roles'),
          'import.value_invalid',
          `没有角色“${word}”`,
          `There is no role "${word}"`,
          word,
        ),
        allowed: roles.map((role) => roleNames[role].zh).join('、'),
      })),
  );

/** Nobody joins before the first day of work anywhere. */
const serviceErrors = (table: Table): CellError[] =>
  table.rows.flatMap((row) => {
    const [began, joined] = [textOrNull(row, 'workedSince'), textOrNull(row, 'since')];
    if (began === null || joined === null || began <= joined) return [];
    return cellError(
      table.cell(row.row, 'workedSince'),
      'import.value_out_of_range',
      `参加工作日期晚于入驻日期 ${joined}`,
      `In work later than the day of joining, ${joined}`,
      began,
    );
  });

/** Rights come from the administrator alone, and nobody gives more to oneself: rows of a roster that would do otherwise. */
export function unlawfulGrants(actor: Actor, rows: readonly TableRow[]): TableRow[] {
  const held = new Set<string>(actor.grants.map((grant) => grant.role));
  const isAdministrator = held.has('SYSTEM_ADMIN');
  return rows.filter((row) => {
    const wanted = listOf(row, 'roles').flatMap((word) => parseRole(word)?.role ?? []);
    if (wanted.length === 0) return false;
    return !isAdministrator || (text(row, 'code') === actor.person && wanted.some((role) => !held.has(role)));
  });
}

function personRow(row: TableRow): PersonRow {
  return {
    code: text(row, 'code'),
    name: text(row, 'name'),
    gender: textOrNull(row, 'gender') as PersonRow['gender'],
    unit: textOrNull(row, 'unit'),
    window: textOrNull(row, 'window'),
    post: textOrNull(row, 'post'),
    ab: textOrNull(row, 'ab') as PersonRow['ab'],
    since: textOrNull(row, 'since'),
    ...(row.values.workedSince ? { workedSince: text(row, 'workedSince') } : {}),
    ...(row.values.roles ? { roles: listOf(row, 'roles').flatMap((word) => parseRole(word) ?? []) } : {}),
    ...(row.values.qualifiedFor ? { qualifiedFor: listOf(row, 'qualifiedFor') } : {}),
  };
}

export const duty: RosterList = {
  name: 'duty',
  zh: '排班表',
  en: 'Duty roster',
  roles: administrators,
  writes: 'duty',
  columns: [
    {
      name: 'day',
      zh: '日期',
      en: 'Date',
      synonyms: ['值班日期'],
      type: 'day',
      isRequired: true,
      example: '2026-09-01',
    },
    {
      name: 'half',
      zh: '时段',
      en: 'Half day',
      synonyms: ['班次', '上下午'],
      type: 'choice',
      choices: { AM: ['上午', '上'], PM: ['下午', '下'], ALL: ['全天', '整天', '日班'] },
      otherwise: 'ALL',
      example: '全天',
    },
    {
      name: 'window',
      zh: '窗口号',
      en: 'Window',
      synonyms: ['窗口', '窗口编号'],
      type: 'code',
      of: 'window',
      isRequired: true,
      example: 'A01',
    },
    {
      name: 'person',
      zh: '工号',
      en: 'Staff number',
      synonyms: ['人员编号', '值班人员工号'],
      type: 'code',
      of: 'person',
      isRequired: true,
      example: '0012',
    },
  ],
  keyOf: (row) => `${text(row, 'day')} ${text(row, 'half')} ${text(row, 'person')}`,
  summary: (rows) => [
    count(rows, '班次', 'Shifts'),
    distinct(rows, 'day', '天数', 'Days'),
    distinct(rows, 'person', '人数', 'People'),
  ],
  storedKeys: (rows) => rows.flatMap(dutyRows).map((entry) => `${entry.day}/${entry.half}/${entry.person}`),
  rowsOf: (rows) => rows.flatMap(dutyRows),
};

function dutyRows(row: TableRow): DutyRow[] {
  const halves = row.values.half === 'ALL' ? (['AM', 'PM'] as const) : [row.values.half as 'AM' | 'PM'];
  return halves.map((half) => ({
    day: text(row, 'day'),
    half,
    person: text(row, 'person'),
    window: text(row, 'window'),
  }));
}
