/** The page that shows the document. No script stands in it, because the content policy allows files only. */
export const page = `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>考评 Kaoping API</title>
<link rel="icon" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<noscript>此页需要 JavaScript；文档本身在 <a href="/api/docs-json">/api/docs-json</a></noscript>
<div id="swagger-ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** Starts the viewer; trying a request out sends the anti-forgery token and a new key as the application does. */
export const start = `window.ui = SwaggerUIBundle({
  url: '/api/docs-json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  docExpansion: 'none',
  validatorUrl: null,
  requestInterceptor: (request) => {
    const token = /(?:^|; )kp_csrf=([^;]*)/.exec(document.cookie)?.[1];
    if (token) request.headers['X-CSRF-Token'] = decodeURIComponent(token);
    const isReading = /^(GET|HEAD)$/i.test(request.method ?? 'GET');
    // crypto.randomUUID is missing on plain http off this machine.
    if (!isReading) request.headers['Idempotency-Key'] ??= 'docs-' + Date.now() + '-' + Math.random().toString(36).slice(2);
    return request;
  },
});
`;
