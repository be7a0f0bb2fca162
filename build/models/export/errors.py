"""The two ways an export can end badly."""


class ExportError(Exception):
    """The request cannot be served (wrong folder, unknown pipeline, damaged weights). Exit code 2."""


class VerificationError(Exception):
    """An exported graph does not compute what PyTorch computes. Exit code 1."""
