/** B-XLS-01 … 14 of the corpus: files that are no lists, and lists with mistakes. */
import { randomBytes } from 'node:crypto';
import { constants, deflateRawSync } from 'node:zlib';
import { type CellInput, parts, workbook, zip } from '../../support/workbooks.js';
import type { Row } from './refusal.js';

const NAME = '九月.xlsx';

/** Made once, sent twice (in each language). */
function upload(kind: string, make: () => Buffer | Promise<Buffer>): Row['send'] {
  let bytes: Buffer | undefined;
  return async ({ supervision }, headers) => {
    bytes ??= await make();
    return supervision.upload(`/api/imports?kind=${kind}`, NAME, bytes, headers);
  };
}

const ole = (stream: string) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(600),
    Buffer.from(stream, 'utf16le'),
    Buffer.alloc(600),
  ]);
const cell = (text: string) => `<row r="1"><c r="A1" t="inlineStr"><is><t>${text}</t></is></c></row>`;
const MIB = 1024 * 1024;
const around = (text: string | Buffer) =>
  zip(
    parts(
      Buffer.concat([
        Buffer.from('<row r="1"><c r="A1" t="inlineStr"><is><t>'),
        Buffer.from(text),
        Buffer.from('</t></is></c></row>'),
      ]),
    ),
  );
const manyRows = (rows: number) =>
  zip(
    parts(
      Array.from(
        { length: rows },
        (_, row) => `<row r="${row + 1}"><c r="A${row + 1}"><v>${(row * 7919) % 10007}</v></c></row>`,
      ).join(''),
    ),
  );
/** A part of many MiB of the same letter, made from one MiB packed once: the stream may end after any whole block. */
const bomb = (mib: number) => {
  const block = deflateRawSync(Buffer.alloc(MIB, 'A'), { finishFlush: constants.Z_FULL_FLUSH });
  return { packed: Buffer.concat([...Array<Buffer>(mib).fill(block), Buffer.from('0300', 'hex')]), claims: mib * MIB };
};
/** 900,000 rows of a few MiB, as a program writes them. */
const hugeTable = () => {
  const block = Array.from({ length: 1000 }, (_, row) => `<row r="${row}"><c><v>${(row * 7919) % 10007}</v></c></row>`);
  return zip(parts(block.join('').repeat(900)));
};

/** Compresses twenty times: too much to be a list, too little to be a bomb. */
const longTexts = () =>
  around(Array.from({ length: 3500 }, () => randomBytes(750).toString('hex') + 'A'.repeat(20_000)).join(''));

/** What is wrong with the file as a whole: the place is the file. */
const files: [id: string, what: string, status: number, code: string, allowed: RegExp, make: () => Buffer][] = [
  [
    'B-XLS-01',
    'a picture named .xlsx',
    415,
    'import.file_type_mismatch',
    /xlsx/,
    () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  ],
  ['B-XLS-01 three bytes', 'hardly a file', 415, 'import.file_type_mismatch', /xlsx/, () => Buffer.from('abc')],
  [
    'B-XLS-01 a zip',
    'a zip that is no workbook',
    415,
    'import.file_type_mismatch',
    /xlsx/,
    () => zip([{ name: 'readme.txt', content: 'x' }]),
  ],
  ['B-XLS-02', 'an old .xls', 415, 'import.xls_old_format', /xlsx/, () => ole('Workbook')],
  ['B-XLS-03', 'a workbook with a password', 422, 'import.xlsx_encrypted', /xlsx/, () => ole('EncryptedPackage')],
  [
    'B-XLS-04',
    'a workbook with macros',
    422,
    'import.xlsx_macro',
    /xlsx/,
    () => zip([...parts(cell('x')), { name: 'xl/vbaProject.bin', content: 'macro' }]),
  ],
  [
    'B-XLS-05',
    '300 KB with one cell of 300 MiB',
    413,
    'import.xlsx_expands_too_much',
    /MiB/,
    () => zip(parts('').map((part) => (part.name.includes('sheet1') ? { ...part, ...bomb(300) } : part))),
  ],
  [
    'B-XLS-05 that lies',
    'the same with a directory that says 2,000 bytes',
    413,
    'import.xlsx_expands_too_much',
    /B/,
    () =>
      zip(
        parts(Buffer.alloc(30 * MIB, 'A')).map((part) =>
          part.name.includes('sheet1') ? { ...part, claims: 2000 } : part,
        ),
      ),
  ],
  ['B-XLS-06', '900,000 rows', 413, 'import.xlsx_too_many_rows', /20000/, hugeTable],
  ['B-XLS-06 size', '70 MiB of text', 413, 'import.xlsx_too_large', /64 MiB/, longTexts],
  ['B-XLS-06 rows', '30,000 rows', 413, 'import.xlsx_too_many_rows', /20000/, () => manyRows(30_000)],
  [
    'B-XLS-07',
    'a merged area of 14 million cells',
    422,
    'import.xlsx_merge_too_large',
    /400/,
    () => zip(parts(cell('x'), '<mergeCells count="1"><mergeCell ref="A1:ZZ20000"/></mergeCells>')),
  ],
];

const staffHeader: CellInput[] = ['工号', '姓名', '性别'];
const peerHeader: CellInput[] = ['被评窗口', '月份', '好', '中', '差'];
const surveyHeader: CellInput[] = ['窗口号', '月份', '满意度'];
const caseHeader: CellInput[] = [
  '办件编号',
  '窗口号',
  '经办人工号',
  '受理日期',
  '承诺办结日期',
  '办结日期',
  '是否登记',
];
const MONTH = '2026-08';

/** What is wrong with the table: the places are cells. */
const tables: (Omit<Row, 'send' | 'status'> & { kind: string; rows: CellInput[][] })[] = [
  {
    id: 'B-XLS-08',
    what: 'no column for the staff number',
    kind: 'roster',
    rows: [
      ['编号X', '姓名', '性别'],
      ['1', '甲', '男'],
    ],
    code: 'import.column_missing',
    where: ['Sheet1!1'],
    allowed: /工号/,
    says: /工号.*编号X、姓名、性别/,
  },
  {
    id: 'B-XLS-09',
    what: 'a column of scores twice',
    kind: 'survey',
    rows: [
      [...surveyHeader, '样本数', '备注', '满意度'],
      ['A01', MONTH, 90, 30, '', 91],
    ],
    code: 'import.column_duplicate',
    where: ['Sheet1!C1', 'Sheet1!F1'],
    allowed: /1/,
    says: /C1、F1/,
  },
  {
    id: 'B-XLS-10',
    what: 'a formula where a score is due',
    kind: 'survey',
    rows: [surveyHeader, ['A01', MONTH, { formula: 'SUM(B2:B9)', result: 90 }]],
    code: 'import.cell_formula',
    where: ['Sheet1!C2'],
    allowed: /0–100/,
    also: (reply) => expect(reply.body.errors[0]).toMatchObject({ got: '=SUM(B2:B9)', hint: '请复制后粘贴为数值' }),
  },
  {
    id: 'B-XLS-11',
    what: '#DIV/0! where a score is due',
    kind: 'survey',
    rows: [surveyHeader, ['A01', MONTH, { error: '#DIV/0!' }]],
    code: 'import.cell_error_value',
    where: ['Sheet1!C2'],
    allowed: /0–100/,
    also: (reply) => expect(reply.body.errors[0].got).toBe('#DIV/0!'),
  },
  {
    id: 'B-XLS-12',
    what: '105, −3 and a blank, all told at once',
    kind: 'survey',
    rows: [surveyHeader, ['A01', MONTH, 105], ['A02', MONTH, -3], ['A03', MONTH, null]],
    code: 'import.rows_refused',
    where: ['Sheet1!C2', 'Sheet1!C3', 'Sheet1!C4'],
    allowed: /0–100/,
    says: /3 处/,
    also: (reply) =>
      expect(reply.body.errors.map((line: { code: string }) => line.code)).toEqual([
        'import.value_out_of_range',
        'import.value_out_of_range',
        'import.value_missing',
      ]),
  },
  {
    id: 'B-XLS-13',
    what: 'a staff number that lost its zeros',
    kind: 'cases',
    rows: [caseHeader, ['C1', 'A01', 1, '2026-08-03', '2026-08-10', '2026-08-07', '是']],
    code: 'import.staff_id_not_text',
    where: ['Sheet1!C2'],
    allowed: /^0001$/,
    also: (reply) => expect(reply.body.errors[0]).toMatchObject({ got: '1', hint: expect.stringContaining('0001') }),
  },
  {
    id: 'B-XLS-14',
    what: 'the same window twice in a month',
    kind: 'peer-review',
    rows: [peerHeader, ['A01', MONTH, 1, 1, 1], ['A02', MONTH, 1, 1, 1], ['A01', '2026年8月', 2, 1, 1]],
    code: 'import.row_duplicate',
    where: ['Sheet1!A4'],
    allowed: false,
    also: (reply) => expect(reply.body.errors[0].message).toContain('第 2、4 行'),
  },
  {
    id: 'B-XLS-14 person',
    what: 'the same person twice in a roster',
    kind: 'roster',
    rows: [staffHeader, ['0900', '甲', '男'], ['0901', '乙', '女'], ['0900', '甲', '男']],
    code: 'import.row_duplicate',
    where: ['Sheet1!A4'],
    allowed: false,
    also: (reply) => expect(reply.body.errors[0].message).toContain('第 2、4 行'),
  },
];

export const workbooks: readonly Row[] = [
  ...files.map(
    ([id, what, status, code, allowed, make]): Row => ({
      id,
      what,
      send: upload('roster', make),
      status,
      code,
      where: [code === 'import.xlsx_merge_too_large' ? 'A1:ZZ20000' : NAME],
      allowed,
    }),
  ),
  ...tables.map(({ kind, rows, ...row }): Row => ({ ...row, status: 422, send: upload(kind, () => workbook(rows)) })),
];
