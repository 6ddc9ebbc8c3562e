"""What is known of the error of one observation of surface reflectance.

Sen2Cor's products carry no uncertainty, so it is modelled: a floor and a share of the reflectance, in quadrature. The
numbers are this project's choice after 0.005 + 0.05 rho, the accuracy that is usually quoted for MODIS (from Vermote &
Kotchenova 2008, Journal of Geophysical Research 113, D23S90; the number as others quote it). All further numbers here
are estimates, too, and say so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ..radiometry.brdf import c_uncertainty
from ..sensors.bands import BANDS

AEROSOL_SLOPE_AT_490 = 0.075
"""Change of surface reflectance per unit of aerosol optical thickness in the blue: the middle of 0.05 to 0.1, an
estimate for dark surfaces."""

ANGSTROM = 1.3
"""Exponent by which optical thickness falls with wavelength, of continental aerosol."""

AEROSOL_FLOOR, AEROSOL_SHARE = 0.03, 0.1
"""Standard uncertainty of the aerosol optical thickness, 0.03 + 0.1 of it: an estimate."""


@dataclass(frozen=True)
class InputUncertainty:
    """Uncertainty of one observation of surface reflectance, elementwise on arrays of any shape."""

    floor: float = 0.005  # reflectance
    relative: float = 0.05  # of the reflectance
    correlation: float = 0.4  # between the errors of the dates of one pixel: calibration and aerosol model
    directional: float = 0.0  # relative, of the factor that normalised view and sun angles; 0: not normalised

    def variance(self, reflectance: np.ndarray) -> np.ndarray:
        """Square of the standard uncertainty of reflectance 0..1, any shape, float32 in and out."""
        share = self.relative**2 + self.directional**2
        return np.float32(self.floor**2) + np.float32(share) * np.square(reflectance)

    def of(self, reflectance: np.ndarray) -> np.ndarray:
        """Standard uncertainty of reflectance 0..1, (..., y, x) float32 in and out."""
        return np.sqrt(self.variance(reflectance))

    def aerosol_variance(self, band: str, thickness: np.ndarray) -> np.ndarray:
        """What the uncertainty of the aerosol adds to `variance`; 0 where the thickness is unknown (NaN).

        thickness: aerosol optical thickness at 550 nm, (time, y, x) or any shape, float32; returns the same shape.
        """
        slope = AEROSOL_SLOPE_AT_490 * (490.0 / BANDS[band].nominal_nm[0]) ** ANGSTROM
        known = np.float32(slope) * (np.float32(AEROSOL_FLOOR) + np.float32(AEROSOL_SHARE) * thickness)
        return np.where(np.isnan(known), np.float32(0), np.square(known))

    def normalised(self, factors: np.ndarray) -> InputUncertainty:
        """The model of reflectance that was multiplied by factors like these (any shape, NaN ignored).

        u_NBAR^2 = (c u)^2 + (rho u_c)^2 with rho before and c rho after normalisation: relative to the result, u_c / c
        adds to the relative part in quadrature. The root mean square over the factors stands for all, so that the
        uncertainty of a pixel does not depend on its block; the floor's own factor c, within a few percent of 1, is
        left out.
        """
        factors = np.asarray(factors, dtype=np.float64)
        own = c_uncertainty(factors) / factors
        return replace(self, directional=float(np.sqrt(np.nanmean(np.square(own)))))
