import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, DatePicker, Form, type FormInstance, Input, InputNumber, Radio, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useState } from 'react';
import type { ApiProblem } from '../api/client';
import type { JsonSchema } from '../api/types';
import { useSay } from '../i18n';
import { FilePicker, PersonPicker, WindowPicker } from './Pickers';
import { kindOf, options, payloadOf, placeErrors, plain } from './schema';

interface Props {
  schema: JsonSchema;
  form: FormInstance;
  initial?: Record<string, unknown>;
  problem?: ApiProblem | null;
  onSubmit: (values: Record<string, unknown>) => void;
  onChange?: (values: Record<string, unknown>) => void;
  /** Phrases offered under a written opinion. */
  phrases?: readonly string[];
  children?: ReactNode;
}

/** A form drawn from the JSON schema that the service sends with an action; refused fields are marked where they stand. */
export function SchemaForm({ schema, form, initial, problem, onSubmit, onChange, phrases, children }: Props) {
  const root = plain(schema, schema);
  useEffect(() => {
    const has = (path: string[]): boolean => Boolean(root.properties?.[path[0] ?? '']);
    const { beside } = placeErrors(problem?.body.errors, has);
    if (beside.length) form.setFields(beside as Parameters<typeof form.setFields>[0]);
    const first = beside[0];
    if (first) form.scrollToField(first.name, { behavior: 'smooth', block: 'center', focus: true });
  }, [problem, form, root.properties]);
  return (
    <Form
      form={form}
      layout="vertical"
      initialValues={initial}
      scrollToFirstError
      onFinish={(values) => onSubmit(payloadOf(schema, values as Record<string, unknown>))}
      onValuesChange={(_, all) => onChange?.(all as Record<string, unknown>)}
    >
      <Fields schema={root} root={schema} path={[]} phrases={phrases} />
      {children}
    </Form>
  );
}

function Fields({
  schema,
  root,
  path,
  phrases,
}: {
  schema: JsonSchema;
  root: JsonSchema;
  path: (string | number)[];
  phrases?: readonly string[];
}) {
  return Object.entries(schema.properties ?? {}).map(([name, part]) => (
    <Field
      key={name}
      name={name}
      schema={plain(part, root)}
      root={root}
      path={path}
      required={schema.required?.includes(name) ?? false}
      phrases={phrases}
    />
  ));
}

function Field({
  name,
  schema,
  root,
  path,
  required,
  phrases,
}: {
  name: string;
  schema: JsonSchema;
  root: JsonSchema;
  path: (string | number)[];
  required: boolean;
  phrases?: readonly string[];
}) {
  const { say, maybe } = useSay();
  const label = schema.title ?? maybe(`field.${name}`, name);
  const full = [...path, name];
  const kind = kindOf(name, schema);
  if (kind === 'fixed')
    return (
      <Form.Item name={full} initialValue={schema.const} hidden>
        <Input />
      </Form.Item>
    );
  if (kind === 'none') return null;
  if (kind === 'group') return <Group label={label} schema={schema} root={root} path={full} required={required} />;
  if (kind === 'confirm') {
    return (
      <Form.Item
        name={full}
        valuePropName="checked"
        rules={[
          {
            validator: (_, value) =>
              value === true || !required
                ? Promise.resolve()
                : Promise.reject(new Error(say('form.confirm', { label }))),
          },
        ]}
      >
        <Checkbox>{label}</Checkbox>
      </Form.Item>
    );
  }
  if (kind === 'list')
    return (
      <Rows name={full} label={label} schema={plain(schema.items ?? {}, root)} root={root} min={schema.minItems} />
    );
  const rules = [{ required: required && kind !== 'yesNo', message: say('form.required', { label }) }];
  const day = kind === 'day';
  const long = kind === 'long';
  return (
    <>
      <Form.Item
        name={full}
        label={label}
        extra={schema.description}
        required={required}
        rules={rules}
        getValueProps={day ? (value?: string) => ({ value: value ? dayjs(value) : undefined }) : undefined}
        normalize={day ? (value?: dayjs.Dayjs) => (value ? dayjs(value).format('YYYY-MM-DD') : undefined) : undefined}
        initialValue={schema.default}
        style={long && phrases?.length ? { marginBottom: 4 } : undefined}
      >
        <Control kind={kind} schema={schema} root={root} />
      </Form.Item>
      {long && phrases?.length ? <Phrases path={full} phrases={phrases} /> : null}
    </>
  );
}

/** Fields that belong together; an optional group is filled in only when it is switched on. */
function Group({
  label,
  schema,
  root,
  path,
  required,
}: {
  label: string;
  schema: JsonSchema;
  root: JsonSchema;
  path: (string | number)[];
  required: boolean;
}) {
  const form = Form.useFormInstance();
  const [on, setOn] = useState(required || form.getFieldValue(path) !== undefined);
  return (
    <fieldset
      style={{
        border: '1px solid var(--kp-line)',
        borderRadius: 6,
        marginBottom: 16,
        padding: on ? undefined : '4px 12px 8px',
      }}
    >
      <legend>
        {label} {required ? null : <Switch size="small" checked={on} onChange={setOn} aria-label={label} />}
      </legend>
      {on ? <Fields schema={schema} root={root} path={path} /> : null}
    </fieldset>
  );
}

function Phrases({ path, phrases }: { path: (string | number)[]; phrases: readonly string[] }) {
  const form = Form.useFormInstance();
  return (
    <div className="quick" style={{ marginBottom: 16 }}>
      {phrases.map((phrase) => (
        <Button key={phrase} size="small" onClick={() => form.setFieldValue(path, phrase)}>
          {phrase}
        </Button>
      ))}
    </div>
  );
}

/** One control; `Form.Item` hands in id, value and the description's id. */
function Control({
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

function Rows({
  name,
  label,
  schema,
  root,
  min,
}: {
  name: (string | number)[];
  label: string;
  schema: JsonSchema;
  root: JsonSchema;
  min?: number;
}) {
  const { say } = useSay();
  return (
    <Form.Item label={label} required={Boolean(min)}>
      <Form.List name={name} initialValue={min ? [{}] : undefined}>
        {(rows, { add, remove }) => (
          <>
            {rows.map((row) => (
              <div
                key={row.key}
                style={{
                  display: 'flex',
                  gap: 8,
                  alignItems: 'start',
                  borderBottom: '1px solid var(--kp-line)',
                  marginBottom: 10,
                }}
              >
                <div style={{ flex: 1 }}>
                  <Fields schema={schema} root={root} path={[row.name]} />
                </div>
                <Button
                  type="text"
                  icon={<MinusCircleOutlined />}
                  aria-label={say('common.remove')}
                  onClick={() => remove(row.name)}
                />
              </div>
            ))}
            <Button icon={<PlusOutlined />} onClick={() => add({})} block type="dashed">
              {say('common.add')}
            </Button>
          </>
        )}
      </Form.List>
    </Form.Item>
  );
}
