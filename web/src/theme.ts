import { theme as antdTheme, type ThemeConfig } from 'antd';

/** Base font size in px: 14 on the desk, 16 and 18 are the large-type modes for older colleagues. */
export type TypeSize = 14 | 16 | 18;

const fonts =
  '-apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Source Han Sans SC", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif';

/**
 * The one look of the product. Text tokens are darker than the library's own: its secondary and placeholder greys and its
 * blue #1677ff stay under 4.5 : 1 on white, which WCAG 2.2 AA and GB/T 37668-2019 refuse for small text.
 */
export function themeOf(dark: boolean, size: TypeSize, phone: boolean): ThemeConfig {
  const light = {
    colorPrimary: '#0958d9',
    // Under the pointer too white on blue keeps 4.5 : 1; the library's own would be lighter.
    colorPrimaryHover: '#003eb3',
    colorLink: '#0958d9',
    colorInfo: '#0958d9',
    colorSuccess: '#237804',
    colorSuccessBg: '#f0f9e8',
    colorSuccessBorder: '#8fc46d',
    colorWarningBg: '#fff7e6',
    colorWarningBorder: '#e0b05f',
    colorErrorBg: '#fff1f0',
    colorErrorBorder: '#e39a97',
    colorInfoBg: '#eaf2ff',
    colorInfoBorder: '#9dbdf0',
    colorWarning: '#ad4e00',
    colorError: '#a8071a',
    colorTextSecondary: '#4b5563',
    colorTextTertiary: '#595f69',
    colorTextDescription: '#4b5563',
    colorTextPlaceholder: '#686f79',
    colorTextDisabled: '#686f79',
    colorBgLayout: '#f2f5f9',
    colorBorder: '#b9c2cf',
    colorBorderSecondary: '#dde3ec',
  };
  const night = {
    colorPrimary: '#69b1ff',
    colorLink: '#85c1ff',
    colorInfo: '#69b1ff',
    colorSuccess: '#7cd35a',
    colorWarning: '#ffb454',
    colorError: '#ff8f8f',
    colorTextLightSolid: '#06152b',
    colorBgLayout: '#0f141b',
    colorBgContainer: '#171d26',
    colorBgElevated: '#1e2530',
    colorTextSecondary: '#b8c1cd',
    colorTextTertiary: '#a3adba',
    colorTextDescription: '#b8c1cd',
    colorTextPlaceholder: '#97a1af',
    colorTextDisabled: '#97a1af',
  };
  return {
    cssVar: {},
    hashed: false,
    algorithm: dark ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    token: {
      ...(dark ? night : light),
      fontFamily: fonts,
      fontSize: size,
      borderRadius: 6,
      controlHeight: phone ? 44 : size + 20,
      wireframe: false,
      motionDurationMid: '0.12s',
      motionDurationSlow: '0.16s',
    },
    components: {
      Layout: {
        headerBg: dark ? '#171d26' : '#ffffff',
        siderBg: dark ? '#141a22' : '#ffffff',
        headerHeight: 56,
        headerPadding: '0 16px',
      },
      Menu: {
        itemHeight: size + 24,
        activeBarBorderWidth: 0,
        itemSelectedBg: dark ? '#1d3557' : '#e1edff',
        ...(dark ? { itemSelectedColor: '#9cccff' } : {}),
      },
      Table: { cellPaddingBlockMD: 8, cellPaddingInlineMD: 10, headerBg: dark ? '#1e2530' : '#eef2f8' },
      Card: { headerHeight: 46, bodyPadding: phone ? 14 : 18 },
      Descriptions: { itemPaddingBottom: 8 },
    },
  };
}
