# The dashboard is built with node, the service runs without it.
FROM node:22-bookworm-slim AS dashboard
WORKDIR /app/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web ./
RUN npm run build

FROM python:3.11-slim-bookworm AS dependencies
WORKDIR /app
COPY bootstrap.lock requirements.run.lock ./
# uv stays behind in this stage. The .pth file makes the source importable, so nothing has to be built.
RUN pip install -q --disable-pip-version-check --root-user-action ignore --require-hashes -r bootstrap.lock \
    && python -m venv --without-pip .venv \
    && uv pip install -q --python .venv/bin/python --require-hashes -r requirements.run.lock \
    && echo /app > .venv/lib/python3.11/site-packages/drumbeat.pth \
    && printf '#!/app/.venv/bin/python\nfrom cli import main\n\nmain()\n' > .venv/bin/drumbeat \
    && chmod +x .venv/bin/drumbeat

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 drumbeat && mkdir -p /data && chown drumbeat /data
WORKDIR /app
COPY --from=dependencies /app/.venv .venv
COPY . .
COPY --from=dashboard /app/api/static api/static
USER drumbeat
ENV DRUMBEAT_DATA_DIR=/data DRUMBEAT_LOG_JSON=true
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD [".venv/bin/drumbeat", "serve", "--host", "0.0.0.0"]
