/**
 * Reads the YAML of a regulation pack. Only plain maps, lists and scalars are let in: no aliases, anchors, tags, merge
 * keys, duplicate keys or tabs. Scalars keep their source text (so 1.10 stays 1.10); only unquoted true, false and
 * null become values. Every place can be found again by its path, for errors that name file:line:column.
 */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar, visit } from 'yaml';
import { Problem, type ProblemDetail } from '../../problem.js';

type YamlValue = string | boolean | null | YamlValue[] | { [key: string]: YamlValue };
export type Path = readonly (string | number)[];

export interface YamlFile {
  file: string;
  value: YamlValue;
  /** `file:line:column` of the nearest node at or above the path. */
  locate(path: Path): string;
}

const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 12;

function packProblem(code: string, detail: ProblemDetail, facts: Record<string, string | number> = {}): Problem {
  return new Problem(code, { where: detail.where, got: detail.got ?? '', ...facts }, { errors: [detail] });
}

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });

/** @throws Problem pack.too_large | pack.syntax | pack.duplicate_key | pack.tag_forbidden | pack.alias_forbidden | pack.too_deep | pack.number_not_finite */
export function readYaml(text: string, file: string): YamlFile {
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES)
    throw packProblem('pack.too_large', {
      where: file,
      message: both('文件超过 1 MiB', 'the file exceeds 1 MiB'),
      allowed: '1 MiB',
    });
  const lines = new LineCounter();
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const tab = /^[ ]*\t/m.exec(text);
  // The version is fixed so that no `%YAML` directive changes the meaning of a file.
  const doc = parseDocument(text, {
    lineCounter: lines,
    schema: 'failsafe',
    version: '1.2',
    uniqueKeys: true,
    merge: false,
    keepSourceTokens: false,
    logLevel: 'silent',
  });
  if (tab)
    throw packProblem('pack.syntax', {
      where: place(tab.index + tab[0].length - 1),
      got: '\\t',
      message: both('缩进不能用制表符', 'tabs may not indent'),
      allowed: 'spaces',
    });
  const error = doc.errors[0] ?? doc.warnings.find((warning) => warning.code === 'TAG_RESOLVE_FAILED');
  if (error) throw fromYamlError(error, place);
  refuseExtras(doc.contents, place);
  const value = doc.contents ? convert(doc.contents as Node, 1, place) : null;
  return { file, value, locate: (path) => locate(doc.contents as Node | null, path, place, file) };
}

function fromYamlError(
  error: { code: string; message: string; pos: [number, number] },
  place: (offset: number) => string,
): Problem {
  const message = error.message.split('\n')[0] ?? error.code;
  const code =
    error.code === 'DUPLICATE_KEY'
      ? 'pack.duplicate_key'
      : error.code === 'TAG_RESOLVE_FAILED'
        ? 'pack.tag_forbidden'
        : error.code === 'BAD_ALIAS'
          ? 'pack.alias_forbidden'
          : 'pack.syntax';
  return packProblem(code, {
    where: place(error.pos[0]),
    got: error.code,
    message: both(`YAML 写法有误：${message}`, message),
  });
}

function refuseExtras(root: unknown, place: (offset: number) => string): void {
  const refuse = (
    code: string,
    node: { range?: readonly number[] | null },
    got: string,
    zh: string,
    en: string,
  ): never => {
    throw packProblem(code, { where: place(node.range?.[0] ?? 0), got, message: both(zh, en) });
  };
  visit(root as Node, {
    Alias: (_key, node) =>
      refuse('pack.alias_forbidden', node, `*${node.source}`, '不允许别名', 'aliases are not allowed'),
    Node: (_key, node) => {
      const extra = node as { anchor?: string; tag?: string; range?: readonly number[] | null };
      if (extra.anchor)
        refuse('pack.alias_forbidden', extra, `&${extra.anchor}`, '不允许锚点', 'anchors are not allowed');
      if (extra.tag && !/^tag:yaml\.org,2002:(str|map|seq)$/.test(extra.tag))
        refuse('pack.tag_forbidden', extra, extra.tag, '不允许标签', 'tags are not allowed');
    },
    Pair: (_key, pair) => {
      const key = pair.key as Scalar<string> | null;
      if (isScalar(key) && key.value === '<<')
        refuse('pack.alias_forbidden', key, '<<', '不允许合并键', 'merge keys are not allowed');
    },
  });
}

function convert(node: Node, depth: number, place: (offset: number) => string): YamlValue {
  const where = place(node.range?.[0] ?? 0);
  if (depth > MAX_DEPTH && !isScalar(node))
    throw packProblem('pack.too_deep', {
      where,
      allowed: String(MAX_DEPTH),
      message: both('嵌套过深', 'nested too deep'),
    });
  if (isMap(node)) {
    const out: { [key: string]: YamlValue } = {};
    for (const pair of node.items) {
      if (!isScalar(pair.key))
        throw packProblem('pack.syntax', { where, message: both('键必须是文字', 'keys must be text') });
      Object.defineProperty(out, String(pair.key.value), {
        value: pair.value ? convert(pair.value as Node, depth + 1, place) : null,
        enumerable: true,
      });
    }
    return out;
  }
  if (isSeq(node)) return node.items.map((item) => convert(item as Node, depth + 1, place));
  if (!isScalar(node)) throw packProblem('pack.syntax', { where, message: both('无法识别', 'not understood') });
  const text = String(node.value ?? '');
  if (node.type !== Scalar.PLAIN) return text;
  if (/^[-+]?\.(nan|inf)$/i.test(text))
    throw packProblem('pack.number_not_finite', {
      where,
      got: text,
      message: both('不是有限的数', 'not a finite number'),
    });
  if (text === 'true') return true;
  if (text === 'false') return false;
  return text === '' || text === 'null' || text === '~' ? null : text;
}

function locate(root: Node | null, path: Path, place: (offset: number) => string, file: string): string {
  let node: unknown = root;
  let best = root?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === String(step));
      if (!pair) break;
      best = (pair.key as Scalar).range?.[0] ?? best;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(step)];
      best = (node as Node | undefined)?.range?.[0] ?? best;
    } else break;
  }
  return root ? place(best) : `${file}:1:1`;
}

/** The allowed name that is closest to what was written, if one is close enough to be meant. */
export function nearest(name: string, allowed: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of allowed) {
    const distance = editDistance(name, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
