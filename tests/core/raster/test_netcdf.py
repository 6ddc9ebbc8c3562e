"""NetCDF as xarray sees it: variables, coordinates, bounds, packing, classes, long attributes."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import numpy as np
import pytest
import rasterio
import xarray
from pyproj import CRS

from s2gm_core.errors import OutputError
from s2gm_core.grid import Grid
from s2gm_core.progress import SilentProgress
from s2gm_core.raster.write import BlockWriter, RasterFormat
from s2gm_core.raster.write_netcdf import CHUNK_SIZE, NetcdfVariable, TimeSpan, convert_to_netcdf

GRID = Grid("EPSG:32633", 500_000.0, 5_000_040.0, 10.0, 10.0, 700, 600)
_NORTH_POLE = CRS.from_proj4("+proj=laea +lat_0=90 +lon_0=10 +datum=WGS84 +units=m").to_wkt()
AUGUST = TimeSpan(datetime(2023, 8, 1, tzinfo=timezone.utc), datetime(2023, 9, 1, tzinfo=timezone.utc))
LAYOUTS = {
    "B02": RasterFormat("uint16", 65535, ("B02",), 0.0001, "1"),
    "B03": RasterFormat("uint8", 0, ("B03",), 0.0012, "1", offset=-0.0012),
    "source_index": RasterFormat("int16", -1, ("source_index",)),
    "classes": RasterFormat("uint8", 255, ("classes",), categorical=True),
    "sun_azimuth": RasterFormat("uint16", 65535, ("sun_azimuth",), 0.01, "Degree"),
}


def _write(folder: Path, grid: Grid = GRID, **attributes: str) -> dict[str, np.ndarray]:
    """Every number that each type can hold, in ``folder/all.nc``; returns the planes, (y, x)."""
    random, planes, variables = np.random.default_rng(3), {}, []
    for name, layout in LAYOUTS.items():
        limits = np.iinfo(layout.dtype)
        plane = random.integers(limits.min, limits.max, grid.shape, dtype=layout.dtype, endpoint=True)
        with BlockWriter(folder / f"{name}.raw", grid, layout) as writer:
            writer.write(plane, grid.window)
        flags = {0: "No data", 7: "Unclassified (cloud, low probability)"} if name == "classes" else {}
        variables.append(NetcdfVariable(name, folder / f"{name}.raw", layout, {"long_name": f"<{name}> & more"}, flags))
        planes[name] = plane
    convert_to_netcdf(
        variables, folder / "all.nc", grid, AUGUST, {"title": 'A "title"', **attributes}, SilentProgress()
    )
    return planes


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("netcdf")


@pytest.fixture(scope="module")
def planes(folder: Path) -> dict[str, np.ndarray]:
    return _write(folder)


def _open(path: Path, **options: object) -> xarray.Dataset:
    return xarray.open_dataset(path, engine="h5netcdf", **options)


def test_stored_numbers_have_the_types_and_values_of_the_layers(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc", mask_and_scale=False) as data:
        assert {name: str(variable.dtype) for name, variable in data.items() if name in planes} == {
            name: layout.dtype for name, layout in LAYOUTS.items()
        }
        for name, plane in planes.items():
            assert data[name].dims == ("time", "y", "x")
            np.testing.assert_array_equal(data[name].values[0], plane, name)
            assert data[name].attrs["_FillValue"] == LAYOUTS[name].nodata


def test_xarray_decodes_reflectance_with_scale_and_offset(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc") as data:
        for name in ("B02", "B03"):
            layout, stored = LAYOUTS[name], planes[name].astype(float)
            wanted = np.where(planes[name] == layout.nodata, np.nan, stored * layout.scale + layout.offset)
            np.testing.assert_allclose(data[name].values[0], wanted, rtol=0, atol=1e-6)


def test_coordinates_are_the_centres_of_the_pixels_north_up(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc") as data:
        np.testing.assert_array_equal(data.x, 500_005.0 + 10.0 * np.arange(700))
        np.testing.assert_array_equal(data.y, 5_000_035.0 - 10.0 * np.arange(600))
        assert (data.x.attrs["standard_name"], data.x.attrs["units"]) == ("projection_x_coordinate", "m")


def test_the_time_is_the_period_with_its_bounds(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc") as data:
        assert data.time.values.tolist() == [np.datetime64("2023-08-01", "ns").astype(int)]
        assert [str(end)[:10] for end in data.time_bnds.values[0]] == ["2023-08-01", "2023-09-01"]
        assert data.time.encoding["units"].startswith("days since 1970-01-01")


def test_a_grid_mapping_names_the_crs_in_three_ways(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc", decode_coords="all") as data:
        mapping = data["crs"].attrs
        assert {data[name].encoding["grid_mapping"] for name in LAYOUTS} == {"crs"}
    assert (mapping["grid_mapping_name"], mapping["longitude_of_central_meridian"]) == ("transverse_mercator", 15.0)
    assert "UTM zone 33N" in mapping["crs_wkt"]
    assert "UTM zone 33N" in mapping["spatial_ref"]


def test_attributes_follow_cf(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc", mask_and_scale=False) as data:
        assert data.attrs == {"Conventions": "CF-1.10", "title": 'A "title"'}
        assert data.sun_azimuth.attrs["units"] == "degree"
        assert data.sun_azimuth.attrs["long_name"] == "<sun_azimuth> & more"
        assert data.classes.attrs["flag_values"].tolist() == [0, 7]
        assert data.classes.attrs["flag_values"].dtype == np.uint8
        assert data.classes.attrs["flag_meanings"] == "no_data unclassified_cloud_low_probability"


def test_layers_are_packed_in_chunks_that_are_read_in_blocks(folder: Path, planes: dict[str, np.ndarray]):
    with _open(folder / "all.nc") as data:
        encoding = data.B02.encoding
    assert encoding["chunksizes"] == (1, CHUNK_SIZE, CHUNK_SIZE)
    assert encoding["zlib"] or encoding["compression"] == "gzip"


def test_longitude_and_latitude_are_called_so(tmp_path: Path):
    grid = Grid("EPSG:4326", 15.0, 45.0, 1e-4, 1e-4, 40, 30)
    planes = _write(tmp_path, grid)
    with _open(tmp_path / "all.nc", mask_and_scale=False) as data:
        assert data.B02.dims == ("time", "lat", "lon")
        assert (data.lat.attrs["units"], data.lon.attrs["units"]) == ("degrees_north", "degrees_east")
        np.testing.assert_allclose(data.lat, 45.0 - 1e-4 * (np.arange(30) + 0.5))
        np.testing.assert_array_equal(data.B02.values[0], planes["B02"])
    with rasterio.open(f'NETCDF:"{tmp_path}/all.nc":B02') as file:
        assert file.crs.to_epsg() == 4326


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1)])
def test_a_single_row_or_column_has_its_place(tmp_path: Path, shape: tuple[int, int]):
    grid = Grid("EPSG:32733", 500_000.0, 5_000_040.0, 20.0, 20.0, shape[1], shape[0])
    planes = _write(tmp_path, grid)
    with rasterio.open(f'NETCDF:"{tmp_path}/all.nc":B02') as file:
        assert (file.crs.to_epsg(), tuple(file.transform)[:6]) == (
            32733,
            (20.0, 0.0, 500_000.0, 0.0, -20.0, 5_000_040.0),
        )
        np.testing.assert_array_equal(file.read(1), planes["B02"])


@pytest.mark.parametrize("crs", ["EPSG:28992", "EPSG:3857", "EPSG:2154", _NORTH_POLE])
def test_a_crs_without_words_in_cf_is_there_as_wkt(tmp_path: Path, crs: str):
    _write(tmp_path, Grid(crs, 500_000.0, 400_000.0, 20.0, 20.0, 8, 8))
    with rasterio.open(f'NETCDF:"{tmp_path}/all.nc":B02') as file:
        assert CRS.from_wkt(file.crs.to_wkt()).equals(CRS.from_user_input(crs), ignore_axis_order=True)


def test_an_attribute_may_be_longer_than_an_hdf5_header(tmp_path: Path):
    """A year of a large area has thousands of granules; HDF5's own header holds 64 KiB."""
    granules = ",".join(f"{number}=S2A_OPER_MSI_L2A_TL_2APS_20230805T120000_T33TWL_N05.09" for number in range(5000))
    _write(tmp_path, Grid("EPSG:32633", 500_000.0, 5_000_040.0, 10.0, 10.0, 8, 8), input_components=granules)
    with _open(tmp_path / "all.nc") as data:
        assert data.attrs["input_components"] == granules


def test_a_layer_that_cannot_be_read_is_an_error_and_leaves_nothing(tmp_path: Path):
    (tmp_path / "B02.raw").write_bytes(b"no raster")
    variable = NetcdfVariable("B02", tmp_path / "B02.raw", LAYOUTS["B02"])
    with pytest.raises(OutputError, match=r"all\.nc"):
        convert_to_netcdf([variable], tmp_path / "all.nc", GRID, AUGUST, {}, SilentProgress())
    assert [path.name for path in tmp_path.iterdir()] == ["B02.raw"]
