FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY prisma ./prisma
# Its postinstall step generates the Prisma client and Pothos' types into src/generated, offline.
RUN npm ci --no-audit --no-fund
COPY build.mjs tsconfig.json ./
COPY src ./src
# Then nothing needs the generator any more, which is two fifths of what the server itself would keep.
RUN npm run build \
 && npm uninstall prisma --no-save --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=15000 \
    DATA_DIR=/data
WORKDIR /app
# The embedded database's folder; with DATABASE_URL it stays empty.
RUN mkdir /data && chown node:node /data
COPY package.json ./
COPY prisma/migrations ./prisma/migrations
COPY prompts ./prompts
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
USER node
VOLUME /data
EXPOSE 15000
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["node", "dist/healthcheck.mjs", "http://127.0.0.1:15000/healthz"]
# Node itself, not npm, is given the signal to stop.
CMD ["node", "dist/server.js"]
