import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/**
 * Who is who. Everything inside an institution is known by its code, so the tables refer to one another by
 * (institution, code); row ids stay internal. Placements, grants and delegations have a from and a to day, because people
 * move in the middle of a cycle and a finding belongs to where they were.
 */
export class Organization1700000200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of tables) await queryRunner.query(statement);
    for (const table of tenantTables) await tenantTable(queryRunner, table);
  }

  async down(): Promise<void> {
    throw new Error('organization tables hold business records and are never dropped by a migration');
  }
}

const tenantTables = [
  'unit',
  'hall',
  'service_window',
  'person',
  'person_placement',
  'role_grant',
  'delegation',
  'qualification',
  'duty',
  'calendar_day',
];

const tables = [
  `create extension if not exists btree_gist`,
  // No personal data: this is what a sign-in page may show, so it stands outside row-level security.
  `create table institution (
    id uuid primary key default uuidv7(),
    code text not null unique check (code ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
    name text not null check (char_length(name) between 2 and 80),
    kind text not null check (kind in ('city-hall', 'bank-department', 'hospital')),
    time_zone text not null default 'Asia/Shanghai',
    example text,
    is_demonstration boolean not null default false,
    created_at timestamptz not null default clock_timestamp()
  )`,
  `grant select, insert on institution to kaoping_api`,
  `grant update (name) on institution to kaoping_api`,
  `grant select on institution to kaoping_worker`,
  `create table unit (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    code text not null,
    name text not null,
    unique (institution_id, code)
  )`,
  `create table hall (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    code text not null,
    name text not null,
    unique (institution_id, code)
  )`,
  `create table service_window (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    code text not null,
    name text not null,
    group_code text not null,
    unit_code text not null,
    hall_code text,
    workers smallint not null check (workers between 1 and 99),
    low_volume_exempt boolean not null default false,
    unique (institution_id, code),
    foreign key (institution_id, unit_code) references unit (institution_id, code),
    foreign key (institution_id, hall_code) references hall (institution_id, code)
  )`,
  `create table person (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    code text not null,
    name text not null,
    gender text check (gender in ('male', 'female')),
    since date,
    left_on date,
    unique (institution_id, code)
  )`,
  `create table person_placement (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    person_code text not null,
    unit_code text,
    window_code text,
    post text,
    ab_role text check (ab_role in ('A', 'B')),
    from_on date not null,
    to_on date check (to_on >= from_on),
    foreign key (institution_id, person_code) references person (institution_id, code),
    foreign key (institution_id, unit_code) references unit (institution_id, code),
    foreign key (institution_id, window_code) references service_window (institution_id, code),
    -- A person sits in one place at a time.
    exclude using gist (institution_id with =, person_code with =, daterange(from_on, to_on, '[]') with &&)
  )`,
  `create index person_placement_window on person_placement (institution_id, window_code, from_on)`,
  `create index person_placement_unit on person_placement (institution_id, unit_code, from_on)`,
  `create table role_grant (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    person_code text not null,
    role text not null,
    scope text not null check (scope in ('own', 'window', 'unit', 'hall', 'institution')),
    target text,
    from_on date not null,
    to_on date check (to_on >= from_on),
    granted_by text not null,
    granted_at timestamptz not null default clock_timestamp(),
    foreign key (institution_id, person_code) references person (institution_id, code)
  )`,
  `create index role_grant_person on role_grant (institution_id, person_code)`,
  `create index role_grant_role on role_grant (institution_id, role, target)`,
  `create unique index role_grant_open on role_grant (institution_id, person_code, role, scope, coalesce(target, '')) where to_on is null`,
  `create table delegation (
    id uuid primary key default uuidv7(),
    institution_id uuid not null references institution,
    from_person text not null,
    to_person text not null check (to_person <> from_person),
    from_on date not null,
    to_on date not null check (to_on >= from_on),
    source_case uuid,
    revoked_at timestamptz,
    foreign key (institution_id, from_person) references person (institution_id, code),
    foreign key (institution_id, to_person) references person (institution_id, code)
  )`,
  `create index delegation_from on delegation (institution_id, from_person, from_on)`,
  `create index delegation_to on delegation (institution_id, to_person, from_on)`,
  `create table qualification (
    institution_id uuid not null references institution,
    person_code text not null,
    window_code text not null,
    from_on date not null,
    to_on date,
    primary key (institution_id, window_code, person_code),
    foreign key (institution_id, person_code) references person (institution_id, code),
    foreign key (institution_id, window_code) references service_window (institution_id, code)
  )`,
  `create table duty (
    institution_id uuid not null references institution,
    day date not null,
    half text not null check (half in ('AM', 'PM')),
    person_code text not null,
    window_code text not null,
    primary key (institution_id, day, half, person_code),
    foreign key (institution_id, person_code) references person (institution_id, code),
    foreign key (institution_id, window_code) references service_window (institution_id, code)
  )`,
  `create index duty_window on duty (institution_id, window_code, day, half)`,
  `create table calendar_day (
    institution_id uuid not null references institution,
    day date not null,
    kind text not null check (kind in ('work', 'off')),
    name text,
    source text not null,
    primary key (institution_id, day)
  )`,
];
