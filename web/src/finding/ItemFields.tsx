import { Form, Input, InputNumber, Select } from 'antd';
import type { FindingInput, FindingItem } from '../api/types.js';
import { pick, unitsText } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { isWithin } from '../components/schema.js';
import { useSay } from '../i18n.js';

/** How much, in the unit of the item and within what may be given; needed where the item is a figure by itself. */
export function QuantityField({
  item,
  onChange,
}: {
  item?: FindingItem;
  onChange: (quantity: string | undefined) => void;
}) {
  const { say, language } = useSay();
  const rule = item?.quantity;
  const label = item ? say('finding.quantityIn', { unit: pick(item.unit, language) }) : say('field.quantity');
  const limits =
    rule?.from !== undefined && rule.to !== undefined
      ? say('finding.quantityWithin', {
          from: unitsText(rule.from),
          to: unitsText(rule.to),
          whole: rule.whole ? say('finding.quantityWhole') : '',
        })
      : undefined;
  return (
    <Form.Item
      name="quantity"
      label={label}
      extra={limits}
      rules={[
        { required: rule?.needed ?? false, message: say('form.required', { label }) },
        {
          validator: (_, value) =>
            isWithin({ 'x-least': rule?.from, 'x-most': rule?.to }, value)
              ? Promise.resolve()
              : Promise.reject(new Error(limits)),
        },
      ]}
    >
      <InputNumber
        stringMode
        min="0"
        style={{ width: 160 }}
        inputMode="decimal"
        onChange={(value) => onChange(value === null ? undefined : String(value))}
      />
    </Form.Item>
  );
}

/** One field of the fact that a rule of the item reads, with its article and limits. */
export function InputField({
  input,
  onChange,
}: {
  input: FindingInput;
  onChange: (value: string | undefined) => void;
}) {
  const { say, language } = useSay();
  const label = pick(input, language);
  const [least, most] = input.range ?? [];
  const limits =
    least !== undefined && most !== undefined
      ? say('finding.inputWithin', {
          from: unitsText(least),
          to: unitsText(most),
          unit: input.unit ? pick(input.unit, language) : '',
        })
      : input.type === 'text'
        ? say('finding.inputText')
        : undefined;
  return (
    <Form.Item
      name={['values', input.field]}
      label={label}
      extra={
        <>
          {limits} <Articles anchors={[input.article]} />
        </>
      }
      rules={[
        { required: input.needed, message: say('form.required', { label }) },
        {
          validator: (_, value) =>
            isWithin({ 'x-least': least, 'x-most': most }, value)
              ? Promise.resolve()
              : Promise.reject(new Error(limits)),
        },
      ]}
    >
      {input.type === 'choice' ? (
        <Select
          allowClear
          placeholder={say('finding.inputOther')}
          options={(input.choices ?? []).map((value) => ({ value, label: value }))}
          onChange={onChange}
        />
      ) : input.type === 'number' ? (
        <InputNumber
          stringMode
          style={{ width: 160 }}
          inputMode="decimal"
          onChange={(value) => onChange(value === null ? undefined : String(value))}
        />
      ) : (
        <Input maxLength={100} onChange={(event) => onChange(event.target.value)} />
      )}
    </Form.Item>
  );
}
