import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../platform/database/tenant-table.js';

/** What attendance machines recorded, and the absences that follow: told to the person, decided by another. */
export class Attendance1700000930000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await this.punches(runner);
    await this.proposals(runner);
    await this.guard(runner);
    await this.history(runner);
  }

  async down(): Promise<void> {
    throw new Error('records are never dropped; restore a backup instead');
  }

  /** What attendance machines recorded, and which files it came from. */
  private async punches(runner: QueryRunner): Promise<void> {
    // The file as a whole may be taken back; its rows stay, and no longer count.
    await runner.query(`
      create table attendance_import (
        institution_id uuid not null,
        id uuid not null,
        from_day date not null,
        to_day date not null check (to_day >= from_day),
        imported_by text not null,
        imported_at timestamptz not null,
        withdrawn_by text,
        withdrawn_at timestamptz,
        primary key (institution_id, id),
        check ((withdrawn_by is null) = (withdrawn_at is null))
      )`);
    await tenantTable(runner, 'attendance_import');
    await runner.query('revoke delete on attendance_import from kaoping_api, kaoping_worker');
    await runner.query('create index attendance_import_days on attendance_import (institution_id, from_day, to_day)');
    await runner.query(`
      create table attendance_punch (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        import_id uuid not null,
        line integer not null,
        person text not null,
        day date not null,
        second integer not null check (second between 0 and 86399),
        device text not null default '',
        primary key (institution_id, id),
        foreign key (institution_id, import_id) references attendance_import (institution_id, id)
      )`);
    await tenantTable(runner, 'attendance_punch', { appendOnly: true });
    await runner.query('create index attendance_punch_day on attendance_punch (institution_id, day, person)');
  }

  private async proposals(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table absence_proposal (
        institution_id uuid not null,
        id uuid not null,
        key text not null,
        gap_key text,
        effect_id text,
        person text not null,
        window_code text,
        day date not null,
        half text check (half in ('AM', 'PM')),
        from_second integer,
        to_second integer,
        kind text not null check (kind in ('late', 'early', 'away', 'noShow', 'overstay', 'unfiled')),
        minutes integer,
        length integer not null check (length >= 0),
        is_unpunched boolean not null default false,
        cause text not null,
        note text not null default '',
        source jsonb not null,
        proposed_at timestamptz not null,
        -- What follows changes, and only forward.
        state text not null check (state in ('waiting', 'open', 'confirmed', 'dropped')),
        due_on date,
        rule jsonb,
        explanation text,
        evidence text[] not null default '{}',
        explained_at timestamptz,
        decided_by text,
        decided_at timestamptz,
        reason text,
        closed_because text check (closed_because in ('person', 'explained', 'leave', 'cover', 'dayOff', 'deviceGap', 'import', 'changed', 'source')),
        findings text[] not null default '{}',
        primary key (institution_id, id),
        unique (institution_id, key),
        check ((state in ('confirmed', 'dropped')) = (decided_at is not null)),
        check ((state = 'dropped') = (closed_because is not null))
      )`);
    await tenantTable(runner, 'absence_proposal');
    await runner.query('revoke delete on absence_proposal from kaoping_api, kaoping_worker');
    // The same gap is proposed once. What closed by itself may come back: a leave that explained it was cancelled.
    await runner.query(`
      create unique index absence_proposal_gap on absence_proposal (institution_id, gap_key)
      where gap_key is not null and (closed_because is null or closed_because in ('person', 'explained'))`);
    await runner.query(
      'create unique index absence_proposal_effect on absence_proposal (institution_id, effect_id) where effect_id is not null',
    );
    await runner.query('create index absence_proposal_list on absence_proposal (institution_id, day desc, person)');
    await runner.query(
      `create index absence_proposal_open on absence_proposal (institution_id, due_on) where state in ('waiting', 'open')`,
    );
  }

  /** What was proposed never changes, and a decision is final: an error is put right by the finding's own appeal. */
  private async guard(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function absence_proposal_forward() returns trigger language plpgsql as $$
      begin
        if old.state in ('confirmed', 'dropped') or (old.state = 'open' and new.state = 'waiting') then
          raise exception 'absence % is %', old.key, old.state using errcode = 'KP001';
        end if;
        if (new.institution_id, new.id, new.key, new.gap_key, new.effect_id, new.person, new.window_code, new.day, new.half,
            new.from_second, new.to_second, new.kind, new.minutes, new.length, new.cause, new.note, new.source, new.proposed_at)
           is distinct from
           (old.institution_id, old.id, old.key, old.gap_key, old.effect_id, old.person, old.window_code, old.day, old.half,
            old.from_second, old.to_second, old.kind, old.minutes, old.length, old.cause, old.note, old.source, old.proposed_at) then
          raise exception 'what was proposed never changes' using errcode = 'KP001';
        end if;
        return new;
      end $$`);
    await runner.query(
      'create trigger absence_proposal_forward before update on absence_proposal for each row execute function absence_proposal_forward()',
    );
  }

  private async history(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table absence_event (
        institution_id uuid not null,
        id uuid not null default uuidv7(),
        absence_id uuid not null,
        type text not null check (type in ('found', 'proposed', 'explained', 'confirmed', 'dropped')),
        actor text not null,
        at timestamptz not null,
        reason text,
        details jsonb not null default '{}',
        primary key (institution_id, id),
        foreign key (institution_id, absence_id) references absence_proposal (institution_id, id)
      )`);
    await tenantTable(runner, 'absence_event', { appendOnly: true });
    await runner.query('create index absence_event_of on absence_event (institution_id, absence_id, id)');
  }
}
