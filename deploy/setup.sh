#!/bin/sh
# Installs what Counterfoil needs on a Debian-like machine, and only what is missing.
#
#   sh deploy/setup.sh build            compiler tools, to run the server and the till in a browser
#   sh deploy/setup.sh build window     also the till in a window of its own
#   sh deploy/setup.sh build window test    also what the tests drive
#
# Without root or password-free sudo it prints the line to run and stops.
set -eu

build="build-essential pkg-config binaryen"
window="libwebkit2gtk-4.1-dev libgtk-3-dev librsvg2-dev libayatana-appindicator3-dev libssl-dev libudev-dev"
test="webkit2gtk-driver xvfb dbus dbus-x11 imagemagick chromium chromium-driver postgresql poppler-utils qpdf zbar-tools"
wasm=wasm32-unknown-unknown

say() { printf '%s\n' "setup: $*" >&2; }

[ $# -gt 0 ] || set -- build window test
wanted=
for group in "$@"; do
    case $group in
        build) wanted="$wanted $build" ;;
        window) wanted="$wanted $window" ;;
        test) wanted="$wanted $test" ;;
        *) say "there is no group '$group'; the groups are: build window test"; exit 2 ;;
    esac
done

is_installed() {
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=
if command -v dpkg-query >/dev/null 2>&1; then
    for package in $wanted; do
        is_installed "$package" || missing="$missing $package"
    done
else
    say "this is no Debian-like system: make sure that you have what these packages hold:$wanted"
fi

if [ -n "$missing" ]; then
    install="apt-get install --yes --no-install-recommends$missing"
    if [ "$(id -u)" -eq 0 ]; then
        as=
    elif sudo -n true 2>/dev/null; then
        as="sudo -n"
    else
        say "these packages are missing:$missing"
        say "run this line, then start again:"
        printf '%s\n' "sudo apt-get update && sudo $install"
        exit 1
    fi
    say "installing:$missing"
    # shellcheck disable=SC2086  # words on purpose
    DEBIAN_FRONTEND=noninteractive && export DEBIAN_FRONTEND
    $as apt-get update --quiet >&2
    $as $install >&2
fi

if ! command -v cargo >/dev/null 2>&1; then
    say "Rust is missing: follow https://rustup.rs, open a new terminal, then start again"
    exit 1
fi

if [ ! -d "$(rustc --print sysroot)/lib/rustlib/$wasm" ]; then
    if ! command -v rustup >/dev/null 2>&1; then
        say "this Rust cannot build the screens: install it by rustup (https://rustup.rs), then start again"
        exit 1
    fi
    rustup target add "$wasm" >&2
fi
