#!/bin/sh
# The plugin's zip from the last commit: what .gitattributes marks export-ignore stays out.
set -eu
cd "$(dirname -- "$0")/.."
version=$(sed -n 's/^version=//p' metadata.txt)
[ -n "$version" ] || { echo "package: metadata.txt has no line version=..." >&2; exit 1; }
mkdir -p dist
zip="dist/s2gm-$version.zip"
git archive --format=zip --prefix=s2gm/ --output="$zip" HEAD
echo "$zip"
if grep -q '^\(homepage\|tracker\|repository\)=https://example.org' metadata.txt; then
    echo "package: before an upload to plugins.qgis.org set homepage, tracker, repository and email in metadata.txt" >&2
fi
