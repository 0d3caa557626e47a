/** The HTML and CSS of a template: an allowlist of tags and attributes, no data in attributes but `class`, nothing to fetch. */
import { Problem } from '../core/problem.js';

const tags = [
  'article',
  'section',
  'header',
  'footer',
  'div',
  'p',
  'span',
  'h1',
  'h2',
  'h3',
  'br',
  'strong',
  'em',
  'ol',
  'ul',
  'li',
  'a',
  'table',
  'colgroup',
  'col',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'th',
  'td',
  'caption',
];
const attributes = /^(class|id|colspan|rowspan|href|lang)$/;
const MUSTACHE = '\uE000';

/** @throws Problem `template.forbidden_tag`, `template.remote_resource`, `template.unquoted_attribute` */
export function checkMarkup(text: string): void {
  // Mustaches become one private character each, newlines inside them kept, so that a tag is what the browser would see.
  const html = text.replace(/\{\{[\s\S]*?\}\}\}?/g, (found) => MUSTACHE + found.replace(/[^\n]/g, ''));
  const lineAt = (index: number) => html.slice(0, index).split('\n').length;
  for (const found of html.matchAll(/<(!--[\s\S]*?-->|[^>]*>?)/g)) {
    const line = lineAt(found.index);
    const inside = found[1]!;
    if (inside.startsWith('!--')) continue;
    const tag = /^\/?([a-zA-Z][\w-]*)([\s\S]*?)\/?>$/.exec(inside);
    if (!tag || !tags.includes(tag[1]!.toLowerCase()))
      throw new Problem('template.forbidden_tag', {
        line,
        name: `<${(tag?.[1] ?? inside).slice(0, 30)}`,
        allowed: tags,
      });
    checkAttributes(tag[2]!, line);
  }
}

function checkAttributes(text: string, line: number): void {
  let rest = text.trim();
  while (rest) {
    const found = /^([^\s=>"']+)\s*(?:=\s*("([^"]*)"|'([^']*)'|[^\s>]+))?\s*/.exec(rest);
    if (!found) throw new Problem('template.unquoted_attribute', { line, name: rest.slice(0, 30) });
    const [whole, name, raw] = found;
    const value = found[3] ?? found[4];
    rest = rest.slice(whole.length);
    if (
      /^(src|srcset|data|poster|background|action|formaction|xlink:href)$/i.test(name!) ||
      (/^href$/i.test(name!) && !value?.startsWith('#'))
    ) {
      throw new Problem('template.remote_resource', {
        line,
        name: `${name}=${(raw ?? '').replaceAll(MUSTACHE, '{{…}}')}`,
      });
    }
    if (!attributes.test(name!)) throw new Problem('template.forbidden_tag', { line, name: name!, allowed: tags });
    if (raw !== undefined && value === undefined)
      throw new Problem('template.unquoted_attribute', { line, name: `${name}=${raw.replaceAll(MUSTACHE, '{{…}}')}` });
    if (value?.includes(MUSTACHE) && name !== 'class')
      throw new Problem('template.unquoted_attribute', { line, name: `${name}="{{…}}"` });
  }
}

/** @throws Problem `template.remote_resource` */
export function checkStyle(style: string): void {
  style.split('\n').forEach((text, index) => {
    // Escapes could spell a forbidden word past the check.
    const found =
      /@import|@font-face|@namespace|expression\s*\(|image-set|src\s*\(|\\[0-9a-f]|<\/?style|url\(\s*(?!["']?data:image\/(svg\+xml|png)[,;])/i.exec(
        text,
      );
    if (found) throw new Problem('template.remote_resource', { line: index + 1, name: found[0] });
  });
}
