/**
 * What a template may say. Handlebars' syntax tree is walked against an allowlist, every path against the data's shape,
 * and the HTML between against a list of tags; so a template can neither print a blank, nor run, nor fetch anything.
 */
import Handlebars from 'handlebars';
import { z } from 'zod';
import { Problem } from '../core/problem.js';
import { frozenDocument } from './document.js';
import { checkMarkup, checkStyle } from './template-markup.js';

/** Helpers that print; their output is escaped or trusted drawing. */
export const outputHelpers = [
  'as-name',
  'as-title',
  'as-list',
  'as-ordinal',
  'the-mark',
  'the-qr',
  'the-seal',
  'the-rule',
  'the-frame',
  'the-spacer',
] as const;
const blockHelpers = ['each', 'if', 'unless', 'with'];
const dataVariables = ['index', 'first', 'last', 'key'];

export interface TemplateSource {
  body: string;
  style: string;
  partials: Readonly<Record<string, string>>;
  data: z.ZodType;
}

/** Fields that the composer adds to the frozen document. */
const added = { dateText: { type: 'string' }, dateFormal: { type: 'string' }, code: { type: 'string' } } as const;

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
}
interface Scope {
  schema: Schema;
  parent?: Scope;
  root: Schema;
}

/** @throws Problem `template.*` for the first fault, with its line */
export function checkTemplate(source: TemplateSource): void {
  const root = rootSchema(source.data);
  for (const [name, text] of [['', source.body], ...Object.entries(source.partials)] as [string, string][]) {
    const tree = parseOrRefuse(text);
    // Partials are called from anywhere, so they may use @root only: their scope is empty.
    const scope: Scope = { schema: name ? {} : root, root };
    for (const statement of tree.body) checkStatement(statement, scope, Object.keys(source.partials));
    checkMarkup(text);
  }
  checkStyle(source.style);
}

function rootSchema(data: z.ZodType): Schema {
  const frame = z.toJSONSchema(frozenDocument.omit({ data: true })) as Schema;
  return { type: 'object', properties: { ...frame.properties, ...added, data: z.toJSONSchema(data) as Schema } };
}

function parseOrRefuse(text: string): hbs.AST.Program {
  try {
    return Handlebars.parse(text);
  } catch (error) {
    const message = (error as Error).message;
    const line = Number(/line (\d+)/i.exec(message)?.[1] ?? (error as { lineNumber?: number }).lineNumber ?? 0);
    throw new Problem('template.syntax', { line, message: message.split('\n').at(-1) ?? message });
  }
}

function checkStatement(node: hbs.AST.Statement, scope: Scope, partials: readonly string[]): void {
  const line = node.loc.start.line;
  switch (node.type) {
    case 'ContentStatement':
    case 'CommentStatement':
      return;
    case 'MustacheStatement': {
      const mustache = node as hbs.AST.MustacheStatement;
      if (!mustache.escaped) throw new Problem('template.raw_output', { line });
      checkCall(mustache, scope, line);
      return;
    }
    case 'PartialStatement': {
      const partial = node as hbs.AST.PartialStatement;
      const name = (partial.name as hbs.AST.PathExpression).original;
      if (!partials.includes(name) || partial.params.length > 0 || partial.hash) throw forbidden(String(name), line);
      return;
    }
    case 'BlockStatement':
      checkBlock(node as hbs.AST.BlockStatement, scope, partials);
      return;
    default:
      throw forbidden(node.type, line);
  }
}

function checkBlock(block: hbs.AST.BlockStatement, scope: Scope, partials: readonly string[]): void {
  const line = block.loc.start.line;
  const helper = block.path.original as string;
  if (!blockHelpers.includes(helper) || block.params.length !== 1 || block.hash || block.program?.blockParams?.length)
    throw forbidden(helper, line);
  const found = checkExpression(block.params[0]!, scope, line);
  const inner: Scope =
    helper === 'each'
      ? { schema: itemOf(found), parent: scope, root: scope.root }
      : helper === 'with'
        ? { schema: found, parent: scope, root: scope.root }
        : scope;
  for (const statement of block.program?.body ?? []) checkStatement(statement, inner, partials);
  for (const statement of block.inverse?.body ?? []) checkStatement(statement, scope, partials);
}

function checkCall(mustache: hbs.AST.MustacheStatement, scope: Scope, line: number): void {
  const name = (mustache.path as hbs.AST.PathExpression).original;
  if (mustache.hash) throw forbidden(String(name), line);
  if ((outputHelpers as readonly unknown[]).includes(name)) {
    for (const param of mustache.params) checkExpression(param, scope, line);
    return;
  }
  if (mustache.params.length > 0) throw forbidden(String(name), line);
  checkExpression(mustache.path, scope, line);
}

/** The shape that the expression stands for. */
function checkExpression(
  node: hbs.AST.Expression | hbs.AST.PathExpression | hbs.AST.Literal,
  scope: Scope,
  line: number,
): Schema {
  if (node.type === 'StringLiteral' || node.type === 'NumberLiteral') return { type: 'string' };
  if (node.type !== 'PathExpression') throw forbidden(node.type, line);
  const path = node as hbs.AST.PathExpression;
  const parts = path.parts as string[];
  if (
    parts.some((part) =>
      /^(constructor|__proto__|prototype|__\w+__|lookup|log|helperMissing|blockHelperMissing)$/.test(part),
    )
  )
    throw forbidden(path.original, line);
  if (path.data) {
    if (parts[0] === 'root') return follow(scope.root, parts.slice(1), path.original, line);
    if (parts.length === 1 && dataVariables.includes(parts[0]!)) return { type: 'string' };
    throw forbidden(path.original, line);
  }
  let at: Scope | undefined = scope;
  for (let up = 0; up < path.depth; up++) at = at?.parent;
  if (!at) throw forbidden(path.original, line);
  return follow(at.schema, parts, path.original, line);
}

function follow(schema: Schema, parts: readonly string[], name: string, line: number): Schema {
  let at = schema;
  for (const part of parts) {
    const options = [at, ...(at.anyOf ?? [])];
    const object = options.find((option) => option.properties);
    if (!object && part === 'length' && options.some((option) => option.items)) return { type: 'string' };
    const next = object?.properties?.[part];
    if (!next)
      throw new Problem('template.unknown_variable', {
        line,
        name,
        suggestion: nearest(part, Object.keys(object?.properties ?? {})),
      });
    at = next;
  }
  return at;
}

const itemOf = (schema: Schema): Schema =>
  [schema, ...(schema.anyOf ?? [])].find((option) => option.items)?.items ?? {};

const forbidden = (name: string, line: number): Problem =>
  new Problem('template.forbidden_path', { line, name, allowed: outputHelpers });

/** The known name with the fewest edits. */
function nearest(wanted: string, known: readonly string[]): string {
  const distance = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++)
        next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
      row = next;
    }
    return row[b.length]!;
  };
  return [...known].sort((a, b) => distance(wanted, a) - distance(wanted, b))[0] ?? '—';
}
