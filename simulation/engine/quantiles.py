"""Quantiles: what a uniform draw is worth in another law.

The standard normal one is Wichura's (1988, "Algorithm AS 241: the percentage points of the normal distribution",
Applied Statistics 37, PPND16): one ratio of polynomials in the middle, two in the tails.
"""

from __future__ import annotations

from simulation.engine.compiling import inline
from simulation.engine.rules import log, sqrt

MIDDLE = 0.425
"""Half the width of the middle of the uniforms, five in six, whose normal quantile needs no logarithm."""
FAR = 5.0
IN_MIDDLE_TOP = (
    2.5090809287301226727e3,
    3.3430575583588128105e4,
    6.7265770927008700853e4,
    4.5921953931549871457e4,
    1.3731693765509461125e4,
    1.9715909503065514427e3,
    1.3314166789178437745e2,
    3.3871328727963666080e0,
)
IN_MIDDLE_LOW = (
    5.2264952788528545610e3,
    2.8729085735721942674e4,
    3.9307895800092710610e4,
    2.1213794301586595867e4,
    5.3941960214247511077e3,
    6.8718700749205790830e2,
    4.2313330701600911252e1,
    1.0,
)
IN_TAIL_TOP = (
    7.74545014278341407640e-4,
    2.27238449892691845833e-2,
    2.41780725177450611770e-1,
    1.27045825245236838258e0,
    3.64784832476320460504e0,
    5.76949722146069140550e0,
    4.63033784615654529590e0,
    1.42343711074968357734e0,
)
IN_TAIL_LOW = (
    1.05075007164441684324e-9,
    5.47593808499534494600e-4,
    1.51986665636164571966e-2,
    1.48103976427480074590e-1,
    6.89767334985100004550e-1,
    1.67638483018380384940e0,
    2.05319162663775882187e0,
    1.0,
)
FAR_OUT_TOP = (
    2.01033439929228813265e-7,
    2.71155556874348757815e-5,
    1.24266094738807843860e-3,
    2.65321895265761230930e-2,
    2.96560571828504891230e-1,
    1.78482653991729133580e0,
    5.46378491116411436990e0,
    6.65790464350110377720e0,
)
FAR_OUT_LOW = (
    2.04426310338993978564e-15,
    1.42151175831644588870e-7,
    1.84631831751005468180e-5,
    7.86869131145613259100e-4,
    1.48753612908506148525e-2,
    1.36929880922735805310e-1,
    5.99832206555887937690e-1,
    1.0,
)
"""Coefficients of the polynomials, the highest power first."""


@inline
def polynomial(x, terms):  # type: ignore[no-untyped-def]
    """Value at x of a polynomial with these coefficients (Horner)."""
    whole = terms[0]
    for term in terms[1:]:
        whole = whole * x + term
    return whole


@inline
def middle_normal(u):  # type: ignore[no-untyped-def]
    """Standard normal quantile of a uniform in the middle (AS 241)."""
    q = u - 0.5
    r = 0.180625 - q * q
    return q * polynomial(r, IN_MIDDLE_TOP) / polynomial(r, IN_MIDDLE_LOW)


@inline
def tail_of(u):  # type: ignore[no-untyped-def]
    """How far out in either tail a uniform lies, as AS 241 measures it."""
    return sqrt(-log(min(u, 1.0 - u)))


@inline
def tail_normal(tail):  # type: ignore[no-untyped-def]
    """Size of the standard normal quantile so far out, up to FAR (AS 241)."""
    return polynomial(tail - 1.6, IN_TAIL_TOP) / polynomial(tail - 1.6, IN_TAIL_LOW)


@inline
def far_normal(tail):  # type: ignore[no-untyped-def]
    """Size of the standard normal quantile beyond FAR: once in 36 thousand million draws (AS 241)."""
    return polynomial(tail - 5.0, FAR_OUT_TOP) / polynomial(tail - 5.0, FAR_OUT_LOW)


@inline
def normal_of(u):  # type: ignore[no-untyped-def]
    """Standard normal quantile of a uniform (Wichura 1988, AS 241, PPND16)."""
    if abs(u - 0.5) <= MIDDLE:
        return middle_normal(u)
    tail = tail_of(u)
    size = tail_normal(tail) if tail <= FAR else far_normal(tail)
    return -size if u < 0.5 else size


@inline
def laplace_of(u):  # type: ignore[no-untyped-def]
    """Laplace quantile with standard deviation 1 of a uniform."""
    size = log(2.0 * min(u, 1.0 - u))
    return 0.7071067811865476 * (size if u < 0.5 else -size)
