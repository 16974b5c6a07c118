# The command in a small image. Build it from a checkout, then run it on a folder of jobspecs:
#   docker build -t nomadspec . && docker run --rm -v "$PWD:/work:ro" nomadspec lint
FROM python:3.12-slim AS build
WORKDIR /src
COPY . .
RUN python -m pip install --no-cache-dir --prefix=/install ".[re2]" && python -m compileall -q /install

FROM python:3.12-slim
COPY --from=build /install /usr/local
RUN useradd --create-home --uid 10001 nomadspec
USER nomadspec
WORKDIR /work
ENTRYPOINT ["nomadspec"]
CMD ["lint"]
