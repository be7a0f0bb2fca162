"""How far a waveform is from another, by its spectra."""

from __future__ import annotations

import torch

from mel import mel

RESOLUTIONS = ((2048, 480), (1024, 240), (512, 120), (256, 60), (128, 32))
"""(samples of a transform, hop): the long one for pitch, the short ones for attacks."""
_MEL_WEIGHT, _PHASE_WEIGHT = 4.0, 0.1


def spectral_loss(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Of waveforms [B, 640 T], to train with: distance of spectrograms, and at all resolutions spectral convergence,
    logarithmic distance and the relative distance of complex spectra.

    The complex spectra keep phases that can be told, the magnitudes the loudness of what has none. The floor under the
    logarithm is soft: a hard one has no slope for an output that is too quiet.
    """
    losses = []
    for size, hop in RESOLUTIONS:
        spectra = [_spectra(waves, size, hop) for waves in (output, target)]
        ours, theirs = ((parts.square().sum(dim=-1) + 1e-6 * size).sqrt() for parts in spectra)
        missed = torch.linalg.norm(theirs - ours, dim=(1, 2)) / (torch.linalg.norm(theirs, dim=(1, 2)) + 0.1)
        apart = (spectra[0] - spectra[1]).abs().sum(dim=(1, 2, 3)) / (theirs.sum(dim=(1, 2)) + 1.0)
        losses.append(missed.mean() + (ours.log() - theirs.log()).abs().mean() + _PHASE_WEIGHT * apart.mean())
    return _MEL_WEIGHT * (mel(output) - mel(target)).abs().mean() + torch.stack(losses).mean()


def convergence(output: torch.Tensor, target: torch.Tensor) -> float:
    """Spectral convergence of waveforms [N, samples]: the error of the magnitudes relative to them, windows of 1024."""
    ours, theirs = (_spectra(waves, 1024, 256).square().sum(dim=-1).sqrt() for waves in (output, target))
    return float((torch.linalg.norm(theirs - ours, dim=(1, 2)) / torch.linalg.norm(theirs, dim=(1, 2))).mean())


def _spectra(waves: torch.Tensor, size: int, hop: int) -> torch.Tensor:
    """Real and imaginary parts, [B, frequencies, frames, 2]."""
    return torch.view_as_real(torch.stft(waves, size, hop, size, torch.hann_window(size), return_complex=True))
