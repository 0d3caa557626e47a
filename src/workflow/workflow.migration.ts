import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** Case files, what happened to them, who has to act and until when. */
export class Workflow1700000410000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await caseFile(runner);
    await caseEvent(runner);
    await deadlines(runner);
    await tasks(runner);
    await incidents(runner);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }
}

async function caseFile(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table case_file (
      institution_id uuid not null,
      id uuid not null,
      kind text not null,
      machine_version integer not null,
      key text not null,
      edition_ref text,
      edition_hash text,
      state text not null,
      value jsonb not null,
      context jsonb not null,
      revision integer not null check (revision >= 1),
      final boolean not null default false,
      applicant text,
      subject text,
      filed_on date not null,
      filed_at timestamptz not null,
      closed_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      primary key (institution_id, id),
      constraint case_file_key unique (institution_id, kind, key),
      constraint case_file_closed check (final = (closed_at is not null))
    )`);
  await tenantTable(runner, 'case_file');
  await runner.query('revoke delete on case_file from kaoping_api, kaoping_worker');
  await runner.query('create index case_file_list on case_file (institution_id, kind, state, filed_at desc)');
  await runner.query('create index case_file_applicant on case_file (institution_id, applicant, filed_at desc)');
  await runner.query('create index case_file_subject on case_file (institution_id, subject, filed_at desc)');
  await runner.query(
    'create index case_file_open on case_file (institution_id, kind, machine_version) where not final',
  );
  // A writer that does not count one further has not read what it overwrites.
  await runner.query(`
    create function case_file_guard() returns trigger language plpgsql as $$
    begin
      if new.revision is distinct from old.revision + 1 then
        raise exception 'case % is at revision %, not %', old.id, old.revision, new.revision - 1 using errcode = 'KP003';
      end if;
      if (new.institution_id, new.id, new.kind, new.key, new.filed_at) is distinct from
         (old.institution_id, old.id, old.kind, old.key, old.filed_at) then
        raise exception 'what a case is never changes' using errcode = 'KP004';
      end if;
      return new;
    end $$`);
  await runner.query(
    'create trigger case_file_guarded before update on case_file for each row execute function case_file_guard()',
  );
}

async function caseEvent(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table case_event (
      institution_id uuid not null,
      case_id uuid not null,
      seq integer not null check (seq >= 1),
      type text not null,
      payload jsonb not null,
      facts jsonb not null,
      actor text not null,
      on_behalf_of text,
      from_state text,
      to_state text not null,
      effects jsonb not null,
      idempotency_key text not null,
      request_hash text not null,
      happened_at timestamptz not null,
      recorded_at timestamptz not null default now(),
      prev_hash text not null,
      hash text not null,
      primary key (institution_id, case_id, seq),
      foreign key (institution_id, case_id) references case_file (institution_id, id),
      constraint case_event_once unique (institution_id, actor, idempotency_key)
    )`);
  await tenantTable(runner, 'case_event', { appendOnly: true });
}

async function deadlines(runner: QueryRunner): Promise<void> {
  // Ids and instants only, outside the institutions, so that one sweep finds what is due everywhere.
  await runner.query(`
    create table case_deadline (
      id uuid primary key default uuidv7(),
      institution_id uuid not null,
      case_id uuid not null,
      name text not null,
      due_on date not null,
      due_at timestamptz not null,
      effect_id text not null unique,
      set_at timestamptz not null default now(),
      fired_at timestamptz,
      cancelled_at timestamptz,
      failures integer not null default 0,
      outcome text,
      constraint case_deadline_one_end check (fired_at is null or cancelled_at is null)
    )`);
  await tenantTable(runner, 'case_deadline', { outsideInstitutions: true });
  await runner.query(
    'create unique index case_deadline_open on case_deadline (institution_id, case_id, name) where fired_at is null and cancelled_at is null',
  );
  await runner.query(
    'create index case_deadline_due on case_deadline (institution_id, due_at) where fired_at is null and cancelled_at is null',
  );
  // The newest instant that a sweep has seen: a database clock that jumped fires nothing.
  await runner.query(`
    create table deadline_heartbeat (
      id boolean primary key default true check (id),
      seen_at timestamptz not null
    )`);
  await tenantTable(runner, 'deadline_heartbeat', { outsideInstitutions: true });
}

async function tasks(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table task (
      institution_id uuid not null,
      id uuid not null default uuidv7(),
      case_id uuid not null,
      effect_id text not null,
      step text not null,
      mode text not null check (mode in ('any', 'all', 'order', 'ratio')),
      events text[] not null default '{}',
      -- Places of the step, how many were filled when the task opened, how many it takes; null = just the holders below.
      place_count integer,
      done_before integer not null default 0,
      needed integer,
      opened_at timestamptz not null,
      due_on date,
      closed_at timestamptz,
      closed_by text,
      primary key (institution_id, id),
      foreign key (institution_id, case_id) references case_file (institution_id, id),
      constraint task_effect unique (institution_id, effect_id)
    )`);
  await tenantTable(runner, 'task');
  await runner.query('create index task_of_case on task (institution_id, case_id) where closed_at is null');
  await runner.query(`
    create table task_holder (
      institution_id uuid not null,
      task_id uuid not null,
      position integer not null,
      person text,
      role text,
      scope text,
      target text,
      -- Where a role holder's place lies, from the narrowest outwards, as it was when the task opened; none = anywhere.
      places text[] not null default '{}',
      done_at timestamptz,
      done_by text,
      on_behalf_of text,
      done_event text,
      primary key (institution_id, task_id, position),
      foreign key (institution_id, task_id) references task (institution_id, id),
      constraint task_holder_is_someone check ((person is null) <> (role is null))
    )`);
  await tenantTable(runner, 'task_holder');
  await runner.query('create index task_holder_person on task_holder (institution_id, person) where done_at is null');
  await runner.query(
    'create index task_holder_role on task_holder (institution_id, role) where role is not null and done_at is null',
  );
  await runner.query(
    'create index task_holder_done on task_holder (institution_id, done_by, done_at desc) where done_at is not null',
  );
  await runner.query(`
    create table case_copy (
      institution_id uuid not null,
      case_id uuid not null,
      person text not null,
      copied_by text not null,
      copied_at timestamptz not null,
      read_at timestamptz,
      primary key (institution_id, case_id, person),
      foreign key (institution_id, case_id) references case_file (institution_id, id)
    )`);
  await tenantTable(runner, 'case_copy');
  await runner.query('create index case_copy_person on case_copy (institution_id, person, copied_at desc)');
}

async function incidents(runner: QueryRunner): Promise<void> {
  await runner.query(`
    create table case_incident (
      institution_id uuid not null,
      id uuid not null default uuidv7(),
      case_id uuid not null,
      source text not null,
      code text not null,
      detail text not null,
      opened_at timestamptz not null default now(),
      resolved_at timestamptz,
      resolved_by text,
      note text,
      primary key (institution_id, id),
      constraint case_incident_resolved check ((resolved_at is null) = (resolved_by is null))
    )`);
  await tenantTable(runner, 'case_incident');
  await runner.query(
    'create unique index case_incident_open on case_incident (institution_id, case_id, source) where resolved_at is null',
  );
}
