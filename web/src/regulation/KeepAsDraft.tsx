import { Form, Input } from 'antd';
import { useSay } from '../i18n.js';
import { OpenDraftDialog } from './OpenDraftDialog.js';
import type { ItemPatchInput } from './shapes.js';

interface Patch {
  items: ItemPatchInput[];
  settings: Record<string, string>;
  fill: Record<string, string>;
}

/** What was tried out becomes a draft of an edition that goes through examination and approval. */
export function KeepAsDraft({ patch }: { patch: Patch }) {
  const { say } = useSay();
  return (
    <OpenDraftDialog<{ title: string; from: string; basis?: string }>
      label={say('whatIf.keep')}
      button={{ style: { marginTop: 10 } }}
      initial={{ title: say('whatIf.keep.title') }}
      last={
        Object.keys(patch.fill).length ? (
          <Form.Item name="basis" label={say('blank.basis')} rules={[{ required: true, min: 2, max: 500 }]}>
            <Input.TextArea rows={2} />
          </Form.Item>
        ) : null
      }
      body={({ title, from, basis }) => ({
        base: 'adopted',
        title,
        from,
        settings: patch.settings,
        fill: Object.fromEntries(
          Object.entries(patch.fill).map(([name, value]) => [name, { value, basis: basis ?? '' }]),
        ),
        items: patch.items,
      })}
    />
  );
}
