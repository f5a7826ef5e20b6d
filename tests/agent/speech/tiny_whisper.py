"""A Whisper model of a few kilobytes with random weights: it hears nothing right, but it loads and decodes."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from ctranslate2.specs import WhisperSpec
from ctranslate2.specs.model_spec import LayerSpec
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

WIDTH, MELS, AUDIO, TEXT = 16, 80, 1500, 448
SPECIAL = (
    "<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|translate|>", "<|transcribe|>",
    "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>",
)  # fmt: skip
TIMES = tuple(f"<|{step * 0.02:.2f}|>" for step in range(1501))


def make_whisper(folder: Path, seed: int = 7) -> Path:
    """Writes the model's four files into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    vocabulary = [*alphabet, *SPECIAL, *TIMES]
    tokenizer = Tokenizer(models.BPE(vocab={sign: place for place, sign in enumerate(alphabet)}, merges=[]))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(sign, special=True) for sign in (*SPECIAL, *TIMES)])
    tokenizer.save(str(folder / "tokenizer.json"))
    spec = WhisperSpec(1, 2, 1, 2)
    _fill(spec, len(vocabulary), np.random.default_rng(seed))
    spec.register_vocabulary(vocabulary)
    spec.validate()
    spec.save(str(folder))
    place = {sign: number for number, sign in enumerate(vocabulary)}
    config = {
        "suppress_ids": [],
        "suppress_ids_begin": [place["<|endoftext|>"]],
        "lang_ids": [place["<|en|>"]],
        "alignment_heads": [[0, 0]],
    }
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


def _fill(spec: WhisperSpec, words: int, random: np.random.Generator) -> None:
    def weights(*shape: int) -> np.ndarray:
        return (random.standard_normal(shape) * 0.3).astype(np.float32)

    def linear(layer: LayerSpec, out: int, into: int) -> None:
        layer.weight, layer.bias = weights(out, into), np.zeros(out, np.float32)

    def norm(layer: LayerSpec) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def attention(layer: LayerSpec, shapes: list[int]) -> None:
        norm(layer.layer_norm)
        for part, out in zip(layer.linear, shapes, strict=True):
            linear(part, out, WIDTH)

    encoder, decoder = spec.encoder, spec.decoder
    encoder.conv1.weight, encoder.conv1.bias = weights(WIDTH, MELS, 3), np.zeros(WIDTH, np.float32)
    encoder.conv2.weight, encoder.conv2.bias = weights(WIDTH, WIDTH, 3), np.zeros(WIDTH, np.float32)
    encoder.position_encodings.encodings = weights(AUDIO, WIDTH)
    decoder.position_encodings.encodings = weights(TEXT, WIDTH)
    decoder.embeddings.weight = weights(words, WIDTH)
    decoder.projection.weight = decoder.embeddings.weight
    norm(encoder.layer_norm)
    norm(decoder.layer_norm)
    for layer in (*encoder.layer, *decoder.layer):
        attention(layer.self_attention, [3 * WIDTH, WIDTH])
        norm(layer.ffn.layer_norm)
        linear(layer.ffn.linear_0, 4 * WIDTH, WIDTH)
        linear(layer.ffn.linear_1, WIDTH, 4 * WIDTH)
    attention(decoder.layer[0].attention, [WIDTH, 2 * WIDTH, WIDTH])
