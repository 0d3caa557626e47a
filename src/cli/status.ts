import { readConfig } from '../platform/config/config.js';
import { readService } from '../platform/service/service-file.js';
import { type CliCommand, readOptions } from './command.js';

export const command: CliCommand = {
  usage: 'status [--json]',
  zh: '服务是否在运行、是否就绪',
  en: 'Whether the service runs and is ready',
  async run({ args, language, print }) {
    const { flags } = readOptions(args, { flags: ['json'] });
    const { home } = readConfig();
    const service = readService(home);
    const answer = service && (await fetch(`${service.url}/api/health/ready`).catch(() => undefined));
    const health =
      answer && ((await answer.json().catch(() => undefined)) as { status: string; missing: string[] } | undefined);
    const ready = answer?.ok ?? false;
    if (flags.has('json'))
      print(
        JSON.stringify({
          home,
          running: service !== undefined,
          ready,
          url: service?.url,
          pid: service?.pid,
          missing: health?.missing,
        }),
      );
    else if (!service) print(language === 'zh' ? `没有服务在运行（${home}）` : `No service runs on ${home}`);
    else if (ready)
      print(
        language === 'zh'
          ? `已就绪：${service.url}（进程 ${service.pid}）`
          : `Ready at ${service.url} (process ${service.pid})`,
      );
    else {
      const missing = health?.missing.join(', ') ?? 'api';
      print(
        language === 'zh'
          ? `进程 ${service.pid} 在运行但未就绪，缺：${missing}`
          : `Process ${service.pid} runs but is not ready, missing: ${missing}`,
      );
    }
    return ready ? 0 : 1;
  },
};
