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
    """Writes the tokenizer in `source` to `out`, without padding and truncation, which are the caller's. Published T5
    folders hold only `spiece.model`: it is converted. Raises VerificationError if what is written splits texts
    differently."""
    tokenizer = AutoTokenizer.from_pretrained(source, local_files_only=True)
    # A call leaves its padding and truncation in the tokenizer, and so in the file of one that was saved after use.
    tokenizer.backend_tokenizer.no_padding()
    tokenizer.backend_tokenizer.no_truncation()
    tokenizer.save_pretrained(out)
    written = Tokenizer.from_file(str(out / "tokenizer.json"))
    for text in SAMPLES:
        if written.encode(text).ids != tokenizer(text).input_ids:
            raise VerificationError(f"tokenizer/tokenizer.json splits {text!r} differently from the pipeline's.")
