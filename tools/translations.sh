#!/bin/sh
# Collects the texts of the code into i18n/*.ts, where translators find what is new, and compiles what is translated.
set -eu
cd "$(dirname -- "$0")/.."
command -v lrelease >/dev/null || { echo "translations: apt-get install qttools5-dev-tools" >&2; exit 1; }
[ -x build/pylupdate/bin/pylupdate6 ] || {
    python3 -m venv build/pylupdate
    build/pylupdate/bin/pip install --quiet PyQt6
}
for file in i18n/*.ts; do
    build/pylupdate/bin/pylupdate6 --no-obsolete --ts "$file" processing_provider s2gm_plugin
    # Line numbers would change with every commit.
    sed -i '/<location filename=/d' "$file"
done
lrelease -silent i18n/*.ts
for file in i18n/*.ts; do
    echo "$file: $(grep -c 'type="unfinished"' "$file" || true) texts are not translated"
done
