#!/bin/sh
# 不需網路的安裝：sh install.sh [文件資料夾] [--host 0.0.0.0] [--port 8000]
# Finds a Python that the archive has packages for; install.py does the rest.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
wanted=$(tr '\n' ' ' <"$here/pythons.txt")
for version in $wanted; do
  for python in "${PYTHON:-}" "python$version" python3; do
    [ -n "$python" ] || continue
    if "$python" -c "import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$version')" 2>/dev/null; then
      exec "$python" "$here/install.py" "$@"
    fi
  done
done
echo "找不到 Python（需要的版本：$wanted）。請先安裝，或以 PYTHON=/path/to/python 指定。" >&2
exit 1
