"""The parameters of ordering a mosaic: names, labels, help. Names are stable; scripts and models hold them.

Choices are static texts, the same words as on the command line, and come from the core's tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterAuthConfig,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterFile,
    QgsProcessingParameterGeometry,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsWkbTypes,
)

from .translation import translate

SOURCE, EXTENT, AREA, GEOMETRY = "SOURCE", "EXTENT", "AREA", "GEOMETRY"
PERIOD, START, END = "PERIOD", "START", "END"
METHOD, BANDS, RESOLUTION, CRS = "METHOD", "BANDS", "RESOLUTION", "CRS"
LAYERS, CLOUD_MASK, FORMAT, MAX_CLOUD = "LAYERS", "CLOUD_MASK", "FORMAT", "MAX_CLOUD"
LANDSAT_WEIGHT = "LANDSAT_WEIGHT"
EXCLUDE_SCENES, INCLUDE_SCENES = "EXCLUDE_SCENES", "INCLUDE_SCENES"
PLATFORMS, RELATIVE_ORBITS, BASELINES = "PLATFORMS", "RELATIVE_ORBITS", "BASELINES"
MAX_LOST, AUTH = "MAX_LOST", "AUTH"
NAME, WORKERS, MEMORY = "NAME", "WORKERS", "MEMORY"
CACHE, CACHE_SIZE = "CACHE", "CACHE_SIZE"
MONTH = "MONTH"
NO_PRESET = "none"
NOT_SMOOTHED = "none"


@dataclass(frozen=True)
class Choices:
    """The words that the choices offer, in order; empty where the core cannot be imported."""

    periods: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    cloud_masks: tuple[str, ...] = ()
    scene_masks: tuple[str, ...] = ()  # those that are made of the whole stack
    formats: tuple[str, ...] = ()
    bit_depths: tuple[str, ...] = ()
    switch: tuple[str, ...] = ()
    clips: tuple[str, ...] = ()
    indices: tuple[str, ...] = ()
    presets: tuple[str, ...] = ()
    series_periods: tuple[str, ...] = ()
    series_methods: tuple[str, ...] = ()
    smoothers: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ()
    tones: tuple[str, ...] = ()
    tiles: tuple[str, ...] = ()
    colour_layers: tuple[str, ...] = ()
    colour_mask: str = "esa"
    colour_fill_days: int = 30
    providers: tuple[str, ...] = ()  # name, title and account of each
    default_provider: str = ""
    most_lost: float = 50.0  # percent
    cache_gibibytes: float = 10.0


@dataclass(frozen=True)
class Parameter:
    """One parameter of an algorithm with its help."""

    definition: QgsProcessingParameterDefinition
    help: str
    advanced: bool = False


def choices_of_core() -> Choices:
    """The choices from the core's tables (imports the core, and so all packages that it needs)."""
    from ..s2gm_core.catalog.providers import DEFAULT_PROVIDER, PROVIDERS
    from ..s2gm_core.composite.registry import METHODS
    from ..s2gm_core.layers import GROUPS
    from ..s2gm_core.layers import LAYERS as LAYER_TABLE
    from ..s2gm_core.masks.scene_classification import MASK_NAMES, MASK_PRESETS
    from ..s2gm_core.order import BIT_DEPTHS, CLIPS, FORMATS, SWITCH
    from ..s2gm_core.order_products import BRIGHTEARTH, PRODUCTS, TILES
    from ..s2gm_core.period import PERIOD_KINDS
    from ..s2gm_core.presets import PRESETS, usual_settings
    from ..s2gm_core.products.losses import MOST_LOST_PERCENT
    from ..s2gm_core.products.series.order import AUTO, SERIES_PERIODS
    from ..s2gm_core.products.series.writers import LAYOUTS
    from ..s2gm_core.radiometry.tone import LIMITS, LINEAR, NATURAL
    from ..s2gm_core.raster.range_cache import DEFAULT_CACHE_BYTES
    from ..s2gm_core.sensors.bands import BANDS as BAND_TABLE
    from ..s2gm_core.sensors.spectral_indices import INDICES
    from ..s2gm_core.series.smoothing import SMOOTHERS

    colours = usual_settings(BRIGHTEARTH)
    return Choices(
        periods=tuple(PERIOD_KINDS),
        methods=tuple(METHODS),
        bands=tuple(BAND_TABLE),
        layers=("all", "none", *GROUPS, *LAYER_TABLE),
        cloud_masks=MASK_NAMES,
        scene_masks=tuple(name for name, row in MASK_PRESETS.items() if row.engine),
        formats=tuple(FORMATS),
        bit_depths=tuple(str(bits) for bits in BIT_DEPTHS),
        switch=SWITCH,
        clips=CLIPS,
        indices=tuple(INDICES),
        presets=(NO_PRESET, *PRESETS),
        series_periods=SERIES_PERIODS,
        series_methods=(AUTO, *METHODS),
        smoothers=(NOT_SMOOTHED, *SMOOTHERS),
        layouts=LAYOUTS,
        tones=(NATURAL, LINEAR, LIMITS),
        tiles=TILES,
        colour_layers=("all", "none", *sorted(PRODUCTS[BRIGHTEARTH].layers or ())),
        colour_mask=colours.get("cloud_mask", "esa"),
        colour_fill_days=colours["fill_days"],
        providers=tuple(f"{row.name}: {row.title} (account: {row.account})" for row in PROVIDERS.values()),
        default_provider=DEFAULT_PROVIDER,
        most_lost=MOST_LOST_PERCENT,
        cache_gibibytes=DEFAULT_CACHE_BYTES / 2**30,
    )


def source_parameter(choices: Choices) -> Parameter:
    """Where the scenes come from."""
    text = translate(
        "S2GM",
        "A provider's name; the URL of a STAC API (#collection names one of its collections); path or URL of a static "
        "STAC catalogue (catalog.json, collection.json); or a folder, zip file or product of SAFE, Theia or Landsat. "
        "Several are joined by a plus between blanks. Providers: {providers}.",
    )
    default = choices.default_provider or None
    return Parameter(
        QgsProcessingParameterString(SOURCE, translate("S2GM", "Source of scenes"), default),
        text.format(providers="; ".join(choices.providers)),
    )


def authentication_parameter() -> Parameter:
    """Credentials of the source; only the id of a stored configuration is a value."""
    return Parameter(
        QgsProcessingParameterAuthConfig(AUTH, translate("S2GM", "Authentication of the source"), "", True),
        translate(
            "S2GM",
            "A stored authentication of QGIS, for sources that need an account: user and password (Basic), a header, "
            "or S3 keys (AWS S3, or Basic with the realm s3). Sent to the source's host only.",
        ),
        advanced=True,
    )


def area_parameters() -> tuple[Parameter, ...]:
    """The three ways of giving an area."""
    polygon = QgsProcessing.SourceType.TypeVectorPolygon
    drawn = [QgsWkbTypes.GeometryType.PolygonGeometry]
    return (
        Parameter(
            QgsProcessingParameterExtent(EXTENT, translate("S2GM", "Extent"), optional=True),
            translate(
                "S2GM",
                "Rectangle to cover: xmin,xmax,ymin,ymax [EPSG:4326]. One of EXTENT, AREA and GEOMETRY is needed "
                "(for a mosaic LIKE is enough); where several are given, what they share counts.",
            ),
        ),
        Parameter(
            QgsProcessingParameterFeatureSource(AREA, translate("S2GM", "Area (polygon layer)"), [polygon], None, True),
            translate("S2GM", "Polygons to cover, in any CRS. Pixels outside stay empty."),
        ),
        Parameter(
            QgsProcessingParameterGeometry(GEOMETRY, translate("S2GM", "Drawn area"), None, True, drawn),
            translate("S2GM", "A polygon as text with its CRS: CRS=EPSG:4326;Polygon((15 45, 16 45, 16 46, 15 45))."),
            advanced=True,
        ),
    )


def period_parameters(periods: Sequence[str]) -> tuple[Parameter, ...]:
    """Which days go into a mosaic."""
    date = QgsProcessingParameterDateTime.Type.Date
    return (
        Parameter(
            choice(PERIOD, translate("S2GM", "Period"), periods, "month"),
            translate(
                "S2GM",
                "Length of time that one mosaic covers. Seasons are December to February and so on (season_eu: from 2 "
                "December, 21 March, 25 June, 13 September), quarters January to March and so on, ten-day periods "
                "begin on the 1st, 11th and 21st. custom: from START to END.",
            ),
        ),
        Parameter(
            QgsProcessingParameterDateTime(START, translate("S2GM", "Start"), date),
            translate("S2GM", "A day (UTC) inside the first period, as year-month-day. First day of a custom period."),
        ),
        Parameter(
            QgsProcessingParameterDateTime(END, translate("S2GM", "End"), date, None, True),
            translate(
                "S2GM",
                "Last day of a custom period (inclusive), or a day inside the last period of a series: then one mosaic "
                "is made per period. Empty: one period.",
            ),
        ),
    )


def search_period_parameters() -> tuple[Parameter, ...]:
    """Which days are searched."""
    date = QgsProcessingParameterDateTime.Type.Date
    return (
        Parameter(
            QgsProcessingParameterDateTime(START, translate("S2GM", "Start"), date),
            translate("S2GM", "First day (UTC), as year-month-day."),
        ),
        Parameter(
            QgsProcessingParameterDateTime(END, translate("S2GM", "End"), date, None, True),
            translate("S2GM", "Last day (inclusive). Empty: one day is searched."),
        ),
    )


def product_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """What is made of the scenes."""
    return (
        Parameter(
            choice(METHOD, translate("S2GM", "Method"), choices.methods, "s2gm"),
            translate(
                "S2GM",
                "What is made of the valid observations of a pixel: one of them is chosen, or an average is taken. The "
                "description says what each method is good for.",
            ),
        ),
        *pixel_parameters(choices),
        Parameter(
            choices_of(LAYERS, translate("S2GM", "Ancillary layers"), choices.layers, ["all"]),
            translate(
                "S2GM",
                "Layers that describe each pixel: valid observations, source, scene class, date, angles, ... all: "
                "what the source can fill. unc: the standard uncertainty of every band; frc: bands as Theia encodes "
                "them. Neither is part of all.",
            ),
            advanced=True,
        ),
    )


def month_parameter() -> Parameter:
    """The month of a quicklook."""
    date = QgsProcessingParameterDateTime.Type.Date
    return Parameter(
        QgsProcessingParameterDateTime(MONTH, translate("S2GM", "Month"), date),
        translate("S2GM", "A day (UTC) of the month to show, as year-month-day."),
    )


def pixel_parameters(choices: Choices, advanced: bool = False) -> tuple[Parameter, ...]:
    """Bands and pixel size of a mosaic."""
    return (
        Parameter(
            choices_of(BANDS, translate("S2GM", "Bands"), choices.bands, None),
            translate("S2GM", "Reflectance bands to deliver, in this order. None chosen: all that the scenes have."),
            advanced,
        ),
        resolution_parameter(advanced),
    )


def resolution_parameter(advanced: bool = False) -> Parameter:
    """Pixel size of a mosaic."""
    return Parameter(
        number(RESOLUTION, translate("S2GM", "Resolution (metres)"), (1.0, 10_000.0), 10.0),
        translate("S2GM", "Pixel size in metres; converted for CRSs in degrees or feet."),
        advanced,
    )


def cloud_limit_parameter(advanced: bool) -> Parameter:
    """How clouded a scene may be."""
    return Parameter(
        number(MAX_CLOUD, translate("S2GM", "Most cloud cover of a scene (percent)"), (0.0, 100.0), 100.0),
        translate("S2GM", "Scenes with more cloud cover, as their catalogue states it, are left out."),
        advanced,
    )


def scene_parameters() -> tuple[Parameter, ...]:
    """Which scenes count (all advanced); texts with commas, for new satellites and baselines come along."""
    rows = (
        (
            INCLUDE_SCENES,
            translate("S2GM", "Scenes to take in any case"),
            translate("S2GM", "Ids of scenes that no limit on clouds, satellites, orbits or baselines leaves out."),
        ),
        (
            PLATFORMS,
            translate("S2GM", "Satellites"),
            translate("S2GM", "Only these, separated by commas: S2A, S2B, S2C, L8, L9. Empty: all."),
        ),
        (
            RELATIVE_ORBITS,
            translate("S2GM", "Relative orbits"),
            translate("S2GM", "Only these, separated by commas, such as 22, 122 (Landsat: paths). Empty: all."),
        ),
        (
            BASELINES,
            translate("S2GM", "Processing baselines"),
            translate("S2GM", "Only these, separated by commas, such as 05.09, 05.10. Empty: all."),
        ),
    )
    others = tuple(
        Parameter(QgsProcessingParameterString(name, label, "", False, True), text, True) for name, label, text in rows
    )
    return (excluded_scenes_parameter(), *others)


def excluded_scenes_parameter() -> Parameter:
    """Scenes that are not to be used."""
    label = translate("S2GM", "Scenes to leave out")
    return Parameter(
        QgsProcessingParameterString(EXCLUDE_SCENES, label, "", False, True),
        translate("S2GM", "Scene ids, separated by commas. The algorithm Search scenes lists them."),
        advanced=True,
    )


def run_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """How the product is stored and the run behaves (all advanced)."""
    gibibytes = number(MEMORY, translate("S2GM", "Memory limit (GiB)"), (0.25, 4096.0), None)
    lost = translate("S2GM", "Most scenes that may be lost (percent)")
    return (
        Parameter(
            choice(FORMAT, translate("S2GM", "Format of the product folder"), choices.formats, "gtiff"),
            translate(
                "S2GM",
                "Of FOLDER: tiled GeoTIFF (gtiff), Cloud Optimized GeoTIFF (cog), lossless JPEG 2000 (jp2) or one "
                "NetCDF file (netcdf). OUTPUT and QUALITY are GeoTIFF in any case.",
            ),
            advanced=True,
        ),
        Parameter(
            QgsProcessingParameterString(NAME, translate("S2GM", "Order name"), "mosaic"),
            translate("S2GM", "Part of the product's name: letters, digits, hyphens and underscores."),
            advanced=True,
        ),
        Parameter(
            number(WORKERS, translate("S2GM", "Threads"), (1, 256), None),
            translate("S2GM", "How many blocks are worked on at once. Empty: as many as there are processors."),
            advanced=True,
        ),
        Parameter(
            gibibytes,
            translate("S2GM", "Memory that the run may take. Empty: chosen from the computer's memory."),
            advanced=True,
        ),
        Parameter(
            number(MAX_LOST, lost, (0.0, 100.0), choices.most_lost),
            translate("S2GM", "The run fails where more of a period's scenes cannot be read; fewer are left out."),
            advanced=True,
        ),
        *cache_parameters(choices),
    )


def cache_parameters(choices: Choices) -> tuple[Parameter, ...]:
    """Where parts of remote rasters are kept for other runs (all advanced)."""
    folder = QgsProcessingParameterFile(
        CACHE,
        translate("S2GM", "Folder for what is read over the network"),
        QgsProcessingParameterFile.Behavior.Folder,
        optional=True,
    )
    limit = translate("S2GM", "Limit of that folder (GiB)")
    return (
        Parameter(
            folder,
            translate(
                "S2GM",
                "Parts of remote rasters are kept here for other runs: the same area with another method reads them "
                "from the disk. A new folder, or one that served before. Empty: nothing is kept.",
            ),
            advanced=True,
        ),
        Parameter(
            number(CACHE_SIZE, limit, (0.25, 65536.0), choices.cache_gibibytes),
            translate("S2GM", "Where it would be exceeded, what was not used for longest makes way."),
            advanced=True,
        ),
    )


def choice(name: str, label: str, options: Sequence[str], default: str) -> QgsProcessingParameterEnum:
    """One word of several."""
    return QgsProcessingParameterEnum(name, label, list(options), False, default, False, True)


def choices_of(name: str, label: str, options: Sequence[str], default: list[str] | None) -> QgsProcessingParameterEnum:
    """Any number of words."""
    return QgsProcessingParameterEnum(name, label, list(options), True, default, True, True)


def number(name: str, label: str, limits: tuple[float, float], default: float | None) -> QgsProcessingParameterNumber:
    """A number that is whole where its limits are; optional where it has no default."""
    kinds = QgsProcessingParameterNumber.Type
    kind = kinds.Integer if isinstance(limits[0], int) else kinds.Double
    parameter = QgsProcessingParameterNumber(name, label, kind, default, default is None, *limits)
    parameter.setMetadata({"widget_wrapper": {"decimals": 2}})
    return parameter
