/**
 * Leave (W3) and substitution (W4): every state, every event, everybody. The committed lists (`docs/who-may.md`) are asked of
 * the permission of the engine, and of the engine itself on the database, in a situation of every state.
 */
import { readFileSync } from 'node:fs';
import { jest } from '@jest/globals';
import { type Grant, type Role, roles } from '../../src/core/roles.js';
import { CalendarService } from '../../src/organization/calendar.service.js';
import { CasePermission, type Position } from '../../src/workflow/case-permission.js';
import { leaveV1 } from '../../workflows/leave/leave.v1.js';
import { leaveSamples } from '../../workflows/leave/samples.js';
import { describe as describeMachine } from '../../workflows/run.js';
import { substitutionSamples } from '../../workflows/substitution/samples.js';
import { substitutionV1 } from '../../workflows/substitution/substitution.v1.js';
import { actor } from './support/house.js';
import { type Player, type RoleTable, RoleWalk } from './support/role-walk.js';

jest.setTimeout(120_000);
const table = (kind: string): RoleTable =>
  JSON.parse(readFileSync(`workflows/${kind}/snapshots/v1.roles.json`, 'utf8'));
const everywhere = (...list: Role[]): Grant[] => list.map((role) => ({ role, scope: 'institution' }));
const player = (is: string, person: string, grants: Grant[], more: Partial<Player> = {}): Player => ({
  is,
  person,
  grants,
  listed: grants.flatMap(({ role }) => [role, `${role} (unit)`, `${role} (window)`]),
  ...more,
});
const others = (...named: Role[]) => roles.filter((role) => !named.includes(role));

const kinds = [
  {
    spec: leaveV1,
    samples: leaveSamples,
    subject: 'person:0012',
    players: [
      player('the applicant', '0012', [{ role: 'STAFF', scope: 'own', target: '0012' }]),
      player('the applicant, holding every role', '0012', everywhere(...roles)),
      player('the colleague who filed', '0013', [{ role: 'STAFF', scope: 'own', target: '0013' }]),
      player('the shift leader', '0001', everywhere('SHIFT_LEADER')),
      player('the deputy of the shift leader', '0060', [], { principal: '0001', listed: ['SHIFT_LEADER of 0001'] }),
      player('the centre leader', '0002', everywhere('CENTRE_LEADER')),
      player('the supervision section', '0003', everywhere('SUPERVISION')),
      player('somebody to whom it was handed', '0050', []),
      player(
        'everybody else’s roles in one hand',
        '0090',
        everywhere(...others('SHIFT_LEADER', 'CENTRE_LEADER', 'SUPERVISION')),
      ),
      player('the system', 'system', []),
    ],
  },
  {
    spec: substitutionV1,
    samples: substitutionSamples,
    subject: 'window:A01',
    players: [
      player('the absent person', '0012', [{ role: 'STAFF', scope: 'own', target: '0012' }]),
      player('the absent person, holding every role', '0012', everywhere(...roles)),
      player('the head of the window', '0020', [{ role: 'WINDOW_HEAD', scope: 'window', target: 'A01' }]),
      player('the head of another window', '0021', [{ role: 'WINDOW_HEAD', scope: 'window', target: 'B02' }], {
        listed: [],
      }),
      player('the leader of the unit', '0005', [{ role: 'HOME_DEPT_LEADER', scope: 'unit', target: 'U01' }]),
      player('the system', 'system', []),
    ],
  },
];

describe.each(kinds)('$spec.kind', ({ spec, samples, subject, players }) => {
  const states = describeMachine(spec).states.map(({ state }) => state);
  let walk: RoleWalk;

  beforeAll(async () => {
    walk = await RoleWalk.open(spec, samples, subject);
    await furnish(walk);
  }, 120_000);
  afterAll(() => walk?.house.close());

  it('gives every role by itself what is listed, in every state, and nothing else', () => {
    const permission = new CasePermission(undefined as never, undefined as never, undefined as never);
    const wrong: unknown[] = [];
    for (const state of states)
      for (const [event, declared] of Object.entries(spec.events))
        for (const role of roles) {
          const listed = table(spec.kind)[state]?.[event];
          if (!listed || listed.length === 0) continue;
          const by = actor('x', 'somebody', { role, scope: 'institution' });
          const bare = {
            actor: by,
            caseFile: { context: {} },
            own: [],
            delegated: new Map(),
            reaches: new Set([role]),
          };
          const may = permission.allowed(bare as unknown as Position, { ...declared, never: undefined });
          const due = listed.some((entry) => entry.split(' ')[0] === role);
          if (may !== due) wrong.push([state, event, role, may]);
        }
    expect(wrong).toEqual([]);
  });

  it('does in the engine what the lists say, for everybody in every state', async () => {
    const asked = new Set<string>();
    const wrong: unknown[] = [];
    for (const node of walk.nodes) {
      // The way here was taken by those whom the samples name; that is the proof that it is open.
      const caseId = await walk.reach(node);
      if (asked.has(node.state)) continue;
      asked.add(node.state);
      for (const one of players)
        wrong.push(
          ...(await walk.ask(node, caseId, one, table(spec.kind))).map((line) => ({ state: node.state, ...line })),
        );
    }
    expect([...asked].sort()).toEqual([...states].sort());
    expect(wrong).toEqual([]);
  });
});

/** Two units with a window each, and everybody whom the samples name. */
async function furnish(walk: RoleWalk): Promise<void> {
  await walk.inHall(async (tx) => {
    const id = tx.institutionId;
    for (const [unit, window] of [
      ['U01', 'A01'],
      ['U02', 'B02'],
    ]) {
      await tx.query('insert into unit (institution_id, code, name) values ($1, $2, $2)', [id, unit]);
      await tx.query(
        `insert into service_window (institution_id, code, name, group_code, unit_code, workers) values ($1, $3, $3, 'g', $2, 2)`,
        [id, unit, window],
      );
    }
    const codes = '0001 0002 0003 0005 0006 0012 0013 0020 0021 0030 0031 0040 0050 0052 0053 0060 0090'.split(' ');
    for (const code of codes)
      await tx.query('insert into person (institution_id, code, name) values ($1, $2, $2)', [id, code]);
    await tx.query(
      `insert into role_grant (institution_id, person_code, role, scope, from_on, granted_by)
       values ($1, '0001', 'SHIFT_LEADER', 'institution', '2020-01-01', 'test')`,
      [id],
    );
    await tx.query(
      `insert into delegation (institution_id, from_person, to_person, from_on, to_on) values ($1, '0001', '0060', '2020-01-01', '2099-01-01')`,
      [id],
    );
    await walk.house.get(CalendarService).seed(tx);
  });
}
