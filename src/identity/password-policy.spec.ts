import { checkNewPassword, isCommonPassword } from './password-policy.js';

describe('password policy', () => {
  it.each([
    'password123',
    'Password2026!',
    'P@ssw0rd123',
    'qwertyuiop',
    '1234567890',
    '0123456789',
    'aaaaaaaaaa',
    '1212121212',
    'abcabcabcabc',
    'admin12345',
    'woaini1314520',
    'iloveyou2026',
    '1qaz2wsx3edc',
    '12345asdfg',
    'zhengwudating',
    'adminadmin123',
    'welcome-2026',
  ])('calls %s common', (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  it.each([
    '青山绿水-常在心间-07',
    'vetch-orbit-lantern',
    'kT8#mQ2!zLp4',
    '杭州湾大桥很长很长很长呢',
    'fox jumps over seven hills',
  ])('lets %s pass', (password) => {
    expect(() => checkNewPassword(password, ['示例市政务服务中心', 'demo-hall', '0012'])).not.toThrow();
  });

  it('refuses what holds the name of the office, the account or the person', () => {
    for (const password of ['示例市政务服务中心2026', 'my-demo-hall-key', 'zz-wangxiaoming-zz', 'DEMO-HALL.river']) {
      expect(() => checkNewPassword(password, ['示例市政务服务中心', 'demo-hall', 'wangxiaoming'])).toThrow(
        expect.objectContaining({ code: 'auth.password_too_common' }),
      );
    }
  });

  it('counts characters, not bytes', () => {
    expect(() => checkNewPassword('青山绿水常在心间七', [])).toThrow(
      expect.objectContaining({ code: 'auth.password_too_short' }),
    );
    expect(() => checkNewPassword('x'.repeat(129), [])).toThrow(
      expect.objectContaining({ code: 'auth.password_too_long' }),
    );
  });
});
