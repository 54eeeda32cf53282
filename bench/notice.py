"""A one-page notice with QR code, crest and a table of costs, once warm. The aim is 15 ms."""

import statistics
import time

from tests.notices.samples import LINK, TEMPLATE, letter

from rathaus.notices.service import render_letter

ROUNDS = 200


def main() -> None:
    """Print p50 and p95 over documents that differ, as they do in the town hall."""
    for number in range(20):
        render_letter(TEMPLATE, letter(reasons=f"Aufwärmen {number}"))
    times = []
    for number in range(ROUNDS):
        link = f"{LINK}-{number}"  # a code of its own, as each case has
        dog = {"name": f"Bello {number}", "seit": "2026-11-01"}
        start = time.perf_counter()
        values = {"hund": dog, "steuer": "45.00"}
        render_letter(TEMPLATE, letter(reasons=f"Grund {number}.\n" * 5, values=values, qr_url=link))
        times.append((time.perf_counter() - start) * 1000)
    cuts = statistics.quantiles(times, n=20)
    print(f"notice, one page: p50 {statistics.median(times):.1f} ms, p95 {cuts[-1]:.1f} ms (aim 15 ms)")


if __name__ == "__main__":
    main()
