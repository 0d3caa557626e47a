/** Templates as data: `templates/<id>/v<n>/{paper.yaml, body.html, style.css, sample.json}` and what they share. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { Problem } from '../core/problem.js';
import { roles } from '../core/roles.js';
import { type Office, office } from './data/common.js';
import { type PaperTemplateId, paperData } from './data/index.js';
import { checkTemplate } from './template-check.js';

const paperYaml = z.strictObject({
  /** Code of the list of official papers, e.g. P-RESULT. */
  code: z.string().regex(/^P-[A-Z]+$/),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  form: z.enum(['document', 'letter', 'slip', 'certificate', 'form']),
  /** States of the business case in which the paper may be issued. */
  issuedAt: z.strictObject({ kind: z.string(), states: z.array(z.string()).min(1) }),
  /** Who signs, in order; nobody signs what he drafted. */
  signers: z.array(z.enum(roles)).min(1),
  /** `{prefix}`, `{year}`, `{serial}` or `{serial:4}`; one counter per key and year. */
  series: z.strictObject({ key: z.string(), pattern: z.string().includes('{year}').includes('{serial') }),
  seal: z.boolean(),
  /** Internal form whose signatures are those of the business case: system events carry W9 through. */
  automatic: z.boolean(),
  /** Who may read it: everybody of the institution, or the person it is about and the offices. */
  visibility: z.enum(['institution', 'subject']),
  styles: z.array(z.enum(['document', 'letter', 'slip'])),
  /** 版记 at the foot of the last page; needs a second pass. */
  colophon: z.boolean(),
  /** One page without page number: many are printed in one go and split. */
  onePage: z.boolean().default(false),
});
export type PaperDefinition = z.infer<typeof paperYaml>;

export interface PaperTemplate extends PaperDefinition {
  id: PaperTemplateId;
  version: number;
  body: string;
  style: string;
  partials: Readonly<Record<string, string>>;
  sample: unknown;
  data: z.ZodType;
  /** SHA-256 over everything that shapes the page, fonts included: the same hash prints the same paper. */
  hash: string;
}

/** The folder `templates`, from the sources as well as from `dist/`. */
export function templatesFolder(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'templates', '_shared', 'base.css'))) return join(folder, 'templates');
  }
  throw new Error('the folder templates/ is missing');
}

export class TemplateLibrary {
  private readonly templates = new Map<string, PaperTemplate>();

  constructor(readonly folder: string = templatesFolder()) {
    const shared = join(folder, '_shared');
    const partials = Object.fromEntries(
      readdirSync(join(shared, 'partials'))
        .sort()
        .map((file) => [file.replace('.html', ''), readFileSync(join(shared, 'partials', file), 'utf8')]),
    );
    const sums = readFileSync(join(shared, 'fonts', 'SHA256SUMS'), 'utf8');
    for (const id of Object.keys(paperData) as PaperTemplateId[]) {
      for (const version of readdirSync(join(folder, id)).filter((name) => /^v\d+$/.test(name))) {
        this.load(id, Number(version.slice(1)), partials, sums);
      }
    }
  }

  private load(id: PaperTemplateId, version: number, partials: Record<string, string>, sums: string): void {
    const folder = join(this.folder, id, `v${version}`);
    const read = (name: string) => readFileSync(join(folder, name), 'utf8');
    const definition = paperYaml.parse(parse(read('paper.yaml')));
    const shared = (name: string) => readFileSync(join(this.folder, '_shared', `${name}.css`), 'utf8');
    const style = [shared('base'), ...definition.styles.map(shared), read('style.css')].join('\n');
    const body = read('body.html');
    // Also those that an office changed on its own machine: a template that says too much never gets to the press.
    checkTemplate({ body, style, partials, data: paperData[id] });
    const hash = createHash('sha256')
      .update(JSON.stringify([id, version, definition, body, style, partials, sums]))
      .digest('hex');
    const sample: unknown = JSON.parse(read('sample.json'));
    this.templates.set(`${id}/${version}`, {
      ...definition,
      id,
      version,
      body,
      style,
      partials,
      sample,
      data: paperData[id],
      hash,
    });
  }

  /** Office of an example institution, by its kind (`city-hall`, `bank-department`, `hospital`). */
  exampleOffice(kind: string): Office {
    return office.parse(parse(readFileSync(join(this.folder, '_shared', 'offices', `${kind}.yaml`), 'utf8')));
  }

  all(): PaperTemplate[] {
    return [...this.templates.values()];
  }

  /** Without a version: the newest. @throws Problem `paper.template_unknown` */
  get(id: string, version?: number): PaperTemplate {
    const found = version
      ? this.templates.get(`${id}/${version}`)
      : this.all()
          .filter((template) => template.id === id)
          .sort((a, b) => b.version - a.version)[0];
    if (found) return found;
    throw new Problem('paper.template_unknown', {
      template: id,
      version: version ?? '-',
      available: this.all().map((t) => `${t.id}/v${t.version}`),
    });
  }
}
