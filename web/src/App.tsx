import './i18n';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { App as AntApp, ConfigProvider, theme } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type CSSProperties, type ReactNode, useEffect } from 'react';
import { RouterProvider } from 'react-router/dom';
import { ApiProblem } from './api/client.js';
import { useSay } from './i18n.js';
import { router } from './routes.js';
import { PreferencesProvider, usePreferences } from './shell/preferences.js';
import { themeOf } from './theme.js';

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      refetchOnWindowFocus: true,
      // The client itself has already repeated what was worth repeating.
      retry: (count, error) => count < 1 && error instanceof ApiProblem && error.unknownOutcome,
    },
  },
});

export function App() {
  return (
    <PreferencesProvider>
      <Look>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </Look>
    </PreferencesProvider>
  );
}

function Look({ children }: { children: ReactNode }) {
  const { dark, size, phone } = usePreferences();
  const { language } = useSay();
  return (
    <ConfigProvider
      theme={themeOf(dark, size, phone)}
      locale={language === 'en' ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: true }}
    >
      <AntApp message={{ maxCount: 3 }}>
        <Variables>{children}</Variables>
      </AntApp>
    </ConfigProvider>
  );
}

/** Hands the theme's tokens to the few rules of `app.css`. */
function Variables({ children }: { children: ReactNode }) {
  const { token } = theme.useToken();
  const { dark } = usePreferences();
  const variables = {
    '--kp-surface': token.colorBgContainer,
    '--kp-layout': token.colorBgLayout,
    '--kp-soft': dark ? '#1b222c' : '#f7f9fc',
    '--kp-now': dark ? '#1d3557' : '#e1edff',
    '--kp-line': token.colorBorderSecondary,
    '--kp-text': token.colorText,
    '--kp-text-2': token.colorTextSecondary,
    '--kp-primary': token.colorPrimary,
    '--kp-on-primary': dark ? '#06152b' : '#ffffff',
    '--kp-success': token.colorSuccess,
    '--kp-error': token.colorError,
    '--kp-warning': token.colorWarning,
    '--kp-focus': token.colorPrimary,
  } as CSSProperties;
  useEffect(() => {
    document.body.style.background = token.colorBgLayout;
    document.body.style.color = token.colorText;
    // Drawers and menus hang on the body, outside of the application's own element.
    for (const [name, value] of Object.entries(variables)) document.body.style.setProperty(name, String(value));
  });
  return (
    <div
      style={{
        ...variables,
        color: token.colorText,
        fontSize: token.fontSize,
        minHeight: '100dvh',
        background: token.colorBgLayout,
      }}
    >
      {children}
    </div>
  );
}
