import { Collapse, Radio, Skeleton } from 'antd';
import { useParams } from 'react-router';
import type { CandidatesView } from '../../../src/leave/cover.contract.js';
import { useGet } from '../api/hooks.js';
import { pick } from '../api/words.js';
import { useSay } from '../i18n.js';
import { PersonPicker } from './Pickers.js';

interface Props {
  id?: string;
  value?: string;
  onChange?: (value: never) => void;
  'aria-describedby'?: string;
}

/** Names somebody for the cover that is open: whoever can take it, best first and each with the reason; on demand why others cannot. */
export function SubstitutePicker(props: Props) {
  const { id: caseId } = useParams();
  return caseId ? <OfCase {...props} caseId={caseId} /> : <PersonPicker {...props} />;
}

function OfCase({ caseId, id, value, onChange, ...rest }: Props & { caseId: string }) {
  const { say, language } = useSay();
  const found = useGet<CandidatesView>('/api/cover/candidates', { caseId });
  // Who names may lack the sight of the window; the machine still asks whether the person fits.
  if (found.error) return <PersonPicker id={id} value={value} onChange={onChange} {...rest} />;
  if (!found.data) return <Skeleton active paragraph={{ rows: 2 }} title={false} />;
  const { items, notOffered } = found.data;
  return (
    <div id={id}>
      {items.length === 0 ? <p style={{ margin: '0 0 8px' }}>{say('cover.noCandidate')}</p> : null}
      <Radio.Group
        {...rest}
        value={value}
        onChange={(event) => onChange?.(event.target.value as never)}
        style={{ display: 'grid', gap: 8 }}
      >
        {items.map((one) => (
          <Radio key={one.code} value={one.code} style={{ alignItems: 'flex-start', marginInlineEnd: 0 }}>
            <strong>{one.name}</strong>{' '}
            <span className="muted tnum">{[one.code, one.window].filter(Boolean).join(' · ')}</span>
            <div className="muted" style={{ whiteSpace: 'normal' }}>
              {pick(one, language)}
            </div>
          </Radio>
        ))}
      </Radio.Group>
      {notOffered.length > 0 ? (
        <Collapse
          size="small"
          ghost
          items={[
            {
              key: 'others',
              label: say('cover.notOffered', { n: notOffered.length }),
              children: (
                <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                  {notOffered.map((one) => (
                    <li key={one.code}>
                      {one.name} <span className="muted tnum">{one.code}</span>：{pick(one, language)}
                    </li>
                  ))}
                </ul>
              ),
            },
          ]}
        />
      ) : null}
    </div>
  );
}
