"""Tables for few observations against simulation and known values."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from s2gm_core.composite.order_statistics import linear_ranks
from s2gm_core.composite.small_samples import normal_at, normal_quantile, sigma_over_mad, student, student_by_count


def test_students_factor_is_that_of_the_distribution():
    freedom = np.array([1.0, 1.3, 2.0, 3.0, 4.5, 11.0, 29.0, 400.0])
    expected = stats.t.ppf((1 + 0.6826894921370859) / 2, freedom)
    np.testing.assert_allclose(student(freedom), expected, rtol=2e-3)


def test_less_than_one_degree_of_freedom_counts_as_one():
    assert student(np.array([0.2, 0.0, -1.0])).tolist() == [student(np.array([1.0]))[0]] * 3
    np.testing.assert_allclose(student_by_count(3)[[2, 3]], student(np.array([1.0, 2.0])))


@pytest.mark.parametrize("p", [0.5, 0.25, 0.1, 0.0])
@pytest.mark.parametrize("count", [1, 2, 3, 4, 7, 12, 40])
def test_moments_of_normal_quantiles_are_those_of_simulated_samples(p: float, count: int):
    drawn = np.quantile(np.random.default_rng(1).standard_normal((40_000, count)), p, axis=1)
    mean, variance = (table[0][count] for table in normal_at(linear_ranks((p,), count)))
    assert mean == pytest.approx(drawn.mean(), abs=0.02)
    assert variance == pytest.approx(drawn.var(), rel=0.04)
    assert normal_quantile(p, count) == pytest.approx(float(mean), abs=1e-6)


def test_the_variance_of_normal_medians_is_the_published_one():
    variance = normal_at(linear_ranks((0.5,), 5))[1][0]
    np.testing.assert_allclose(variance[1:], [1.0, 0.5, 0.4487, 0.2982, 0.2868], atol=1e-4)


def test_many_observations_overflow_nothing():
    mean, variance = normal_at(linear_ranks((0.5,), 1500))
    assert mean[0, -1] == pytest.approx(0, abs=1e-5)
    assert variance[0, -1] == pytest.approx(np.pi / 2 / 1500, rel=0.01)


@pytest.mark.parametrize("count", [2, 3, 4, 5, 8, 15, 40])
def test_the_corrected_median_absolute_deviation_is_the_standard_deviation_in_the_mean(count: int):
    drawn = np.random.default_rng(2).standard_normal((40_000, count))
    mad = np.median(np.abs(drawn - np.median(drawn, axis=1, keepdims=True)), axis=1)
    assert sigma_over_mad(count)[count] * mad.mean() == pytest.approx(1, abs=0.02)


def test_one_observation_has_no_deviation():
    assert sigma_over_mad(1).tolist() == [0, 0]
