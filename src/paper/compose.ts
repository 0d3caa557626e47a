/** From a frozen document to HTML: strict Handlebars, escaped data, trusted drawings for rules, seal, frame and code. */
import Handlebars from 'handlebars';
import QR from 'qrcode';
import { chineseNumber, dateFormal, dateText, type FrozenDocument } from './document.js';
import type { Coverage, PrintFont } from './renderer/coverage.js';
import type { PaperTemplate } from './template.js';
import { outputHelpers } from './template-check.js';

export interface Proof {
  /** 16 Crockford characters in groups of four. */
  code: string;
  /** Content of the QR code. */
  qr: string;
}

const engine = Handlebars.create();
const safe = (html: string) => new engine.SafeString(html);
const escaped = (text: unknown): string => Handlebars.escapeExpression(String(text ?? ''));
const fontClass: Readonly<Record<PrintFont, string>> = {
  GovFangSong: 'f-fang',
  GovKai: 'f-kai',
  GovBiaoSong: 'f-song',
  GovHei: 'f-hei',
};
const compiled = new WeakMap<PaperTemplate, ReturnType<typeof engine.compile>>();

/** What pushes the colophon to the foot of its page: height in mm, and whether a page begins before it. */
export interface Spacer {
  height: number;
  onNewPage: boolean;
}

interface Runtime {
  proof: Proof;
  document: FrozenDocument;
  coverage: Coverage;
  spacer: Spacer;
}
const runtimeOf = (options: Handlebars.HelperOptions): Runtime => (options.data as { runtime: Runtime }).runtime;

engine.registerHelper({
  'as-name': (name: string, ...rest: unknown[]) => {
    const { coverage } = runtimeOf(rest.at(-1) as Handlebars.HelperOptions);
    const preferred: PrintFont = rest.length > 1 && rest[0] === 'kai' ? 'GovKai' : 'GovFangSong';
    return safe(`<span class="name ${fontClass[coverage.fontForName(name, preferred)]}">${escaped(name)}</span>`);
  },
  'as-title': (title: string) =>
    safe(
      breakTitle(title)
        .map((line) => `<span>${escaped(line)}</span>`)
        .join(''),
    ),
  'as-list': (items: readonly string[], separator: string) => items.join(separator),
  'as-ordinal': (index: number) => chineseNumber(index + 1),
  'the-mark': (mark: string) => safe(`<div class="mark" style="font-size:${markSize(mark)}pt">${escaped(mark)}</div>`),
  'the-qr': (options: Handlebars.HelperOptions) => safe(qrSvg(runtimeOf(options).proof.qr)),
  'the-seal': (options: Handlebars.HelperOptions) =>
    safe(runtimeOf(options).document.office.seal ? `<span class="seal"></span>` : ''),
  'the-rule': (kind: keyof typeof rules) => safe(rules[kind] ?? ''),
  'the-frame': () => safe(frame),
  'the-spacer': (options: Handlebars.HelperOptions) => {
    const { height, onNewPage } = runtimeOf(options).spacer;
    return safe(`<div style="height:${height.toFixed(3)}mm${onNewPage ? ';break-before:page' : ''}"></div>`);
  },
});

/** Body of one document, to stand alone or beside others of its kind. `anchor` marks its first page. */
export function composeBody(
  template: PaperTemplate,
  document: FrozenDocument,
  proof: Proof,
  coverage: Coverage,
  spacer: Spacer = { height: 0, onNewPage: false },
  anchor = '',
): string {
  let run = compiled.get(template);
  if (!run) {
    const knownHelpers = Object.fromEntries(outputHelpers.map((name) => [name, true]));
    run = engine.compile(template.body, {
      strict: true,
      knownHelpersOnly: true,
      knownHelpers,
      explicitPartialContext: false,
    });
    compiled.set(template, run);
  }
  const shown = {
    ...document,
    dateText: dateText(document.issuedOn),
    dateFormal: dateFormal(document.issuedOn),
    code: proof.code,
  };
  const html = run(shown, {
    partials: { ...template.partials },
    data: { runtime: { proof, document, coverage, spacer } satisfies Runtime },
  });
  return anchor ? html.replace('<article ', `<article id="${anchor}" `) : html;
}

/** The whole page. `seals`: name of the picture → PNG; one style rule each, however many documents show it. */
export function composePage(
  template: PaperTemplate,
  title: string,
  bodies: readonly string[],
  seal: Uint8Array | undefined,
): string {
  const picture = seal
    ? `.seal{background-image:url(data:image/png;base64,${Buffer.from(seal).toString('base64')})}`
    : '';
  const anchors =
    bodies.length > 1 ? bodies.map((_, index) => `<a class="anchor" href="#doc-${index}"></a>`).join('') : '';
  // The anchors of a chunk stand in the first document, so that they make no page of their own.
  const [first = '', ...others] = bodies;
  const body = [anchors ? first.replace(/>/, `>${anchors}`) : first, ...others].join('\n');
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>${template.style}\n${picture}</style></head><body>${body}</body></html>`;
}

/** Points that make the mark fit the 156 mm on one line: 42 and less (GB/T 9704 7.2.4). */
const markSize = (mark: string): number => Math.max(22, Math.min(42, Math.floor(436 / [...mark].length)));

/** A title in one to three lines, broken by meaning and shaped like a trapezium, never starting a line with 的, 和 or 、. */
export function breakTitle(title: string): string[] {
  const chars = [...title];
  const full = 20;
  if (chars.length <= full) return [title];
  const count = Math.ceil(chars.length / full);
  const ideal = chars.length / count;
  let best = Math.round(ideal);
  let bestCost = Number.POSITIVE_INFINITY;
  for (let at = Math.max(4, Math.floor(ideal - 5)); at <= Math.min(full, Math.ceil(ideal + 5)); at++) {
    const next = chars[at] ?? '';
    const before = chars[at - 1] ?? '';
    const wrong = /[的和与及、，。》”）月日年份]/.test(next) || /[《“（\d关]/.test(before) || /\d/.test(before + next);
    const cost =
      Math.abs(at - ideal) +
      (wrong ? 20 : 0) -
      (/[的于年月份、》]/.test(before) ? 2 : 0) +
      (at === chars.length - at ? 1 : 0);
    if (cost < bestCost) [best, bestCost] = [at, cost];
  }
  return [chars.slice(0, best).join(''), ...breakTitle(chars.slice(best).join(''))];
}

const stroke = (width: number, height: number, lines: readonly [number, number, string][]): string =>
  `<svg class="rule" preserveAspectRatio="none" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}" style="height:${height}mm;width:${width}mm">${lines
    .map(
      ([y, weight, colour]) => `<path d="M0 ${y}H${width}" stroke="${colour}" stroke-width="${weight}" fill="none"/>`,
    )
    .join('')}</svg>`;

/** Lines with a prescribed thickness, in mm. */
const rules = {
  red: stroke(156, 0.5, [[0.25, 0.5, '#f00']]),
  thick: stroke(156, 0.35, [[0.175, 0.35, '#000']]),
  thin: stroke(156, 0.25, [[0.125, 0.25, '#000']]),
  letter: stroke(170, 2, [
    [0.45, 0.9, '#f00'],
    [1.5, 0.35, '#f00'],
  ]),
} as const;

/** Certificate frame: a heavy red line, a fine gold one, and a knot in each corner. */
const corner = (x: number, y: number, sx: number, sy: number) =>
  `<g transform="translate(${x} ${y}) scale(${sx} ${sy})"><path d="M0 22V6H6V0H22M0 14H14V0M4 22V10H10V4H22" fill="none" stroke="#b8860b" stroke-width=".7"/><path d="M2 2H6V6H2Z" fill="#c8102e"/></g>`;
const frame = `<svg class="frame" viewBox="0 0 297 209.8"><rect x="10" y="10" width="277" height="189.8" fill="none" stroke="#c8102e" stroke-width="1.8"/><rect x="12.6" y="12.6" width="271.8" height="184.6" fill="none" stroke="#b8860b" stroke-width=".5"/>${corner(15, 15, 1, 1)}${corner(282, 15, -1, 1)}${corner(15, 194.8, 1, -1)}${corner(282, 194.8, -1, -1)}<path d="M104 56H142M155 56H193" stroke="#b8860b" stroke-width=".4"/><path d="M148.5 53.2l2.8 2.8-2.8 2.8-2.8-2.8z" fill="#c8102e"/></svg>`;

/** Vector QR, level M, quiet zone of four modules. */
function qrSvg(content: string): string {
  const { modules } = QR.create(content, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y++) {
    for (let x = 0; x < modules.size; ) {
      if (!modules.get(y, x)) {
        x++;
        continue;
      }
      let run = 1;
      while (x + run < modules.size && modules.get(y, x + run)) run++;
      path += `M${x + 4} ${y + 4}h${run}v1h-${run}z`;
      x += run;
    }
  }
  const size = modules.size + 8;
  return `<svg class="qr" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}
