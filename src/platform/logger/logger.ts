/** The log: structured lines of pino on standard output, names and secrets masked before they are written. */
import { type Logger, pino, stdTimeFunctions } from 'pino';

/** Keys whose values are never written, at the top or up to two levels down. */
const secretKeys = [
  'password',
  'token',
  'secret',
  'cookie',
  'authorization',
  'csrf',
  'code',
  'name',
  'personName',
  'phone',
  'idNumber',
  'url',
  'connectionString',
] as const;

const requestKeys = [
  'req.headers.cookie',
  'req.headers.authorization',
  'req.headers["x-csrf-token"]',
  'res.headers["set-cookie"]',
];

/** Masked everywhere but inside `err`, where `code` and `name` say what went wrong. */
const paths = [
  ...secretKeys.flatMap((key) => [`body.${key}`, `facts.${key}`, `person.${key}`, `payload.${key}`]),
  ...['password', 'token', 'secret', 'cookie', 'authorization', 'connectionString'].flatMap((key) => [key, `*.${key}`]),
  ...requestKeys,
];

export const redaction = { paths, censor: '***' };

export interface LogTarget {
  level: string;
  /** `api`, `worker`, `supervisor`. */
  service: string;
}

/** A logger of one process; every line carries `service`. Passwords inside connection strings of messages are masked too. */
export function createLogger({ level, service }: LogTarget, stream?: { write(line: string): void }): Logger {
  const options = {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    redact: redaction,
    hooks: {
      streamWrite: (line: string) =>
        line.replace(/\b(postgres(?:ql)?|rediss?):\/\/([^:@/\s"]+):[^@\s"]+@/g, '$1://$2:***@'),
    },
  };
  return stream ? pino(options, stream) : pino(options);
}
