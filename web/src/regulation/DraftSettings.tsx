import { App, Button, Card, Input, Radio, Tag } from 'antd';
import { useState } from 'react';
import { useSend } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { Nothing } from '../components/Page.js';
import { Articles, Refusal } from '../components/Refusal.js';
import { useSay } from '../i18n.js';
import { isDecimal, plainNumber } from './changes.js';
import type { ChangeDraft, DraftView, EditionView } from './shapes.js';

type Setting = EditionView['settings'][number];

/** Every reading that the text leaves open, with its note; the choice becomes part of the new edition. */
export function DraftSettings({ draft, editable }: { draft: DraftView; editable: boolean }) {
  const { say } = useSay();
  const { message } = App.useApp();
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const send = useSend<DraftView>(['/api/edition-drafts']);
  const view = draft.edition;
  if (!view) return <Nothing text={say('draft.faulty')} />;
  const changed = Object.entries(chosen).filter(
    ([name, value]) => view.settings.find((one) => one.setting === name)?.chosen !== value,
  );
  const faulty = changed.some(
    ([name, value]) => view.settings.find((one) => one.setting === name)?.values.length === 0 && !isDecimal(value),
  );
  const save = (): void => {
    const body: ChangeDraft = { settings: Object.fromEntries(changed) };
    send.mutate(
      { path: `/api/edition-drafts/${draft.id}`, method: 'PATCH', body, revision: draft.revision },
      {
        onSuccess: () => {
          setChosen({});
          void message.success(say('draft.saved'));
        },
      },
    );
  };
  if (view.settings.length === 0) return <Nothing text={say('regulation.noSettings')} />;
  return (
    <>
      <div className="stack">
        {view.settings.map((setting) => (
          <SettingCard
            key={setting.setting}
            setting={setting}
            value={chosen[setting.setting] ?? setting.chosen}
            editable={editable}
            onChoose={(value) => setChosen({ ...chosen, [setting.setting]: value })}
          />
        ))}
      </div>
      <Refusal problem={send.error} />
      {editable ? (
        <div style={{ marginTop: 12 }}>
          <Button type="primary" disabled={changed.length === 0 || faulty} loading={send.isPending} onClick={save}>
            {say('draft.saveSettings', { n: changed.length })}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function SettingCard({
  setting,
  value,
  editable,
  onChoose,
}: {
  setting: Setting;
  value: string;
  editable: boolean;
  onChoose: (value: string) => void;
}) {
  const { say, language } = useSay();
  const title = pick(setting, language);
  return (
    <Card size="small">
      <strong>
        {setting.ambiguity ? <Tag variant="outlined">{setting.ambiguity}</Tag> : null}
        {title}
      </strong>{' '}
      <Articles anchors={setting.articles} />
      <p className="muted" style={{ margin: '2px 0 8px' }}>
        {pick(setting.note, language)}
      </p>
      {setting.values.length ? (
        <Radio.Group
          aria-label={title}
          value={value}
          disabled={!editable}
          onChange={(event) => onChoose(String(event.target.value))}
          options={setting.values.map((one) => ({
            value: one.value,
            label:
              one.value === setting.default ? `${pick(one, language)} ${say('choice.default')}` : pick(one, language),
          }))}
        />
      ) : (
        <Input
          aria-label={title}
          style={{ width: 120 }}
          value={value}
          disabled={!editable}
          status={isDecimal(value) ? undefined : 'error'}
          onChange={(event) => onChoose(plainNumber(event.target.value))}
        />
      )}
    </Card>
  );
}
