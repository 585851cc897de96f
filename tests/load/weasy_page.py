"""The certificate's page by WeasyPrint, run by Debian's Python: HTML comes in, CPU milliseconds and bytes go out.

It stands alone: the project does not use WeasyPrint, so its environment does not have it.
"""

import sys
import time

from weasyprint import HTML  # type: ignore[import-not-found]

ROUNDS = 5


def main() -> None:
    """Print what the cheapest of some rounds cost, and how large the file is."""
    page = HTML(string=sys.stdin.read())
    costs = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        data = page.write_pdf()
        costs.append(time.process_time() - begun)
    print(f"{min(costs) * 1000:.2f} {len(data)}")  # noqa: T201


if __name__ == "__main__":
    main()
