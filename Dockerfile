# One image, two processes: the web server by default, the worker by another command (docs/operations.md).
# The target `setup` holds the development packages too and applies migrations: run it once per release.
ARG NODE=node:24.21.0-bookworm-slim

FROM ${NODE} AS setup
WORKDIR /app
ENV PRISMA_SCHEMA_ENGINE_BINARY=/app/package.json PRISMA_QUERY_ENGINE_LIBRARY=/app/package.json
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN node scripts/prisma.ts generate && npm run build
USER node
CMD ["node", "scripts/prisma.ts", "migrate", "deploy"]

FROM ${NODE} AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM ${NODE}
WORKDIR /app
# HOST: a container's server is reached from outside its own loopback.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=packages /app/node_modules ./node_modules
COPY --from=setup /app/package.json ./
COPY --from=setup /app/prisma/migrations ./prisma/migrations
COPY --from=setup /app/app ./app
COPY --from=setup /app/build ./build
COPY --from=setup /app/scripts ./scripts
USER node
EXPOSE 3000
CMD ["node", "app/server.ts"]
