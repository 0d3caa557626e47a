import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type SheetColumn, writeSheet } from './sheet-writer.js';

export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Sends a file to be saved under a name that may be Chinese (RFC 6266). */
export function sendFile(reply: FastifyReply, name: string, type: string, bytes: Buffer): StreamableFile {
  reply.header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  reply.header('x-content-type-options', 'nosniff');
  return new StreamableFile(bytes, { type, length: bytes.length });
}

/** A list as JSON, or the spreadsheet that stands for it. */
export const sendListOrSheet = <T extends object>(
  reply: FastifyReply,
  name: string,
  content: T | Buffer,
): T | StreamableFile => (Buffer.isBuffer(content) ? sendFile(reply, `${name}.xlsx`, XLSX, content) : content);

interface ListQuery {
  format?: 'json' | 'xlsx';
  page: number;
  pageSize: number;
}

/** Rows of the longest spreadsheet; a longer list is filtered first. */
const LONGEST = 50_000;

/** A spreadsheet holds the whole list and not one page of it. */
export const wholeList = <Q extends ListQuery>(query: Q): Q =>
  query.format === 'xlsx' ? { ...query, page: 1, pageSize: LONGEST } : query;

export interface SheetForm<T> {
  /** Name of the file and title of the sheet. */
  name: string;
  columns: readonly SheetColumn<T>[];
}

/** What was read for `wholeList(query)`, in the form that the query asks for. */
export async function sendList<T, L extends { items: readonly T[] }>(
  reply: FastifyReply,
  query: ListQuery,
  list: L,
  form: SheetForm<T>,
): Promise<L | StreamableFile> {
  if (query.format !== 'xlsx') return list;
  const { name, columns } = form;
  return sendFile(reply, `${name}.xlsx`, XLSX, await writeSheet({ name, title: name, columns, rows: list.items }));
}
