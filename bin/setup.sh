# Sourced by bin/demo and bin/test: finds what they need on this machine and installs what is missing.
# Says each thing that it installs. Never asks: it works without a terminal.
# shellcheck shell=bash

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

# As root, by sudo where we are not root. Without either, names the command to run.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif have sudo; then sudo "$@"
  else fail "Run this as root, then start again: $*"; fi
}

# install NAME-FOR-APT NAME-FOR-DNF NAME-FOR-BREW: one or more packages each, or - where there is none.
install() {
  if have apt-get; then
    [ "$1" = - ] && return
    say "Installing by apt: $1"
    [ -n "${apt_updated:-}" ] || { as_root apt-get -q update >/dev/null && apt_updated=1; }
    # shellcheck disable=SC2086 # several packages
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $1 >/dev/null
  elif have dnf; then
    [ "$2" = - ] && return
    say "Installing by dnf: $2"
    # shellcheck disable=SC2086
    as_root dnf -q -y install $2 >/dev/null
  elif have brew; then
    [ "$3" = - ] && return
    say "Installing by Homebrew: $3"
    # shellcheck disable=SC2086
    brew install --quiet $3
  elif [ "$(uname)" = Darwin ]; then
    fail "Install Homebrew from https://brew.sh, then start again."
  else
    fail "This machine has none of apt, dnf and Homebrew. Install these by hand, then start again: $1"
  fi
}

need_compiler() {
  have cc && return
  if [ "$(uname)" = Darwin ]; then
    xcode-select --install 2>/dev/null || true
    fail "Install the command line tools in the window that has opened, then start again."
  fi
  install "gcc libc6-dev" "gcc" -
}

# The oldest Rust that the workspace names, or newer.
rust_is_new_enough() {
  have cargo || return 1
  local wanted found
  wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
  found=$(cargo --version | cut -d' ' -f2)
  [ "$(printf '%s\n%s\n' "$wanted" "$found" | sort -V | head -n 1)" = "$wanted" ]
}

need_rust() {
  # shellcheck source=/dev/null
  [ -r "${CARGO_HOME:-$HOME/.cargo}/env" ] && . "${CARGO_HOME:-$HOME/.cargo}/env"
  rust_is_new_enough && return
  if have rustup; then
    say "Updating Rust by rustup"
    rustup toolchain install stable --profile minimal --no-self-update
    export RUSTUP_TOOLCHAIN=stable
  else
    have curl || install "curl ca-certificates" curl curl
    say "Installing Rust by rustup, from https://rustup.rs, into ${CARGO_HOME:-$HOME/.cargo}"
    curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh -s -- -q -y --profile minimal --no-modify-path
    # shellcheck source=/dev/null
    . "${CARGO_HOME:-$HOME/.cargo}/env"
  fi
  rust_is_new_enough || fail "Rust is still older than Cargo.toml asks for; remove the old one from the PATH."
}

need_postgres() {
  local found
  found=$(command -v initdb || ls -d /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb \
    /opt/homebrew/opt/postgresql*/bin/initdb /usr/local/opt/postgresql*/bin/initdb \
    /Applications/Postgres.app/Contents/Versions/*/bin/initdb 2>/dev/null || true)
  [ -n "$found" ] && return
  # Debian would make and start a cluster of its own, which nobody here asked for.
  local quiet=/etc/postgresql-common/createcluster.d/iaspn.conf
  if have apt-get; then
    as_root mkdir -p "${quiet%/*}"
    echo "create_main_cluster = false" | as_root tee "$quiet" >/dev/null
  fi
  local outcome=0
  install postgresql postgresql-server postgresql@17 || outcome=$?
  if have apt-get; then as_root rm -f "$quiet"; fi
  return "$outcome"
}

# Reads PDFs for the search and draws their first pages. The portal goes without it.
need_poppler() {
  have pdftotext && have pdftoppm && return
  install poppler-utils poppler-utils poppler
}
