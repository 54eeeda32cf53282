"""Does what a browser does when it is asked for a proof."""

from itertools import count

from rathaus.appointments.proving import zero_bits


def solve(challenge: str, bits: int) -> str:
    return next(proof for n in count() if zero_bits(proof := f"{challenge}.{n}") >= bits)
