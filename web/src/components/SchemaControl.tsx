import { DatePicker, Input, InputNumber, Radio, Select } from 'antd';
import type { JsonSchema } from '../api/types.js';
import { useSay } from '../i18n.js';
import { FilePicker } from './FilePicker.js';
import { BadgePicker, PersonPicker, WindowPicker } from './Pickers.js';
import { SubstitutePicker } from './SubstitutePicker.js';
import { type kindOf, options, plain } from './schema.js';

/** One control; `Form.Item` hands in id, value and the description's id. */
export function Control({
  kind,
  schema,
  root,
  ...rest
}: {
  kind: ReturnType<typeof kindOf>;
  schema: JsonSchema;
  root: JsonSchema;
}) {
  const { say, maybe } = useSay();
  const props = rest as Record<string, never>;
  const choices = (of: JsonSchema) =>
    (options(of) ?? []).map(({ value, title }) => ({
      value: value as string,
      label: title ?? maybe(`value.${String(value)}`, String(value)),
    }));
  switch (kind) {
    case 'person':
      return <PersonPicker {...props} />;
    case 'people':
      return <PersonPicker {...props} multiple />;
    case 'window':
      return <WindowPicker {...props} />;
    case 'substitute':
      return <SubstitutePicker {...props} />;
    case 'freeBadge':
      return <BadgePicker {...props} state="free" />;
    case 'badgeOut':
      return <BadgePicker {...props} state="out" />;
    case 'files':
      return <FilePicker {...props} camera />;
    case 'choice': {
      const list = choices(schema);
      return list.length <= 4 ? (
        <Radio.Group {...props} options={list} />
      ) : (
        <Select {...props} options={list} showSearch={{ optionFilterProp: 'label' }} />
      );
    }
    case 'choices':
      return <Select {...props} mode="multiple" options={choices(plain(schema.items ?? {}, root))} />;
    case 'words':
      return <Select {...props} mode="tags" open={false} />;
    case 'yesNo':
      return (
        <Radio.Group
          {...props}
          options={
            [
              { value: true, label: say('common.yes') },
              { value: false, label: say('common.no') },
            ] as never
          }
        />
      );
    case 'units':
    case 'decimal':
      return <InputNumber {...props} stringMode inputMode="decimal" style={{ width: '100%' }} />;
    case 'number':
      return (
        <InputNumber
          {...props}
          min={schema.minimum}
          max={schema.maximum}
          precision={schema.type === 'integer' ? 0 : undefined}
          style={{ width: '100%' }}
        />
      );
    case 'day':
      return <DatePicker {...props} style={{ width: '100%' }} />;
    case 'long':
      return (
        <Input.TextArea
          {...props}
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={schema.maxLength}
          showCount={Boolean(schema.maxLength)}
        />
      );
    default:
      return (
        <Input
          {...props}
          maxLength={schema.maxLength}
          inputMode={schema.pattern?.includes('\\d') && !schema.pattern.includes('a-z') ? 'decimal' : undefined}
          autoComplete="off"
        />
      );
  }
}
