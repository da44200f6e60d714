FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma ./prisma
# Its postinstall step generates the Prisma client and Pothos' types into src/generated, offline; then nothing needs the
# generator any more, which is two fifths of what was installed.
RUN npm ci --omit=dev --no-audit --no-fund \
 && npm uninstall prisma --no-save --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=15000 \
    DATA_DIR=/data
WORKDIR /app
# The embedded database's folder; with DATABASE_URL it stays empty.
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json tsconfig.json ./
COPY prisma ./prisma
COPY prompts ./prompts
COPY src ./src
COPY --from=dependencies /app/src/generated/prisma ./src/generated/prisma
COPY --from=dependencies /app/src/generated/pothos.ts ./src/generated/pothos.ts
USER node
VOLUME /data
EXPOSE 15000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "src/healthcheck.mjs", "http://127.0.0.1:15000/healthz"]
# Node itself, not npm, is given the signal to stop.
CMD ["node", "--import", "tsx", "src/server.ts"]
