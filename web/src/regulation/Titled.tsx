import { Card } from 'antd';
import type { ReactNode } from 'react';
import { Articles } from '../components/Refusal.js';

/** A part of a text under its title and article. */
export function Titled({
  title,
  article,
  extra,
  children,
}: {
  title: string;
  article: string;
  extra?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Card
      size="small"
      title={
        <span style={{ whiteSpace: 'normal' }}>
          {title} <Articles anchors={[article]} />
        </span>
      }
      extra={extra}
    >
      {children}
    </Card>
  );
}
