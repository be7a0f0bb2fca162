"""Tokenizers as `tokenizer.json`, the one format that the app reads."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer
from transformers import AutoTokenizer

from .errors import VerificationError

SAMPLES = (
    "",
    "A panda plays the guitar by a quiet stream.",
    "  Many   spaces,\ttabs\nand lines  ",
    "ﬁne ligatures, ½ and ™, naïve café, 東京, 🙂",
)


def write_tokenizer(source: Path, out: Path) -> None:
    """Writes the tokenizer in `source` to `out`. Published T5 folders hold only `spiece.model`: it is converted."""
    tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
    # Saved before it is first called: a call leaves its padding and truncation in the tokenizer, and so in the file.
    tokenizer.save_pretrained(out)
    written = Tokenizer.from_file(str(out / "tokenizer.json"))
    for text in SAMPLES:
        if written.encode(text).ids != tokenizer(text).input_ids:
            raise VerificationError(f"tokenizer/tokenizer.json splits {text!r} differently from the pipeline's.")
