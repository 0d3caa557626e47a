import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Empty } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useNavigate } from 'react-router';
import { useSay } from '../i18n.js';

/** Frame of every page: title, what belongs beside it, content; names the browser tab too. */
export function Page({
  title,
  back,
  extra,
  wide,
  children,
}: {
  title: string;
  back?: boolean | string;
  extra?: ReactNode;
  /** As wide as the screen, for boards. */
  wide?: boolean;
  children: ReactNode;
}) {
  const { say } = useSay();
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${title} · ${say('app.name')}`;
  }, [title, say]);
  return (
    <div className={wide ? 'page wide' : 'page'}>
      <header className="page-head">
        {back ? (
          <Button
            type="text"
            icon={<ArrowLeftOutlined />}
            aria-label={say('common.back')}
            onClick={() =>
              typeof back === 'string' ? navigate(back) : window.history.length > 1 ? navigate(-1) : navigate('/')
            }
          />
        ) : null}
        <h1>{title}</h1>
        <span className="grow" />
        {extra}
      </header>
      {children}
    </div>
  );
}

/** Says why there is nothing and what one can do about it. */
export function Nothing({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={text} style={{ paddingBlock: 28 }}>
      {children}
    </Empty>
  );
}
