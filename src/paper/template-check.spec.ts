import { Problem } from '../core/problem.js';
import { frozenDocument } from './document.js';
import { TemplateLibrary } from './template.js';
import { checkTemplate } from './template-check.js';

const library = new TemplateLibrary();
const slip = library.get('leave-slip');
const check = (body: string, style = '') => {
  try {
    checkTemplate({ body, style, partials: {}, data: slip.data });
    return 'accepted';
  } catch (error) {
    if (error instanceof Problem)
      return `${error.code} ${error.facts.line} ${error.facts.suggestion ?? error.facts.name ?? ''}`.trim();
    throw error;
  }
};

describe('templates of the house', () => {
  it.each(library.all().map((template) => [template.id, template] as const))(
    '%s passes its own check and its sample fits',
    (_, template) => {
      checkTemplate(template);
      const document = frozenDocument.parse(template.sample);
      expect(document.template).toBe(template.id);
      expect(template.data.safeParse(document.data).error?.issues).toBeUndefined();
    },
  );
});

describe('what a template may not say', () => {
  it.each([
    ['unclosed block', '<p>\n{{#each data.chain}}</p>', /^template\.syntax [12]/],
    ['misspelt name', '<p>\n{{data.aplicant.name}}</p>', 'template.unknown_variable 2 applicant'],
    ['misspelt name inside a loop', '{{#each data.chain}}{{opinon}}{{/each}}', 'template.unknown_variable 1 opinion'],
    [
      'name of the outside inside a loop',
      '{{#each data.chain}}{{data.reason}}{{/each}}',
      /^template\.unknown_variable 1/,
    ],
    ['raw output', '<p>{{{data.reason}}}</p>', 'template.raw_output 1'],
    ['raw output by &', '<p>{{&data.reason}}</p>', 'template.raw_output 1'],
    ['script', '<p></p>\n<script>1</script>', 'template.forbidden_tag 2 <script'],
    ['handler', '<p onload="x">', 'template.forbidden_tag 1 onload'],
    ['style attribute', '<p style="width:1px">', 'template.forbidden_tag 1 style'],
    ['remote picture', '<p src="http://127.0.0.1/x">', 'template.remote_resource 1 src="http://127.0.0.1/x"'],
    ['img', '<img src="http://127.0.0.1/x">', 'template.forbidden_tag 1 <img'],
    ['iframe', '<iframe src="file:///etc/passwd">', 'template.forbidden_tag 1 <iframe'],
    ['meta refresh', '<meta http-equiv="refresh" content="0;url=http://127.0.0.1">', 'template.forbidden_tag 1 <meta'],
    ['link out', '<a href="http://127.0.0.1/">x</a>', /^template\.remote_resource 1/],
    ['script link', '<a href="javascript:alert(1)">x</a>', /^template\.remote_resource 1/],
    ['data in a link', '<a href="{{data.reason}}">x</a>', /^template\.remote_resource 1/],
    ['data unquoted', '<p class={{data.kind}}>x</p>', 'template.unquoted_attribute 1 class={{…}}'],
    ['a tag name made of data', '<{{data.kind}}>', /^template\.forbidden_tag 1/],
    ['constructor', '{{constructor}}', 'template.forbidden_path 1 constructor'],
    ['prototype by lookup', '{{lookup this "__proto__"}}', 'template.forbidden_path 1 lookup'],
    ['prototype by path', '{{data.__proto__.x}}', /^template\.forbidden_path 1/],
    ['unknown helper', '{{shout data.kind}}', 'template.forbidden_path 1 shout'],
    ['unknown partial', '{{> ../../secret}}', /^template\.(forbidden_path|syntax) 1/],
    ['inline partial', '{{#*inline "x"}}y{{/inline}}', /^template\.forbidden_path 1/],
    ['subexpression', '{{as-list (lookup data "chain") "x"}}', 'template.forbidden_path 1 SubExpression'],
  ])('%s', (_, body, expected) => {
    const found = check(body);
    if (expected instanceof RegExp) expect(found).toMatch(expected);
    else expect(found).toBe(expected);
  });

  it.each([
    ['import', '@import "http://127.0.0.1/x.css";'],
    ['font', '@font-face{font-family:x;src:url(http://127.0.0.1/f)}'],
    ['background', 'p{background:url(http://127.0.0.1/x)}'],
    ['escaped word', 'p{background:u\\72l(http://127.0.0.1/x)}'],
    ['html data', 'p{background:url(data:text/html,x)}'],
    ['end of the style', '</style><script>'],
  ])('style: %s', (_, style) => expect(check('<p>x</p>', style)).toMatch(/^template\.remote_resource 1/));

  it('accepts what the house uses', () => {
    expect(
      check(
        '<p class="a">{{#if data.remarks}}{{data.remarks}}{{else}}—{{/if}}{{#each data.chain}}{{@index}}{{as-name name}}{{@root.number}}{{/each}}</p>',
      ),
    ).toBe('accepted');
    expect(check('<p>x</p>', 'p{background:url(data:image/png;base64,AAAA)}')).toBe('accepted');
  });
});
