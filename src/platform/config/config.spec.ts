import { Problem } from '../../core/problem.js';
import { readConfig } from './config.js';
import { describeSettings, settings } from './settings.js';

const refusal = (env: Record<string, string>): Problem => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('was not refused');
};

describe('settings', () => {
  it('stands on loopback with the embedded database and the demonstration when nothing is set', () => {
    const config = readConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      demo: true,
      embedded: true,
      publicUrl: 'http://127.0.0.1:8080',
    });
    expect(config.home).toMatch(/\/\.kaoping$/);
  });

  it('has no demonstration on an external database unless it is asked for', () => {
    const external = { DATABASE_URL: 'postgres://a:b@db/kaoping' };
    expect(readConfig(external)).toMatchObject({
      demo: false,
      embedded: false,
      workerDatabaseUrl: external.DATABASE_URL,
    });
    expect(readConfig({ ...external, KAOPING_DEMO: '1' }).demo).toBe(true);
    expect(readConfig({ KAOPING_DEMO: '0' }).demo).toBe(false);
  });

  it('names every wrong variable at once', () => {
    const problem = refusal({ PORT: '80a', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x/y', KAOPING_DEMO: 'yes' });
    expect(problem.code).toBe('start.settings_invalid');
    for (const name of ['PORT', 'LOG_LEVEL', 'DATABASE_URL', 'KAOPING_DEMO'])
      expect(problem.text('en').detail).toContain(name);
  });

  it.each(['65536', '-1', '1e3', ' 80'])('refuses the port %s', (port) => {
    expect(refusal({ PORT: port }).code).toBe('start.settings_invalid');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, embedded: true });
  });

  it('refuses plain HTTP off this machine, and lets it through when told or behind TLS', () => {
    expect(refusal({ HOST: '0.0.0.0' }).code).toBe('start.insecure_http');
    expect(refusal({ HOST: '0.0.0.0', KAOPING_PUBLIC_URL: 'http://hall.example' }).code).toBe('start.insecure_http');
    expect(readConfig({ HOST: '0.0.0.0', KAOPING_INSECURE_HTTP: '1' }).insecureHttp).toBe(true);
    expect(readConfig({ HOST: '0.0.0.0', KAOPING_PUBLIC_URL: 'https://hall.example/' }).publicUrl).toBe(
      'https://hall.example',
    );
    expect(readConfig({ HOST: '127.0.0.2' }).host).toBe('127.0.0.2');
  });

  it('describes every setting in both languages', () => {
    for (const language of ['zh', 'en'] as const) {
      const lines = describeSettings(language);
      expect(lines.map((line) => line.name)).toEqual(Object.keys(settings));
      for (const line of lines) expect(line.text.length).toBeGreaterThan(3);
    }
  });
});
