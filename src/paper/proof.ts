/**
 * Proof that a paper is ours: a code of 16 Crockford characters (80 bits) that nobody can guess, and an Ed25519 signature
 * in the QR code that can be checked without a network. Both come from one key file of the installation; all processes of
 * an installation share it (KAOPING_HOME/paper-key.json, only readable by its owner).
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Config } from '../platform/config/config.js';

const keyFile = z.strictObject({ codeKey: z.string(), privateKey: z.string() });

/** No I, L, O, U: they are read wrongly. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

export interface ProvenPaper {
  number: string;
  issuedOn: string;
  digest: string;
}

@Injectable()
export class PaperProof {
  private keys?: Promise<{ codeKey: Buffer; privatePem: string; publicPem: string }>;

  constructor(private readonly config: Config) {}

  /** The code of a paper, always the same, so a paper that must be printed again after a crash has the same QR code. */
  async codeOf(institutionId: string, paperId: string): Promise<string> {
    const { codeKey } = await this.load();
    return crockford(createHmac('sha256', codeKey).update(`${institutionId}/${paperId}`).digest().subarray(0, 10));
  }

  /** Base64url signature over number, date, digest of the frozen data and code. */
  async signatureOf(paper: ProvenPaper, code: string): Promise<string> {
    const { privatePem } = await this.load();
    return sign(null, messageOf(paper, code), createPrivateKey(privatePem)).toString('base64url');
  }

  async publicKey(): Promise<string> {
    return (await this.load()).publicPem;
  }

  async isGenuine(paper: ProvenPaper, code: string, signature: string): Promise<boolean> {
    const { publicPem } = await this.load();
    return verify(null, messageOf(paper, code), createPublicKey(publicPem), Buffer.from(signature, 'base64url'));
  }

  /** What the QR code holds: the address of the verification page; after the # what an offline check needs. */
  async qrOf(paper: ProvenPaper, code: string): Promise<string> {
    const digest = Buffer.from(paper.digest, 'hex').toString('base64url');
    const signature = await this.signatureOf(paper, code);
    return `${this.config.publicUrl ?? ''}/v/${code}#d=${paper.issuedOn.replaceAll('-', '')}&h=${digest}&s=${signature}`;
  }

  private load() {
    this.keys ??= readOrMake(join(this.config.home, 'paper-key.json'));
    return this.keys;
  }
}

const messageOf = (paper: ProvenPaper, code: string): Buffer =>
  Buffer.from(`kaoping-paper-1|${paper.number}|${paper.issuedOn}|${paper.digest}|${code}`);

/** 7K3M-9QXZ-2B4T-8WHV, as printed. */
export const grouped = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1-');

/** What a person typed: any case, with or without dashes, the usual mix-ups mended. Undefined when it cannot be a code. */
export function readCode(text: string): string | undefined {
  const code = text.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0');
  return code.length === 16 && [...code].every((char) => ALPHABET.includes(char)) ? code : undefined;
}

/** What the database knows of a code. */
export const codeHash = (code: string): Buffer => createHash('sha256').update(`kaoping-code-1|${code}`).digest();

/** 10 bytes as 16 characters. */
export function crockford(bytes: Uint8Array): string {
  let bits = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let index = 0; index < (bytes.length * 8) / 5; index++) {
    text = ALPHABET[Number(bits & 31n)] + text;
    bits >>= 5n;
  }
  return text;
}

async function readOrMake(path: string) {
  const read = async () => keyFile.parse(JSON.parse(await readFile(path, 'utf8')));
  const keys = await read().catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    await mkdir(dirname(path), { recursive: true });
    const { privateKey } = generateKeyPairSync('ed25519');
    const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
    const made = {
      codeKey: randomBytes(32).toString('base64'),
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    };
    await writeFile(draft, JSON.stringify(made), { mode: 0o600 });
    // A link fails when another process was first; then its key is ours too.
    await link(draft, path).catch(() => undefined);
    await rm(draft, { force: true });
    return read();
  });
  const publicPem = createPublicKey(createPrivateKey(keys.privateKey))
    .export({ type: 'spki', format: 'pem' })
    .toString();
  return { codeKey: Buffer.from(keys.codeKey, 'base64'), privatePem: keys.privateKey, publicPem };
}
