#!/usr/bin/env bash
# Rebuilds the print fonts of this folder from Debian 12 packages. Needed only to change them: the built files are committed,
# so that an office without a network prints the same as everyone. Needs: python3-fonttools 4.38, about 4 minutes, 300 MB.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
work="${1:-$(mktemp -d)}"
cd "$work"
for package in texlive-lang-chinese fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai unicode-data; do
  ls "$package"_*.deb >/dev/null 2>&1 || apt-get download -q "$package"
  dpkg-deb -x "$package"_*.deb root
done
/usr/bin/python3 "$here/build.py" "$work/root" "$here"
