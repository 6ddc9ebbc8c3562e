"""All numbers by which the mask decides, with their sources."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Thresholds:
    """Reflectance 0..1 unless said otherwise.

    Sources: MAJA, product documentation and start_maja parameters of CNES (changes of blue and red, correlation);
    Hagolle et al., Remote Sensing of Environment 114 (2010) 1747-1755 (multi-temporal cloud detection); Zhang et al.,
    Remote Sensing of Environment 82 (2002) 173-187 (haze-optimised transform); Frantz et al., Remote Sensing of
    Environment 215 (2018) 471-481 (cloud displacement index); Zhu and Woodcock, Remote Sensing of Environment 118
    (2012) 83-94 (objects and shadows). Where no source is named the number is our own, tuned on simulated archives
    of the seeds 1 to 3.
    """

    least_dates: int = 4  # observations of a cell without which nothing is compared
    reference_share: float = 0.30  # of the dates lie below the reference of the haze-optimised blue
    least_agreeing: int = 2  # dates that must agree with the reference before it is believed
    agreement: float = 0.012  # by which they may differ
    agreement_share: float = 0.08  # and of the reference's own value
    largest_bright: float = 2.5e5  # square metres; wider bright ground that is never called clear may be overcast
    haze: float = 0.020  # change of haze-optimised blue; MAJA 0.016 and more with the days between
    haze_share: float = 0.10  # and of the reference's own value, by which orbits see bright surfaces differ
    strong: float = 2.5  # times `haze`: no veto counts against such a change
    red_per_blue: float = 1.5  # ground that dries or is ploughed changes more in the red (MAJA)
    correlation: float = 0.80  # with the reference over `correlation_cells`: the ground shines through (MAJA)
    correlation_cells: int = 7
    alike: float = 0.7  # times `haze`: an observation that differs less is like the reference
    alike_share: float = 0.20  # and by this share in red and near infrared
    persistent: float = 0.60  # of the alike dates on which the classification flags a pixel
    least_persistent: int = 2  # of them at least
    growth: float = 0.5  # times `haze`: a neighbour of a cloud that differs more belongs to it
    growth_metres: float = 240.0  # at most so far
    rim_metres: float = 25.0  # around clouds and shadows
    water_infrared: float = 0.08  # clouds over water are brighter in the near infrared
    snow_index: float = 0.4  # NDSI (MAJA)
    snow_red: float = 0.12
    snow_short_wave: float = 0.16
    sure_snow_index: float = 0.5  # NDSI from which on a classification as cloud is wrong
    snowed: float = 0.05  # by which the blue rises at least where snow has fallen
    snowed_share: float = 0.05  # of that rise, by which the short-wave infrared falls at least
    cloud_over_snow: float = 0.10  # by which the short-wave infrared rises where a cloud hides snow
    dark: float = 0.80  # of the reference, in red and near infrared: may be shadow
    very_dark: float = 0.62  # of the reference in all bands: is shadow within reach of a cloud
    least_infrared: float = 0.05  # of the reference: darker ground shows no shadow
    lowest_cloud: float = 200.0  # metres above ground (FORCE)
    highest_cloud: float = 9000.0
    farthest_shadow: float = 4000.0  # metres from its cloud, as it is seen
    least_match: float = 0.35  # of an object's shadow that must be dark
    displaced: float = -0.5  # CDI of clouds (Frantz 2018)
    grounded: float = -0.25  # CDI of what stands on the ground (Frantz 2018)
    largest_grounded: float = 1.0e6  # square metres
    displaced_haze: float = 0.09  # haze-optimised blue below which what floats is no cloud


DEFAULT = Thresholds()
