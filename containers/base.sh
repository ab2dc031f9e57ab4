#!/usr/bin/env bash
# Makes stand-ins for the base images of our Dockerfiles where no image registry can be reached.
#
#   containers/base.sh [node] [python]     (default: both)
#
# A stand-in is a small Debian 12 with Python 3.11 and pip, and for `node` the Node binary of this machine. It carries the
# name that the Dockerfile asks for and the label org.hport.stand-in=true. An image that is there is left alone.
# Needs root, debootstrap and a running engine. The Debian part is made once (a minute) and kept as a tarball.
set -euo pipefail

suite=bookworm
packages=python3,python3-pip,ca-certificates,libstdc++6
label='LABEL org.hport.stand-in=true'
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
cache="${XDG_CACHE_HOME:-$HOME/.cache}/hport/base"
key="$(printf '%s %s' "$suite" "$packages" | sha256sum | cut -c1-12)"
tarball="$cache/$suite-$key.tar.gz"
debian="hport/stand-in:$suite-$key"
work=''
container=''

fail() {
  echo "containers/base.sh: $*" >&2
  exit 1
}

clean_up() {
  [ -z "$container" ] || docker rm -f "$container" >/dev/null 2>&1 || true
  [ -z "$work" ] || rm -rf "$work" "$work.tar.gz"
}
trap clean_up EXIT

have() { docker image inspect "$1" >/dev/null 2>&1; }

base_of() { sed -n 's/^ARG BASE=//p' "$here/$1/Dockerfile" | head -n 1; }

# The Debian part, as a tarball in the cache.
make_tarball() {
  [ -s "$tarball" ] && return
  [ "$(id -u)" = 0 ] || fail 'debootstrap needs root; pull the base images where a registry answers instead'
  command -v debootstrap >/dev/null || fail 'debootstrap is missing; apt-get install debootstrap'
  work="$(mktemp -d "$cache/rootfs.XXXXXX")"
  chmod 755 "$work" # it becomes / of the images, whose user is nobody
  echo "base images: debootstrap $suite (about a minute)"
  debootstrap --variant=minbase --include="$packages" "$suite" "$work" >"$cache/debootstrap.log" 2>&1 ||
    fail "debootstrap failed; its last lines (all in $cache/debootstrap.log):
$(tail -n 5 "$cache/debootstrap.log")"
  rm -rf "$work"/var/cache/apt/* "$work"/var/lib/apt/lists/* "$work"/var/log/* "$work"/usr/share/{doc,man,locale,info}
  # Renamed when whole, so that a tarball that is there can be trusted.
  tar -C "$work" -c . | gzip -1 >"$work.tar.gz"
  mv "$work.tar.gz" "$tarball"
  rm -rf "$work"
  work=''
}

make_debian() {
  have "$debian" && return
  make_tarball
  docker import --change "$label" --change 'CMD ["bash"]' "$tarball" "$debian" >/dev/null
}

# docker cp and commit rather than a build: no builder needed, and the Debian layer is shared.
make_node() {
  local node version
  node="$(readlink -f "$(command -v node)")" || fail 'there is no node on this machine to make the stand-in from'
  container="$(docker create --network none "$debian" true)"
  docker cp "$node" "$container:/usr/local/bin/node" >/dev/null
  docker commit --change "$label" --change 'CMD ["node"]' "$container" "$1" >/dev/null
  docker rm "$container" >/dev/null
  container=''
  version="$(docker run --rm --network none "$1" node --version 2>&1)" || {
    docker rmi "$1" >/dev/null 2>&1 || true
    fail "the Node of this machine ($node) does not run on $suite: $version"
  }
  echo "base images: $1 is a stand-in with node $version"
}

make_python() {
  docker tag "$debian" "$1"
  echo "base images: $1 is a stand-in with $(docker run --rm --network none "$1" python3 --version)"
}

main() {
  local runtime name
  docker version >/dev/null 2>&1 || fail 'no container engine answers'
  mkdir -p "$cache"
  exec 9>"$cache/lock"
  flock 9
  for runtime in "$@"; do
    case "$runtime" in node | python) ;; *) fail "unknown runtime \"$runtime\" (node, python)" ;; esac
    name="$(base_of "$runtime")"
    [ -n "$name" ] || fail "containers/$runtime/Dockerfile has no line ARG BASE="
    have "$name" && continue
    make_debian
    "make_$runtime" "$name"
  done
}

if [ $# -eq 0 ]; then set -- node python; fi
main "$@"
