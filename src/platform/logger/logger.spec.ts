import { createLogger } from './logger.js';

describe('log', () => {
  const written = (write: (log: ReturnType<typeof createLogger>) => void): string => {
    const lines: string[] = [];
    write(createLogger({ level: 'info', service: 'api' }, { write: (line) => lines.push(line) }));
    return lines.join('');
  };

  it('masks secrets, cookies and names', () => {
    const text = written((log) => {
      log.info({ password: 'p-1', body: { password: 'p-2', name: '张三', note: 'seen' } }, 'signed in');
      log.info({ req: { headers: { cookie: 'sid=c-3', authorization: 'Bearer c-4' } } }, 'asked');
    });
    for (const secret of ['p-1', 'p-2', '张三', 'c-3', 'c-4']) expect(text).not.toContain(secret);
    expect(text).toContain('"note":"seen"');
    expect(text).toContain('"service":"api"');
  });

  it('masks the password of a connection string wherever it turns up', () => {
    const text = written((log) =>
      log.error(new Error('connect postgres://kaoping_api:hush@127.0.0.1:5432/kaoping failed')),
    );
    expect(text).not.toContain('hush');
    expect(text).toContain('postgres://kaoping_api:***@127.0.0.1');
  });
});
