import { Input, Tag } from 'antd';
import { useMemo, useState } from 'react';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { PointsText } from '../finding/ItemPicker.js';
import { useSay } from '../i18n.js';
import { ParameterNote, SettingNote } from './Choices.js';
import { type RuleEditor, RuleLine } from './RuleLine.js';
import type { EditionView, RuleView } from './shapes.js';

type Article = EditionView['articles'][number];

const groupBy = <T,>(list: readonly T[], keys: (one: T) => readonly string[]): Map<string, T[]> => {
  const map = new Map<string, T[]>();
  for (const one of list) for (const key of keys(one)) map.set(key, [...(map.get(key) ?? []), one]);
  return map;
};

/** Articles in the order of the text; under each its rules, and beside them the readings and blanks that touch them. */
export function ArticleList({
  view,
  wanted,
  mayAsk,
  editor,
}: {
  view: EditionView;
  wanted: string;
  mayAsk?: boolean;
  editor?: RuleEditor;
}) {
  const { say } = useSay();
  const [typed, setTyped] = useState('');
  const rules = useMemo(() => groupBy(view.structure.rules, (rule) => [rule.article]), [view]);
  const word = typed.trim().toLowerCase();
  const articles = view.articles.filter((article) => !word || textOf(article, rules).includes(word));
  return (
    <>
      <Input.Search
        aria-label={say('regulation.search')}
        placeholder={say('regulation.search')}
        allowClear
        style={{ maxWidth: 360, marginBottom: 12 }}
        onChange={(event) => setTyped(event.target.value)}
      />
      {articles.length === 0 ? <Nothing text={say('regulation.none')} /> : null}
      <div className="articles">
        {articles.map((article) => (
          <ArticleBlock
            key={article.article}
            article={article}
            rules={rules.get(article.article) ?? []}
            view={view}
            now={article.article === wanted}
            mayAsk={mayAsk}
            editor={editor}
          />
        ))}
      </div>
    </>
  );
}

const textOf = (article: Article, rules: Map<string, RuleView[]>): string =>
  [
    article.article,
    article.zh,
    article.en,
    ...article.items.flatMap((item) => [item.item, item.zh, item.en]),
    ...(rules.get(article.article) ?? []).flatMap((rule) => [rule.id, rule.zh, rule.en]),
  ]
    .join(' ')
    .toLowerCase();

function ArticleBlock({
  article,
  rules,
  view,
  now,
  mayAsk,
  editor,
}: {
  article: Article;
  rules: readonly RuleView[];
  view: EditionView;
  now: boolean;
  mayAsk?: boolean;
  editor?: RuleEditor;
}) {
  const { say, language } = useSay();
  const { structure } = view;
  const told = new Set(rules.map((rule) => rule.id));
  const facts = article.items.filter((item) => !told.has(item.item));
  const sections = structure.sections.filter((part) => part.article === article.article);
  const incomplete = structure.incomplete.filter((one) => one.article === article.article);
  return (
    <article id={article.article} className={now ? 'row-now' : undefined} aria-label={article.article}>
      <span>
        <code>{article.article}</code>
        <small className="muted">{article.place}</small>
        <Since article={article.article} view={view} />
      </span>
      <div>
        <p className="gist">{pick(article, language)}</p>
        {incomplete.map((one) => (
          <Tag key={one.output} color="warning" variant="outlined" className="wraps">
            {say('incomplete.mark')}: {pick(one, language)}
          </Tag>
        ))}
        {sections.map((part) => (
          <div key={`${part.output}-${part.id}`} className="muted">
            {say('rule.section', { title: pick(part, language), base: part.base.text ?? '____' })}
            {part.floor?.text && part.floor.text !== 'NONE'
              ? ` · ${say('rule.floor', { value: part.floor.text })}`
              : ''}
            {part.cap?.text && part.cap.text !== 'NONE' ? ` · ${say('rule.cap', { value: part.cap.text })}` : ''}
          </div>
        ))}
        {rules.map((rule) => (
          <RuleLine
            key={rule.id}
            rule={rule}
            item={view.items.find((item) => item.item === rule.id)}
            view={view}
            mayAsk={mayAsk}
            editor={editor}
          />
        ))}
        {facts.map((item) => (
          <div key={item.item} className="rule">
            <div className="rule-head">
              <span>
                <code>{item.item}</code> {pick(item, language)}
              </span>
              {item.points === null && item.range === null ? (
                <span className="muted">{pick(item.unit, language)}</span>
              ) : (
                <PointsText item={item} />
              )}
            </div>
          </div>
        ))}
        {view.settings
          .filter((setting) => setting.articles.includes(article.article))
          .map((setting) => (
            <SettingNote key={setting.setting} setting={setting} settings={view.settings} />
          ))}
        {view.parameters
          .filter((parameter) => parameter.article === article.article)
          .map((parameter) => (
            <ParameterNote key={parameter.parameter} parameter={parameter} />
          ))}
      </div>
    </article>
  );
}

/** Since when the article counts: the day of the edition that it comes from. */
function Since({ article, view }: { article: string; view: EditionView }) {
  const { say } = useSay();
  const pack = view.structure.packs.find((one) => one.articles.includes(article));
  if (!pack) return null;
  return (
    <small className="muted tnum">
      {say(pack.assumed ? 'rule.sinceAssumed' : 'rule.since', { day: pack.from })}
      {pack.to ? ` ${say('rule.until', { day: pack.to })}` : ''}
    </small>
  );
}
