import pg from 'pg';

/** How column values arrive: `bigint` as a safe number (amounts are Units), `date` as text; nothing is rounded. */
export function readTypes(): void {
  pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
    const value = Number(text);
    if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond exact integers`);
    return value;
  });
  pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
}
