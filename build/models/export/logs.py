"""What the libraries say on the way."""

from __future__ import annotations

import diffusers
import transformers


def quiet_libraries() -> None:
    """Errors only: progress bars and advice would bury the few lines that matter."""
    for library in (diffusers, transformers):
        library.utils.logging.set_verbosity_error()
        library.utils.logging.disable_progress_bar()
