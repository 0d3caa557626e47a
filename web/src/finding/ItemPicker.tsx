import { Alert, Select } from 'antd';
import type { FindingItem } from '../api/types.js';
import { pick, unitsText } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

/** Chooses an item of the adopted regulation; one searches by words of the article or by its number. */
export function ItemPicker({
  id,
  items,
  loading,
  value,
  onChange,
}: {
  id?: string;
  items: readonly FindingItem[];
  loading?: boolean;
  value?: string;
  onChange?: (item: string) => void;
}) {
  const { say, language } = useSay();
  const recordable = items.filter((item) => item.recordable !== false);
  return (
    <Select
      id={id}
      value={value}
      onChange={onChange}
      loading={loading}
      showSearch={{ optionFilterProp: 'search' }}
      placeholder={say('finding.itemSearch')}
      notFoundContent={say('finding.itemNone')}
      listHeight={360}
      options={recordable.map((item) => ({
        value: item.item,
        label: `${item.article} ${pick(item, language)}`,
        search: `${item.item} ${item.article} ${item.zh} ${item.en}`,
        item,
      }))}
      optionRender={(option) => {
        const item = (option.data as { item: FindingItem }).item;
        return (
          <div style={{ whiteSpace: 'normal', paddingBlock: 2 }}>
            <code>{item.article}</code> {pick(item, language)} <PointsText item={item} />
          </div>
        );
      }}
    />
  );
}

export function PointsText({ item }: { item: FindingItem }) {
  const { say, language } = useSay();
  const unit = pick(item.unit, language);
  if (item.range)
    return (
      <span className="muted tnum">
        {say('finding.range', { from: unitsText(item.range.points[0]), to: unitsText(item.range.points[1]) })}
      </span>
    );
  if (item.points == null) return null;
  return <span className="muted tnum">{say('finding.perUnit', { points: unitsText(item.points), unit })}</span>;
}

/** The chosen article and what it costs, before anything is sent. */
export function ItemCard({ item }: { item: FindingItem }) {
  const { say, language } = useSay();
  return (
    <Alert
      type="info"
      style={{ marginBottom: 16 }}
      title={pick(item, language)}
      description={
        <>
          <Articles anchors={[item.article]} /> <PointsText item={item} />
          <LaterChoices item={item} />
          <div className="muted">{say('finding.whatFollows')}</div>
        </>
      }
    />
  );
}

/** What is judged and not seen: chosen by the office within the limits of the article. */
function LaterChoices({ item }: { item: FindingItem }) {
  const { say, language } = useSay();
  const span = (
    name: 'finding.laterPoints' | 'finding.laterMoney' | 'finding.laterHead',
    range: readonly [string | number, string | number] | null | undefined,
  ): string[] => {
    if (!range) return [];
    const [from, to] = [...range].sort((a, b) => Number(a) - Number(b));
    return [say(name, { from: unitsText(from ?? 0), to: unitsText(to ?? 0) })];
  };
  const what = [
    ...span('finding.laterPoints', item.range?.points),
    ...span('finding.laterMoney', item.range?.money),
    ...span('finding.laterHead', item.head?.points),
    ...(item.inputs ?? []).filter((input) => input.asked === 'assess').map((input) => pick(input, language)),
  ];
  return what.length > 0 ? <div>{say('finding.laterChoice', { what: what.join(say('common.semicolon')) })}</div> : null;
}
