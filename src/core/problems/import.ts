import { defineProblems, text } from './define.js';

/** Refusals of spreadsheets: of the file, of its columns, of its cells, of what it would do. */
export const importProblems = defineProblems({
  'import.file_type_mismatch': {
    status: 415,
    zh: text('不是 Excel 工作簿', '“{name}”的内容不是 .xlsx 工作簿', '请用 Excel 或 WPS 打开原表，另存为 .xlsx 后上传'),
    en: text(
      'Not a workbook',
      'The content of "{name}" is not an .xlsx workbook',
      'Open the list in Excel or WPS, save it as .xlsx and upload that',
    ),
  },
  'import.xls_old_format': {
    status: 415,
    zh: text('旧版 Excel 格式', '“{name}”是旧版 .xls 格式', '请另存为 .xlsx 后上传'),
    en: text('Old Excel format', '"{name}" is in the old .xls format', 'Save it as .xlsx and upload that'),
  },
  'import.xlsx_encrypted': {
    status: 422,
    zh: text('工作簿有密码', '“{name}”设有打开密码，无法读取', '请取消密码后另存，再上传'),
    en: text(
      'The workbook has a password',
      '"{name}" is protected by a password and cannot be read',
      'Save it without the password and upload that',
    ),
  },
  'import.xlsx_macro': {
    status: 422,
    zh: text('工作簿含有宏', '“{name}”含有宏程序', '请另存为不含宏的 .xlsx 后上传'),
    en: text('The workbook has macros', '"{name}" contains macros', 'Save it as .xlsx without macros and upload that'),
  },
  'import.xlsx_expands_too_much': {
    status: 413,
    zh: text('工作簿解压后过大', '“{name}”解压后约 {size}，超过 {limit}', '请删除多余内容或拆分后上传'),
    en: text(
      'The workbook expands too much',
      '"{name}" unpacks to about {size}, more than {limit}',
      'Remove what is not needed, or split it',
    ),
  },
  'import.xlsx_too_large': {
    status: 413,
    zh: text('工作簿过大', '“{name}”内容约 {size}，超过 {limit}', '请拆分后分批上传'),
    en: text(
      'The workbook is too large',
      '"{name}" holds about {size}, more than {limit}',
      'Split it and upload the parts',
    ),
  },
  'import.xlsx_too_many_rows': {
    status: 413,
    zh: text('行数过多', '一次最多导入 {limit} 行', '请拆分后分批上传'),
    en: text('Too many rows', 'At most {limit} rows at a time', 'Split it and upload the parts'),
  },
  'import.xlsx_merge_too_large': {
    status: 422,
    zh: text('合并单元格范围过大', '合并区域 {range} 过大', '请取消该合并后上传'),
    en: text('A merged area is too large', 'The merged area {range} is too large', 'Undo the merge and upload again'),
  },
  'import.file_damaged': {
    status: 422,
    zh: text('工作簿已损坏', '“{name}”不完整或内部结构有误', '请用 Excel 或 WPS 打开并另存后重新上传'),
    en: text(
      'The workbook is damaged',
      '"{name}" is incomplete or wrong inside',
      'Open it in Excel or WPS, save it again and upload that',
    ),
  },
  'import.file_unreadable': {
    status: 422,
    zh: text('无法读取工作簿', '读取“{name}”超出时间或内存限制', '请删除多余格式和空白区域，或拆分后上传'),
    en: text(
      'The workbook cannot be read',
      'Reading "{name}" took more time or memory than allowed',
      'Remove needless formats and empty areas, or split it',
    ),
  },
  'import.header_missing': {
    status: 422,
    zh: text('没有找到表头', '前 {rows} 行里没有本类表格的表头', '请对照模板检查列名：{expected}'),
    en: text(
      'No header found',
      'The first {rows} rows hold no header of this kind of list',
      'Compare the column names with the template: {expected}',
    ),
  },
  'import.column_missing': {
    status: 422,
    zh: text('缺少列', '缺少必需的列：{columns}', '表中现有的列：{found}。请对照模板补充'),
    en: text(
      'A column is missing',
      'Columns are missing: {columns}',
      'Found: {found}. Add the missing ones as in the template',
    ),
  },
  'import.column_duplicate': {
    status: 422,
    zh: text('列重复', '“{column}”出现在 {cells}', '请只保留一列'),
    en: text('A column occurs twice', '"{column}" stands in {cells}', 'Keep one of them'),
  },
  'import.merged_cells': {
    status: 422,
    zh: text('表内有合并单元格', '数据区内的 {range} 已合并，无法判断属于哪一行', '请取消合并并逐行填写'),
    en: text(
      'Merged cells inside the table',
      '{range} is merged, so it is not clear which row it belongs to',
      'Undo the merge and fill in each row',
    ),
  },
  'import.no_rows': {
    status: 422,
    zh: text('没有数据', '表头下面没有数据行', '请填写后重新上传'),
    en: text('No rows', 'There is no row under the header', 'Fill it in and upload again'),
  },
  'import.cell_formula': {
    status: 422,
    zh: text('单元格是公式', '{where} 是公式', '请复制后“粘贴为数值”再上传'),
    en: text('A cell holds a formula', '{where} is a formula', 'Copy and paste it as a value'),
  },
  'import.cell_error_value': {
    status: 422,
    zh: text('单元格是错误值', '{where} 是错误值 {got}', '请改正后重新上传'),
    en: text('A cell holds an error', '{where} shows {got}', 'Correct it and upload again'),
  },
  'import.value_missing': {
    status: 422,
    zh: text('必填单元格为空', '{where} 为空', '请填写后重新上传'),
    en: text('A required cell is empty', '{where} is empty', 'Fill it in and upload again'),
  },
  'import.value_out_of_range': {
    status: 422,
    zh: text('数值超出范围', '{where} 的“{got}”超出允许范围', '请核对后改正'),
    en: text('Value out of range', '{where}: "{got}" is outside the range', 'Check and correct it'),
  },
  'import.value_invalid': {
    status: 422,
    zh: text('内容不符合要求', '{where} 的“{got}”不符合要求', '请按允许的内容改正'),
    en: text('Value not valid', '{where}: "{got}" does not fit', 'Correct it as allowed'),
  },
  'import.date_invalid': {
    status: 422,
    zh: text('日期不存在', '{where} 的“{got}”不是有效日期', '请写成 2026-09-03 或 2026年9月3日'),
    en: text('No such date', '{where}: "{got}" is not a date', 'Write 2026-09-03'),
  },
  'import.time_invalid': {
    status: 422,
    zh: text('时间不存在', '{where} 的“{got}”不是有效时间', '请写成 08:26 或 2026-09-07 08:26:31'),
    en: text('No such time', '{where}: "{got}" is not a time', 'Write 08:26 or 2026-09-07 08:26:31'),
  },
  'import.staff_id_not_text': {
    status: 422,
    zh: text(
      '编号被存成了数字',
      '{where} 的“{got}”是数字，前面的 0 可能已丢失',
      '请把该列设为“文本”后重填；系统不替您猜',
    ),
    en: text(
      'A code was stored as a number',
      '{where}: "{got}" is a number and may have lost leading zeros',
      'Format the column as text and fill it in again; nothing is guessed',
    ),
  },
  'import.reference_unknown': {
    status: 422,
    zh: text('引用的对象不存在', '{where} 的“{got}”不在名单中', '请核对编号，或先导入对应的名单'),
    en: text('Not on the list', '{where}: "{got}" is not known', 'Check the code, or import its list first'),
  },
  'import.kind_unused': {
    status: 422,
    zh: text(
      '当日现行的制度不用这种表',
      '{where}：“{got}”没有取自这种表的事项',
      '请核对单位和日期；其他数据请用“考核数据”表导入',
    ),
    en: text(
      'The regulation takes nothing from such a list',
      '{where}: "{got}" has no item that comes from it',
      'Check office and date; other figures come by the list of figures',
    ),
  },
  'import.row_duplicate': {
    status: 422,
    zh: text('行重复', '{where} 与前面的行重复', '请只保留一行'),
    en: text('Duplicate rows', '{where} repeats an earlier row', 'Keep one of them'),
  },
  'import.already_recorded': {
    status: 422,
    zh: text('已经导入过', '{where} 的“{got}”已由先前的批次导入', '如需更正，请先撤回先前的批次'),
    en: text(
      'Already imported',
      '{where}: "{got}" came with an earlier import',
      'To correct it, undo the earlier import first',
    ),
  },
  'import.rows_refused': {
    status: 422,
    zh: text('表中有 {count} 处需要改正', '共 {count} 处不符合要求，没有导入任何一行', '请按清单逐项改正后重新上传'),
    en: text(
      '{count} cells need correction',
      '{count} places do not fit; nothing was imported',
      'Correct the listed cells and upload again',
    ),
  },
  'import.file_already_committed': {
    status: 409,
    zh: text('该文件已导入', '同一内容的文件“{name}”已于 {at} 由 {by} 导入', '如需重导，请先撤回那一批'),
    en: text(
      'This file was imported before',
      'The same content was imported on {at} by {by} as "{name}"',
      'To import it again, undo that import first',
    ),
  },
  'import.state': {
    status: 409,
    zh: text('当前状态不能这样办理', '该批次现为“{state}”', '请刷新后查看'),
    en: text('Not possible in the present state', 'The import is "{state}"', 'Refresh and look again'),
  },
  'import.undo_changed': {
    status: 409,
    zh: text('导入后又有改动', '该批导入的内容后来又被改动，撤回会覆盖这些改动', '请先撤回后来的导入'),
    en: text(
      'Changed since',
      'What this import wrote was changed later; undoing it would overwrite that',
      'Undo the later imports first',
    ),
  },
  'import.roles_not_allowed': {
    status: 403,
    zh: text(
      '不能授予角色',
      '花名册中的系统角色只能由系统管理员授予，且不能给自己增加角色',
      '请清空“系统角色”列后导入，或由系统管理员导入',
    ),
    en: text(
      'Roles cannot be granted',
      'Only the system administrator grants roles by a roster, and nobody gives roles to oneself',
      'Leave the roles column empty, or let the administrator import the list',
    ),
  },
});
