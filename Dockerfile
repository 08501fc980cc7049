# Doorkey runs its TypeScript directly on Node 24: there is nothing to build, only to copy.
FROM node:24-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

# No install script is needed in production: argon2 ships its binary and finds it at run time.
FROM base AS dependencies
RUN npm ci --omit=dev --ignore-scripts

# A stand-in for Amazon SES with a mail viewer, for trying Doorkey out; never for production.
FROM base AS ses-emulator
RUN npm ci --ignore-scripts
USER node
EXPOSE 8005
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "--eval", "fetch('http://127.0.0.1:8005/health-check').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "node_modules/aws-ses-v2-local/dist/cli.js", "--host", "0.0.0.0", "--port", "8005"]

FROM base AS doorkey
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=dependencies /app/node_modules node_modules
COPY bin bin
COPY migrations migrations
COPY emails emails
COPY src src
COPY webhooks webhooks
COPY workers workers
COPY doorkey.config.ts ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "src/cli/main.ts"]
CMD ["start"]
