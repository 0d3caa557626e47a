/** Setting deputies: nobody for himself, nobody who is not there, never in a circle. */
import type { Desk, Row } from './refusal.js';

const put =
  (deputies: readonly object[]): Row['send'] =>
  ({ clerk }, headers) =>
    clerk.change('PUT', '/api/me/deputies', { deputies }, headers);

/** The clerk (0002) is on the list of 0003 before the rows begin. */
export const prepareDeputies = async ({ supervision }: Desk): Promise<void> => {
  await supervision.change('PUT', '/api/people/0003/deputies', { deputies: [{ person: '0002' }] });
};

export const deputies: readonly Row[] = [
  {
    id: 'B-DEP-01',
    what: 'oneself as deputy',
    send: put([{ person: '0001' }, { person: '0002' }]),
    status: 422,
    code: 'organization.deputy_self',
    where: ['/deputies/1/person'],
    allowed: false,
    says: /本人不能代理本人/,
  },
  {
    id: 'B-DEP-02',
    what: 'somebody whom nobody knows',
    send: put([{ person: '9999' }]),
    status: 422,
    code: 'organization.deputy_unknown',
    where: ['/deputies/0/person'],
    allowed: false,
    says: /9999/,
  },
  {
    id: 'B-DEP-03',
    what: 'a way back to oneself',
    send: put([{ person: '0001' }, { person: '0003' }]),
    status: 422,
    code: 'organization.deputy_circle',
    where: ['/deputies/1/person'],
    allowed: false,
    says: / → .+ → /,
  },
  {
    id: 'B-DEP-04',
    what: 'the same deputy twice',
    send: put([{ person: '0001' }, { person: '0001' }]),
    status: 400,
    code: 'input.invalid',
    says: /有 1 处/,
  },
  {
    id: 'B-DEP-05',
    what: 'days that end before they begin',
    send: put([{ person: '0001', from: '2026-10-09', to: '2026-10-08' }]),
    status: 400,
    code: 'input.invalid',
    says: /有 1 处/,
  },
  {
    id: 'B-DEP-06',
    what: 'more deputies than an order can have',
    send: put(Array.from({ length: 11 }, (_, index) => ({ person: String(20 + index).padStart(4, '0') }))),
    status: 400,
    code: 'input.invalid',
    where: ['/deputies'],
  },
];
