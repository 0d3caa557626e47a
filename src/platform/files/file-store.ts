/** Files by the hash of their content, under KAOPING_HOME/files: the same bytes are kept once and can never be exchanged. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';

const hashForm = /^[0-9a-f]{64}$/;

@Injectable()
export class FileStore {
  constructor(private readonly config: Config) {}

  /** Stores the bytes durably and returns their SHA-256 in lower-case hex. Storing twice is the same as once. */
  async put(bytes: Buffer): Promise<string> {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const path = this.pathOf(hash);
    if (await exists(path)) return hash;
    await mkdir(this.folderOf(hash), { recursive: true, mode: 0o700 });
    // Written beside and renamed, so that a file under its hash is always whole.
    const draft = `${path}.${randomBytes(6).toString('hex')}`;
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
    return hash;
  }

  /** The bytes, or undefined when nothing is stored under this hash. */
  async get(hash: string): Promise<Buffer | undefined> {
    if (!hashForm.test(hash)) return undefined;
    try {
      return await readFile(this.pathOf(hash));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  private folderOf(hash: string): string {
    return join(this.config.home, 'files', hash.slice(0, 2));
  }

  private pathOf(hash: string): string {
    return join(this.folderOf(hash), hash);
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}
