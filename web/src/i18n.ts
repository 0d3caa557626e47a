import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { setLanguageHeader } from './api/client.js';
import { dictionary, type TextKey } from './texts/index.js';

export type Language = 'zh-CN' | 'en';
const stored = localStorage.getItem('kp.language');
const first: Language = stored === 'en' ? 'en' : 'zh-CN';

void i18next.use(initReactI18next).init({
  lng: first,
  fallbackLng: 'zh-CN',
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
  resources: { 'zh-CN': { translation: dictionary(0) }, en: { translation: dictionary(1) } },
});
apply(first);

function apply(language: Language): void {
  setLanguageHeader(language);
  document.documentElement.lang = language;
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
}

export function setLanguage(language: Language): void {
  localStorage.setItem('kp.language', language);
  apply(language);
  void i18next.changeLanguage(language);
}

export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Texts by key; `maybe` looks a name up that the service sent and falls back to the name itself. */
export function useSay(): { say: Say; maybe: (key: string, otherwise: string) => string; language: Language } {
  const { t, i18n } = useTranslation();
  return {
    say: (key, values) => t(key, values ?? {}) as string,
    maybe: (key, otherwise) => (i18n.exists(key) ? (t(key) as string) : otherwise),
    language: i18n.language === 'en' ? 'en' : 'zh-CN',
  };
}
