import { Alert, Tag } from 'antd';
import { pick } from '../api/words.js';
import { Articles } from '../components/Refusal.js';
import { useSay } from '../i18n.js';

interface Incomplete {
  article: string;
  zh: string;
  en: string;
  of: string;
}

/** Says wherever such a figure stands that the source breaks off and this is a sub-total, never a result. */
export function PreviewMark({ incomplete, short }: { incomplete: Incomplete; short?: boolean }) {
  const { say, language } = useSay();
  if (short)
    return (
      <Tag color="warning" variant="outlined" title={pick(incomplete, language)}>
        {say('incomplete.mark')}
      </Tag>
    );
  return (
    <Alert
      type="warning"
      style={{ marginTop: 8 }}
      title={<strong>{say('incomplete.mark')}</strong>}
      description={
        <>
          {pick(incomplete, language)} <Articles anchors={[incomplete.article]} />
        </>
      }
    />
  );
}
