import pg from 'pg';

/** The word to the workers goes out after the commit, whenever the pool has a connection for it. */
const control =
  /^\s*(begin|start transaction|commit|rollback|savepoint|release|set local|listen|unlisten|select pg_notify)\b/i;

/** What the guard asks before any route. */
const session = /\bfrom session s\b|\bupdate session\b/i;

/** The statements that `work` sends to the database, without transaction control and the guard's look at the session. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const client = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
  const { query } = client;
  const seen: string[] = [];
  client.query = function (this: unknown, ...args: unknown[]) {
    const text = typeof args[0] === 'string' ? args[0] : ((args[0] as { text?: string } | undefined)?.text ?? '');
    if (text && !control.test(text) && !session.test(text)) seen.push(text.replace(/\s+/g, ' ').trim());
    return query.apply(this, args);
  };
  try {
    await work();
  } finally {
    client.query = query;
  }
  return seen;
}
