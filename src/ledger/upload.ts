import type { MultipartFile } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../core/problem.js';
import { assertFileName } from '../platform/files/file-kind.js';

type Uploading = FastifyRequest & {
  isMultipart(): boolean;
  file(options?: object): Promise<MultipartFile | undefined>;
};

/**
 * The one file of a multipart request. Reading stops at the limit; a body that ends early is refused and nothing is stored.
 * @throws Problem file.missing | file.too_large | file.too_many_parts | file.multipart_malformed | file.name_*
 */
export async function receiveFile(request: FastifyRequest): Promise<{ fileName: string; bytes: Buffer }> {
  const uploading = request as Uploading;
  if (!uploading.isMultipart())
    throw new Problem('input.content_type', {
      got: String(request.headers['content-type'] ?? '').slice(0, 80),
      allowed: 'multipart/form-data',
    });
  try {
    // By default the parser would cut a path off the name in silence; it is refused instead.
    const part = await uploading.file({ preservePath: true });
    if (!part) throw new Problem('file.missing');
    const fileName = part.filename;
    assertFileName(fileName);
    const bytes = await part.toBuffer();
    // When the last chunk was read before the parser saw that more follows, toBuffer() ends quietly with a cut file.
    if (part.file.truncated) throw tooLarge();
    return { fileName, bytes };
  } catch (error) {
    throw refusal(error);
  }
}

const tooLarge = () => new Problem('file.too_large', { limit: '10 MiB' });

function refusal(error: unknown): unknown {
  if (error instanceof Problem) return error;
  const code = (error as { code?: string } | null)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge();
  if (code === 'FST_PARTS_LIMIT' || code === 'FST_FILES_LIMIT' || code === 'FST_FIELDS_LIMIT')
    return new Problem('file.too_many_parts');
  return new Problem('file.multipart_malformed', {}, { cause: error });
}
