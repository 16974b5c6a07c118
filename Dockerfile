# The command in a small image, for any architecture that the base has. Build it from a checkout, then run it on a folder of jobspecs:
#   docker build -t nomadspec . && docker run --rm --read-only -v "$PWD:/work:ro" nomadspec lint
# A release is built on the digest that this name has on its day; the image's provenance records it.
ARG BASE=python:3.13-slim

FROM ${BASE} AS build
WORKDIR /src
COPY requirements.lock .
RUN python -m pip install --no-cache-dir --prefix=/install --require-hashes --requirement requirements.lock
COPY . .
RUN python -m pip install --no-cache-dir --prefix=/install --no-deps . && python -m compileall -q /install

FROM ${BASE}
# What installs packages is not needed to run one.
RUN python -m pip uninstall --yes --quiet pip
COPY --from=build /install /usr/local
# Numbers, so that a cluster can see that it is not root; without a home, no cache is kept.
USER 10001:10001
WORKDIR /work
ENV PYTHONDONTWRITEBYTECODE=1
ENTRYPOINT ["nomadspec"]
CMD ["lint"]
