"""G.711 μ-law, written out from the standard: Python 3.13 has no audioop."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.int16]

_BIAS = 0x84
_CLIP = 32635


def _decode_table() -> Samples:
    code = ~np.arange(256, dtype=np.int32) & 0xFF
    exponent, mantissa = (code >> 4) & 7, code & 15
    magnitude = (((mantissa << 3) + _BIAS) << exponent) - _BIAS
    return np.where(code & 0x80, -magnitude, magnitude).astype(np.int16)


_DECODED = _decode_table()


def mulaw_to_pcm(payload: bytes) -> Samples:
    return _DECODED[np.frombuffer(payload, np.uint8)]


def pcm_to_mulaw(samples: Samples) -> bytes:
    wide = samples.astype(np.int32)
    magnitude = np.minimum(np.abs(wide), _CLIP) + _BIAS
    exponent = np.floor(np.log2(magnitude)).astype(np.int32) - 7
    mantissa = (magnitude >> (exponent + 3)) & 15
    code = ~(np.where(wide < 0, 0x80, 0) | (exponent << 4) | mantissa) & 0xFF
    codes: npt.NDArray[np.uint8] = code.astype(np.uint8)
    return codes.tobytes()
