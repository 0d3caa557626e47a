/** B-QRY-01 … 07 of the corpus: what stands behind the question mark and in the path. */
import type { Row } from './refusal.js';

const get =
  (path: string): Row['send'] =>
  ({ supervision }, headers) =>
    supervision.get(path, headers);
const bad = (more: Omit<Row, 'send' | 'status'> & { path: string }): Row => ({
  ...more,
  send: get(more.path),
  status: 400,
});

export const queries: readonly Row[] = [
  bad({
    id: 'B-QRY-01',
    what: 'sorting by a column that is nobody’s business',
    path: '/api/people?sort=passwordHash',
    code: 'input.sort_field',
    where: ['/sort'],
    allowed: /code.*name.*unit/,
    says: /passwordHash/,
  }),
  bad({
    id: 'B-QRY-02',
    what: 'SQL in the sort',
    path: '/api/people?sort=name;drop%20table%20x',
    code: 'input.sort_field',
    where: ['/sort'],
    allowed: /code/,
  }),
  bad({
    id: 'B-QRY-03',
    what: 'a million rows',
    path: '/api/people?pageSize=1000000',
    code: 'input.page_size',
    where: ['/pageSize'],
    allowed: /200/,
    says: /200/,
  }),
  ...['-1', 'NaN', '1e9', '0', '1.5', ''].map((page) =>
    bad({
      id: `B-QRY-04 page=${page}`,
      what: 'a page that is none',
      path: `/api/people?page=${page}`,
      code: 'input.page_invalid',
      where: ['/page'],
      allowed: /1/,
    }),
  ),
  // The lists that read their paging by themselves speak the same language.
  ...['/api/facts?', '/api/results?period=2026-09&'].flatMap((list) => [
    bad({
      id: `B-QRY-03 ${list}`,
      what: 'a million rows of another list',
      path: `${list}pageSize=1000000`,
      code: 'input.page_size',
      where: ['/pageSize'],
      allowed: /200/,
    }),
    bad({
      id: `B-QRY-04 ${list}`,
      what: 'a page that is none of another list',
      path: `${list}page=-1`,
      code: 'input.page_invalid',
      where: ['/page'],
      allowed: /1/,
    }),
  ]),
  bad({
    id: 'B-QRY-03 colleagues',
    what: 'more of the directory than its first lines',
    path: '/api/colleagues?q=a&pageSize=21',
    code: 'input.page_size',
    where: ['/pageSize'],
    allowed: /20/,
  }),
  bad({
    id: 'B-QRY-01 colleagues',
    what: 'the directory as a spreadsheet',
    path: '/api/colleagues?format=xlsx',
    code: 'input.param_unknown',
    where: ['/format'],
    allowed: /q.*pageSize/,
  }),
  bad({
    id: 'B-QRY-03 colleagues q=',
    what: 'a search for nothing',
    path: '/api/colleagues?q=%20',
    code: 'input.value_missing',
    where: ['/q'],
    allowed: /1/,
  }),
  bad({
    id: 'B-QRY-03 colleagues q too long',
    what: 'a search for a page of text',
    path: `/api/colleagues?q=${'a'.repeat(41)}`,
    code: 'input.invalid',
    where: ['/q'],
    allowed: /40/,
  }),
  bad({
    id: 'B-QRY-01 A-11',
    what: 'a parameter that there is not',
    path: '/api/people?isAdmin=true',
    code: 'input.param_unknown',
    where: ['/isAdmin'],
    allowed: /page.*sort.*unit/,
    says: /isAdmin.*pageSize/,
  }),
  bad({
    id: 'B-QRY-05',
    what: 'a parameter twice',
    path: '/api/people?unit=U01&unit=U02',
    code: 'input.param_repeated',
    where: ['/unit'],
    allowed: /1/,
    says: /unit/,
  }),
  ...['/api/people/%E0%A4%A', '/api/%zz', '/api/people?q=%E0%A4%A&sort=%'].map((path) =>
    bad({
      id: `B-QRY-05 ${path}`,
      what: 'an address that is not well encoded',
      path,
      code: path.includes('?') ? 'input.sort_field' : 'input.address_invalid',
      where: [path.includes('?') ? '/sort' : 'URL'],
    }),
  ),
  ...[
    '/api/cases/abc',
    '/api/cases/abc/history',
    '/api/cases/abc/trace',
    '/api/papers/abc',
    '/api/papers/abc/file',
    '/api/imports/abc',
    '/api/appeals/abc/affected',
  ].map((path) =>
    bad({
      id: `B-QRY-06 ${path}`,
      what: 'an id that is none',
      path,
      code: 'input.id_format',
      where: ['/id'],
      allowed: /UUID/,
      says: /abc/,
    }),
  ),
  bad({
    id: 'B-QRY-07',
    what: 'two hundred years',
    path: '/api/duty?from=1900-01-01&to=2100-12-31',
    code: 'input.range_too_wide',
    where: ['/to'],
    allowed: /92/,
  }),
  bad({
    id: 'B-QRY-07 leaves',
    what: 'two hundred years of leave',
    path: '/api/leaves?from=1900-01-01&to=2100-12-31',
    code: 'input.range_too_wide',
    where: ['/to'],
    allowed: /\d+/,
  }),
  bad({
    id: 'B-QRY-07 findings',
    what: 'two hundred years of findings',
    path: '/api/findings?from=1900-01-01&to=2100-12-31',
    code: 'input.range_too_wide',
    where: ['/to'],
    allowed: /\d+/,
  }),
];
