/** Roles, database and extensions of an installation; said by the bootstrap superuser, who does nothing else. */
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

export interface RolePasswords {
  owner: string;
  api: string;
  worker: string;
}

/** Roles of the application: none of them is a superuser or passes by row-level security. */
export const ROLES = { owner: 'kaoping_owner', api: 'kaoping_api', worker: 'kaoping_worker' } as const;

/** Creates what is missing and sets the passwords; may run at every start. `superUrl` names the database `postgres`. */
export async function ensureRoles(superUrl: string, passwords: RolePasswords): Promise<void> {
  await asSuper(superUrl, async (client) => {
    for (const [key, role] of Object.entries(ROLES) as [keyof RolePasswords, string][]) {
      const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
      const verb = rowCount ? 'alter' : 'create';
      await client.query(
        `${verb} role ${role} login nosuperuser nobypassrls nocreatedb nocreaterole password ${escapeLiteral(passwords[key])}`,
      );
    }
  });
}

/** Creates a database owned by the owner role with the extensions in use; `template` clones another database instead. */
export async function ensureDatabase(superUrl: string, name: string, template?: string): Promise<void> {
  const created = await asSuper(superUrl, async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount) return false;
    const from = template ? ` template ${escapeIdentifier(template)}` : '';
    await client.query(`create database ${escapeIdentifier(name)} owner ${ROLES.owner}${from}`);
    return true;
  });
  if (template && created) return;
  const url = new URL(superUrl);
  url.pathname = `/${name}`;
  await asSuper(url.href, async (client) => {
    for (const extension of ['btree_gist', 'pgcrypto', 'pg_trgm']) {
      await client.query(`create extension if not exists ${extension}`);
    }
    // Nobody but the three roles has business here.
    await client.query(`revoke all on database ${escapeIdentifier(name)} from public`);
    await client.query(
      `grant connect, temporary on database ${escapeIdentifier(name)} to ${ROLES.api}, ${ROLES.worker}`,
    );
  });
}

/** Runs `work` on one connection of the superuser and closes it. */
export async function asSuper<T>(superUrl: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: superUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => {});
  }
}
