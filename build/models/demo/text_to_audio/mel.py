"""Mel spectrograms, as AudioLDM2's vocoder takes them but for the hop and an affine map.

Short-time Fourier transform of 1024 samples with a periodic Hann window and hop 640, magnitudes; 64
triangular filters from 0 to 8000 Hz on Slaney's mel scale with Slaney's normalisation (librosa's
defaults); natural logarithm. The published model stores ln(max(m, 1e-5)). Here it is

    (ln(max(m, 1e-3)) - ln(1e-3)) / 4,

because levels 70 dB below a full-scale tone need not be learnt, networks like values of about one, and a
convolution that pads with zeros pads with silence. VAE and vocoder only ever see this scale. The published hop
is 160: windows of 64 ms hardly tell frames of 10 ms apart, and half as many halve all costs.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import torch
import torch.nn.functional as F

RATE = 16_000
"""Samples a second, of everything here."""
FFT = 1024
HOP = 640
BINS = 64
FLOOR = 1e-3
SCALE = 4.0


def _slaney_hertz(mels: np.ndarray) -> np.ndarray:
    """Linear below 1000 Hz (15 mels), logarithmic above."""
    return np.where(mels < 15, mels * 200 / 3, 1000 * np.exp((mels - 15) * math.log(6.4) / 27))


@cache
def filters() -> torch.Tensor:
    """The filter bank, float32 [64, 513]."""
    top = 15 + 27 * math.log(8000 / 1000) / math.log(6.4)
    edges = _slaney_hertz(np.linspace(0, top, BINS + 2))
    frequencies = np.fft.rfftfreq(FFT, 1 / RATE)
    slopes = (frequencies[None] - edges[:, None]) / np.diff(edges, append=np.inf)[:, None]
    rising = slopes[:-2]
    falling = 1 - slopes[1:-1]
    triangles = np.maximum(0, np.minimum(rising, falling)) * (2 / (edges[2:] - edges[:-2]))[:, None]
    return torch.from_numpy(triangles.astype(np.float32))


def mel(waves: torch.Tensor) -> torch.Tensor:
    """Waveforms [B, 640 T] to spectrograms [B, T, 64]; frame t is centred on sample 640 t + 320."""
    edge = (FFT - HOP) // 2
    padded = F.pad(waves.unsqueeze(1), (edge, edge), mode="reflect").squeeze(1)
    window = torch.hann_window(FFT, device=waves.device)
    spectra = torch.stft(padded, FFT, HOP, FFT, window, center=False, return_complex=True).abs()
    energies = torch.matmul(filters(), spectra).transpose(1, 2)
    return (torch.log(energies.clamp(min=FLOOR)) - math.log(FLOOR)) / SCALE
