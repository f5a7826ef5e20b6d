"""A Piper voice of three nodes: every phoneme becomes a stretch of a tone, longer by the length scale."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save

RATE = 22050
PERIOD = 100
"""Samples of one swing; the tone is 220.5 Hz."""
SIGNS = "_^$ .,?!;:ˈˌːabcdefhijklmnoprstuvwzæðŋɐɑɔəɚɛɜɡɪɹɾʃʊʌʒθᵻ"


def description(**changed: Any) -> dict[str, Any]:
    return {
        "audio": {"sample_rate": RATE, "quality": "test"},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "phoneme_type": "espeak",
        "phoneme_id_map": {sign: [number] for number, sign in enumerate(SIGNS)},
        "num_speakers": 1,
        **changed,
    }


def make_piper(path: Path, *, gain: float = 0.1, inputs: tuple[str, ...] = (), **changed: Any) -> Path:
    """Writes `path` and its description; `inputs` are taken beside Piper's own three."""
    path.parent.mkdir(parents=True, exist_ok=True)
    save(_model(gain, inputs), str(path))
    path.with_name(path.name + ".json").write_text(json.dumps(description(**changed)), encoding="utf-8")
    return path


def _model(gain: float, inputs: tuple[str, ...]) -> Any:
    """Ids → count × length scale, in swings → that many swings of a sine."""
    swing = (np.sin(2 * np.pi * np.arange(PERIOD) / PERIOD) * gain).astype(np.float32)
    constants = {
        "swing": swing,
        "swings": np.float32(8.0).reshape(1),
        "one": np.array([1], np.int64),
        "two": np.array([2], np.int64),
        "shape": np.array([1, 1, 1, -1], np.int64),
    }
    nodes = [
        helper.make_node("Cast", ["input_lengths"], ["count"], to=TensorProto.FLOAT),
        helper.make_node("Slice", ["scales", "one", "two"], ["length_scale"]),
        helper.make_node("Mul", ["count", "length_scale"], ["stretched"]),
        helper.make_node("Mul", ["stretched", "swings"], ["many"]),
        helper.make_node("Cast", ["many"], ["repeats"], to=TensorProto.INT64),
        helper.make_node("Tile", ["swing", "repeats"], ["wave"]),
        helper.make_node("Reshape", ["wave", "shape"], ["output"]),
    ]
    taken = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "n"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
        *(helper.make_tensor_value_info(name, TensorProto.INT64, [1]) for name in inputs),
    ]
    given = [helper.make_tensor_value_info("output", TensorProto.FLOAT, None)]
    kept = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "tiny-voice", taken, given, kept)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
