import { z } from 'zod';
import { listQuery } from '../platform/http/shapes.js';

export const inboxQuery = listQuery({
  sort: ['-createdAt'],
  filters: {
    unread: z
      .enum(['true', 'false'])
      .default('false')
      .transform((text) => text === 'true'),
  },
});
export type InboxQuery = z.output<typeof inboxQuery>;

export const noBody = z.strictObject({});
export type NoBody = z.output<typeof noBody>;
