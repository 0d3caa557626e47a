/** The files of a pack as JSON Schema (draft 7), made from the same schemas that read them: for editors. */
import { z } from 'zod';
import { casesFile } from './case-language.js';
import { amount, band, cond, decimal, expr, name, word, wording } from './expression.js';
import { articlesFile, decisionValue, indexFile, rulesFile } from './language.js';

type JsonSchema = Record<string, unknown>;
export type SchemaName = 'index' | 'articles' | 'rules' | 'cases';

/** Small words that stand in many places get a name, so that a schema stays readable. */
const named = z.registry<{ id: string }>();
for (const [id, schema] of Object.entries({ amount, band, cond, decimal, decisionValue, expr, name, word, wording }))
  named.add(schema, { id });

const files: Record<SchemaName, { schema: z.ZodType; title: string }> = {
  index: { schema: indexFile, title: '制度目录 index.yaml' },
  articles: { schema: articlesFile, title: '条款 articles.yaml' },
  rules: { schema: rulesFile, title: '规则 rules.yaml' },
  cases: { schema: casesFile, title: '算例 cases.yaml' },
};

/** What an editor says beside the parts of rules.yaml. */
const parts: Record<string, string> = {
  use: '所用的其他制度包及版本 · Packs used, at fixed editions',
  inputs: '由所用制度包提供的数 · Figures that packs in use provide',
  imports: '名册各栏对应的事项 · Which item a column of an office’s list is',
  citations: '一项拒绝所依据的条款 · The articles on which a refusal rests',
  bind: '输入与输出的对应 · Which output feeds which input',
  choose: '选定的读法 · Readings that are chosen',
  fill: '填写的空白及依据 · Blanks filled in, with their basis',
  settings: '有歧义之处的读法 · Readings of what is ambiguous',
  parameters: '参数与空白 · Parameters and blanks',
  facts: '记录的事项 · What is recorded',
  sheets: '分项计分表 · Sheets of sections and rules',
  accounts: '积分账户 · Points lives',
  blends: '加权平均 · Weighted means',
  rankings: '排名 · Rankings',
  honours: '评优与名额 · Honours and quotas',
  decisions: '判定表 · Decision tables',
  leaveKinds: '请假种类 · Kinds of leave',
  gradeCaps: '等次上限 · Caps of a grade',
  terms: '期限 · Terms',
  dimensions: '逐项评分 · Aspects that are marked',
  checklists: '是非检查表 · Check-lists of yes and no',
  duties: '工作日历 · The calendar of duties',
  methods: '考核方法 · How figures are gathered',
  outcomes: '结果运用 · What follows from a result',
  procedures: '步骤 · Stages in their order',
  overlap: '同一事件的处理 · One event under two rules',
};

/** @returns a JSON Schema by the name of the file, without its `.yaml` */
export function jsonSchemas(): Record<SchemaName, JsonSchema> {
  const of = (file: SchemaName): JsonSchema => {
    const { schema, title } = files[file];
    const made = z.toJSONSchema(schema, {
      target: 'draft-7',
      io: 'input',
      metadata: named,
      override: ({ jsonSchema }) => loosen(jsonSchema as JsonSchema),
    }) as JsonSchema;
    const properties = made.properties as Record<string, JsonSchema> | undefined;
    if (file === 'rules')
      for (const [key, description] of Object.entries(parts)) Object.assign(properties?.[key] ?? {}, { description });
    return { $schema: made.$schema, title, ...made };
  };
  return { index: of('index'), articles: of('articles'), rules: of('rules'), cases: of('cases') };
}

/** An editor reads `-2` as a number and `2026` too, where the reader of packs keeps the text as it is written. */
function loosen(schema: JsonSchema): void {
  if (schema.type === 'string' && schema.enum === undefined && schema.const === undefined)
    schema.type = ['string', 'number'];
}
