/** What has been done once for this installation; said and asked before the application runs, by the owner's connection. */
import { Client } from 'pg';

/** True when the step is done already; false on an empty database. */
export async function isStepDone(ownerUrl: string, name: string): Promise<boolean> {
  return withClient(ownerUrl, async (client) => {
    const { rows } = await client.query<{ there: boolean }>(
      `select to_regclass('installation_step') is not null as there`,
    );
    if (!rows[0]!.there) return false;
    const { rowCount } = await client.query('select 1 from installation_step where name = $1', [name]);
    return rowCount === 1;
  });
}

/** Records the step; call it only after everything of it is committed. */
export async function markStepDone(ownerUrl: string, name: string): Promise<void> {
  await withClient(ownerUrl, async (client) => {
    await client.query('insert into installation_step (name) values ($1) on conflict do nothing', [name]);
  });
}

/** Why this role may not run the application, or undefined when it may. */
export async function excessRights(url: string): Promise<{ role: string; what: string } | undefined> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ role: string; superuser: boolean; bypass: boolean; owns: boolean }>(`
      select rolname as role, rolsuper as superuser, rolbypassrls as bypass,
             exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                     where n.nspname = 'public' and c.relkind in ('r', 'p') and pg_has_role(current_user, c.relowner, 'member')) as owns
      from pg_roles where rolname = current_user`);
    const found = rows[0]!;
    const what = found.superuser ? 'SUPERUSER' : found.bypass ? 'BYPASSRLS' : found.owns ? 'OWNER' : undefined;
    return what ? { role: found.role, what } : undefined;
  });
}

async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
