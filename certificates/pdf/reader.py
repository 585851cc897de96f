"""The child process that reads a foreign PDF: file on standard input, what its signatures are on standard output.

It runs alone under limits of time and memory (common.confined) and never imports the project: anybody may send it
anything. One line: [{"covered", "key_id", "is_intact"}, …], the signatures in order; [] where there are none, where the
file is no PDF, and where it cannot be read.
"""

import hashlib
import io
import json
import resource
import sys
from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

SECONDS = 20
MEMORY = 512 * 1024 * 1024
MOST_SIGNATURES = 20


def main() -> None:
    """Read one file under the limits."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    data = sys.stdin.buffer.read()
    try:
        found = signatures(data)
    except Exception:  # noqa: BLE001  # Whatever a broken file does to a parser, no signature of it can be read.
        found = []
    sys.stdout.write(json.dumps(found) + "\n")


def signatures(data: bytes) -> list[dict[str, Any]]:
    """What each signature covers, whose it is, and whether it holds."""
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    return [facts(signature, data) for signature in reader.embedded_regular_signatures[:MOST_SIGNATURES]]


def facts(signature: EmbeddedPdfSignature, data: bytes) -> dict[str, Any]:
    """One signature, against the bytes that it says it covers."""
    numbers = [int(number) for number in signature.byte_range]
    covered = b"".join(data[start : start + length] for start, length in zip(numbers[::2], numbers[1::2], strict=True))
    algorithm = signature.signer_info["digest_algorithm"]["algorithm"].native
    is_intact, is_valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type="data",
        actual_digest=hashlib.new(algorithm, covered).digest(),
    )
    return {
        "covered": hashlib.sha256(covered).hexdigest(),
        "key_id": hashlib.sha256(signature.signer_cert.dump()).hexdigest(),
        "is_intact": bool(is_intact and is_valid),
    }


if __name__ == "__main__":
    main()
