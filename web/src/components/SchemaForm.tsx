import { MinusCircleOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Form, type FormInstance, Input, type FormRule as Rule, Switch } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useEffect, useState } from 'react';
import type { ApiProblem } from '../api/client.js';
import type { JsonSchema } from '../api/types.js';
import { useSay } from '../i18n.js';
import { Articles } from './Refusal.js';
import { Control } from './SchemaControl.js';
import { followed, isWithin, kindOf, payloadOf, placeErrors, plain } from './schema.js';

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
      onValuesChange={(changed, all) => {
        const offered = Object.fromEntries(followed(root, changed as Record<string, unknown>));
        form.setFieldsValue(offered);
        onChange?.({ ...(all as Record<string, unknown>), ...offered });
      }}
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
  const rules: Rule[] = [{ required: required && kind !== 'yesNo', message: say('form.required', { label }) }];
  if (schema['x-least'] !== undefined)
    rules.push({
      validator: (_, value) =>
        isWithin(schema, value)
          ? Promise.resolve()
          : Promise.reject(new Error(say('form.within', { label, limits: schema.description ?? '' }))),
    });
  const day = kind === 'day';
  const long = kind === 'long';
  return (
    <>
      <Form.Item
        name={full}
        label={label}
        extra={<Hint schema={schema} />}
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

/** Why and within which limits, with the article that says so. */
function Hint({ schema }: { schema: JsonSchema }) {
  const article = schema['x-article'];
  if (!schema.description && !article) return null;
  return (
    <>
      {schema.description} {article ? <Articles anchors={[article]} /> : null}
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
