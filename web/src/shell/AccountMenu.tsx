import { UserOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { Button, Dropdown } from 'antd';
import { useNavigate } from 'react-router';
import { call } from '../api/client.js';
import { setLanguage, useSay } from '../i18n.js';
import type { TypeSize } from '../theme.js';
import { usePreferences } from './preferences.js';
import { useMe } from './session.js';

/** Own menu: language, type size, sign out. */
export function AccountMenu() {
  const { say, maybe, language } = useSay();
  const me = useMe();
  const navigate = useNavigate();
  const client = useQueryClient();
  const { size, setSize } = usePreferences();
  const roles = [...new Set(me.grants.map((grant) => maybe(`role.${grant.role}`, grant.role)))];
  const leave = async (): Promise<void> => {
    try {
      await call('/api/auth/sign-out', { method: 'POST', body: {} });
    } finally {
      client.clear();
      navigate('/sign-in');
    }
  };
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        selectedKeys: [`language.${language}`, `size.${size}`],
        items: [
          { key: 'who', type: 'group', label: `${me.person.name} ${me.person.code} · ${roles.slice(0, 3).join('、')}` },
          {
            key: 'language',
            label: say('menu.language'),
            children: [
              { key: 'language.zh-CN', label: '中文' },
              { key: 'language.en', label: 'English' },
            ],
          },
          {
            key: 'size',
            label: say('menu.size'),
            children: [14, 16, 18].map((value) => ({
              key: `size.${value}`,
              label: say(`menu.size.${value as TypeSize}`),
            })),
          },
          { key: 'deputies', label: say('deputy.mine') },
          { type: 'divider' },
          { key: 'switch', label: say(me.clock?.demo ? 'menu.switch' : 'menu.signOut') },
        ],
        onClick: ({ key }) => {
          if (key === 'language.zh-CN' || key === 'language.en') {
            setLanguage(key === 'language.en' ? 'en' : 'zh-CN');
            void client.invalidateQueries();
          } else if (key.startsWith('size.')) setSize(Number(key.slice(5)) as TypeSize);
          else if (key === 'deputies') navigate('/deputies');
          else if (key === 'switch') void leave();
        },
      }}
    >
      <Button type="text" icon={<UserOutlined />} aria-label={say('menu.account', { name: me.person.name })}>
        {me.person.name}
      </Button>
    </Dropdown>
  );
}
