# One image for the API, the worker and the migration; docker-compose.yml says which is which.
FROM node:24-bookworm-slim AS build
WORKDIR /opt/kaoping
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN node scripts/run.mjs build && npm prune --omit=dev --no-audit --no-fund

FROM node:24-bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/kaoping
COPY --from=build /opt/kaoping ./
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=8080 \
    KAOPING_HOME=/var/lib/kaoping \
    PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium
RUN mkdir -p /var/lib/kaoping && chown node:node /var/lib/kaoping
USER node
VOLUME /var/lib/kaoping
EXPOSE 8080
CMD ["node", "--enable-source-maps", "dist/src/main.js"]
