# The dashboard is built with node, the service runs without it.
FROM node:22-bookworm-slim AS dashboard
WORKDIR /app/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY web ./
RUN npm run build

FROM python:3.11-slim-bookworm AS dependencies
WORKDIR /app
COPY bootstrap.lock requirements.lock ./
RUN python -m venv .venv \
    && .venv/bin/pip install -q --disable-pip-version-check --require-hashes -r bootstrap.lock \
    && .venv/bin/uv pip install -q --python .venv/bin/python --require-hashes -r requirements.lock

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 drumbeat && mkdir -p /data && chown drumbeat /data
WORKDIR /app
COPY --from=dependencies /app/.venv .venv
COPY . .
COPY --from=dashboard /app/api/static api/static
RUN .venv/bin/uv pip install -q --python .venv/bin/python --no-deps --no-build-isolation -e .
USER drumbeat
ENV DRUMBEAT_DATA_DIR=/data DRUMBEAT_LOG_JSON=true
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD [".venv/bin/python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD [".venv/bin/drumbeat", "serve", "--host", "0.0.0.0"]
