import { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';

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
