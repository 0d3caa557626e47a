import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `KAOPING_DEV_API` names a running service for `vite web`; the built pages are served by that service itself. */
const api = process.env.KAOPING_DEV_API ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: { host: '127.0.0.1', proxy: { '/api': { target: api, changeOrigin: false } } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1300,
    rolldownOptions: {
      output: {
        // Three chunks that seldom change, so that a new version loads only the pages again.
        codeSplitting: {
          groups: [
            {
              name: 'react',
              test: /node_modules\/(react|react-dom|react-router|scheduler|@tanstack|i18next|react-i18next)\//,
            },
            { name: 'antd', test: /node_modules\/(antd|@ant-design|@rc-component|rc-[a-z-]+|dayjs)\// },
          ],
        },
      },
    },
  },
});
