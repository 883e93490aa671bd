# syntax=docker/dockerfile:1
#
# Two images of one program:
#
#   docker build --target daring -t daring .        nothing but the program, about 20 MB
#   docker build --target ci -t daring:ci .         with git and a shell, for jobs of GitLab and others
#
#   docker run --rm -v "$PWD:/handbook" daring build
#   docker run --rm -v "$PWD:/handbook" -p 1111:1111 daring serve --host 0.0.0.0

FROM rust:1-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /source
COPY . .
RUN cargo build --release --locked && cp target/release/daring /daring

FROM alpine:3.22 AS ci
RUN apk add --no-cache git
COPY --from=build /daring /usr/local/bin/daring
WORKDIR /handbook

FROM scratch AS daring
COPY --from=build /daring /daring
# Nobody in particular: what is built belongs to whoever runs it with --user.
USER 65532:65532
WORKDIR /handbook
ENTRYPOINT ["/daring"]
CMD ["--help"]
