"""What goes out: the plugin's metadata, versions, package, and nothing of the machines it was made on."""

from __future__ import annotations

import configparser
import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests.house.sources import ROOT, text_files

REQUIRED = [
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
    "homepage",
    "category",
]


@pytest.fixture(scope="module")
def metadata() -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


def test_metadata_has_what_the_plugin_site_requires(metadata: configparser.SectionProxy) -> None:
    assert [key for key in REQUIRED if not metadata.get(key, "").strip()] == []
    assert all(metadata[key].startswith("https://") for key in ("tracker", "repository", "homepage"))
    assert "plugin" not in metadata["name"].lower()


def test_metadata_declares_qgis_3_22_to_4_99_and_the_processing_provider(metadata: configparser.SectionProxy) -> None:
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert metadata["hasProcessingProvider"] == "yes"
    assert "supportsQt6" not in metadata


def test_metadata_names_the_packages_that_qgis_does_not_bring(metadata: configparser.SectionProxy) -> None:
    assert [name for name in ("rasterio", "scipy", "shapely") if name not in metadata["about"]] == []


def test_the_icon_that_metadata_names_is_there(metadata: configparser.SectionProxy) -> None:
    assert (ROOT / metadata.get("icon", "metadata.txt")).is_file()


def test_one_version_everywhere(metadata: configparser.SectionProxy) -> None:
    from s2gm_core.version import __version__

    newest = re.search(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert {metadata["version"], newest[1], __version__} == {__version__}
    assert metadata["changelog"].startswith(f"{__version__}:")


def test_the_licence_is_the_gpl_in_a_file_without_ending() -> None:
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("GNU GENERAL PUBLIC LICENSE")


# Put together from parts, so that this file does not hold what it forbids.
MACHINE_PATH = re.compile("|".join(rf"(?<![\w.$}}~-])/{name}/" for name in ("work", "tmp", "root", "home")))
REGISTRY = re.compile(
    "|".join(("pypi" + r"\.org", "python" + "hosted", "arti" + "factory", "/opt/" + "wheels", "index-" + "url"))
)


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY], ids=["machine paths", "registry hosts"])
def test_no_file_names_a_machine_of_its_makers(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in text_files()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (ROOT / ".git").exists():
        pytest.skip(f"{ROOT} is not a git checkout")
    target = tmp_path_factory.mktemp("package") / "s2gm.zip"
    command = [
        "git",
        "archive",
        "--worktree-attributes",
        "--format=zip",
        "--prefix=s2gm/",
        f"--output={target}",
        "HEAD",
    ]
    subprocess.run(command, check=True, cwd=ROOT)
    return target


@pytest.fixture(scope="module")
def packaged(package: Path) -> list[str]:
    return zipfile.ZipFile(package).namelist()


def test_the_package_has_one_folder_with_the_plugin_in_it(packaged: list[str]) -> None:
    assert {name.split("/")[0] for name in packaged} == {"s2gm"}
    wanted = {"s2gm/metadata.txt", "s2gm/__init__.py", "s2gm/LICENSE", "s2gm/s2gm_core/__init__.py"}
    assert wanted <= set(packaged)


def test_the_package_holds_nothing_that_the_plugin_site_refuses(packaged: list[str]) -> None:
    refused = (".sh", ".bat", ".so", ".dll", ".pyc", ".exe")
    parts = {part for name in packaged for part in Path(name).parts}
    assert [part for part in parts if part.startswith(".") or part.endswith(refused)] == []
    assert parts.isdisjoint({"tests", "benchmarks", "tools"})


LARGEST_PACKAGE = 25_000_000
"""Bytes that the plugin site takes."""


def test_the_package_has_the_documents_with_their_pictures(package: Path, packaged: list[str]) -> None:
    listing = subprocess.check_output(["git", "ls-tree", "-r", "--name-only", "HEAD", "docs"], cwd=ROOT, text=True)
    there = {f"s2gm/{name}" for name in listing.splitlines()}
    assert {"s2gm/docs/hub.md", "s2gm/docs/images/hub_light_inspect.png"} <= there
    assert there <= set(packaged)
    assert package.stat().st_size < LARGEST_PACKAGE
