"""Train the vocoder's first level to tell the amplitudes of frames' principal components from spectrograms.

    python vocoder_begin.py --work WORK --minutes 26 [--resume]

For half of the time by the distance of frames, not its square, as loud frames would otherwise count alone. Where a
phase cannot be told, such as in a vibrato, least distance means silence; the other half is trained by the spectra of the
waveform that the components add up to, which want loudness with whatever phase. Writes
WORK/vocoder/begin.pt, a checkpoint, and WORK/vocoder/begun, the whole vocoder as `vocoder_basis.py` sets it, from which
`vocoder_train.py` goes on.
"""

from __future__ import annotations


import torch
from arguments import training_parser
from muon import Muon, split
from threads import mixed_precision
from training import Rated, Training

from crops import CONTEXT, CropPool
from mel import HOP
from models import make_vocoder
from pool import load_pool, pool_mels, to_float
from spectral_loss import convergence, spectral_loss
from vocoder_basis import FrameBasis, amplitudes_of, first_level, initialise, keep_constant, set_synthesis

MUON_RATE = 0.02
ADAMW_RATE = 1e-3
FITTED_ON = 2000
"""Clips whose frames the components are of."""
FRAMES = 112
SPECTRA_FROM = 0.5
"""Progress at which the loss of spectra takes over."""
EDGE = 1
"""Frames at either end of a crop that reach beyond it."""
QUIET = 0.01
"""Softens the distance of frames that are nearly right, as a share of what a frame has on average."""


def main() -> None:
    parser = training_parser(__doc__, seed=14)
    parser.add_argument("--batch", type=int, default=8)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    basis = FrameBasis.fit(torch.from_numpy(to_float(load_pool(args.work, "train")[0][:FITTED_ON])))
    pool = load_pool(args.work, "held_out")[0]
    held_mels, held_waves = pool_mels(pool), torch.from_numpy(to_float(pool))
    held = basis.amplitudes(held_waves)
    scale = basis.deviations / basis.deviations.square().sum().sqrt()

    vocoder = make_vocoder()
    initialise(vocoder)
    training = Training(args, args.work / "vocoder/begin.pt", {"begin": first_level(vocoder)}, average_decay=0.995)
    matrices, others = split([vocoder.resblocks[0], vocoder.upsampler[0]], ())
    others += list(vocoder.conv_pre.parameters())
    muon = Muon(matrices, lr=MUON_RATE, workers=training.workers)
    adamw = torch.optim.AdamW(others, lr=ADAMW_RATE, betas=(0.9, 0.99), weight_decay=0.0)
    seeds = training.begin({"muon": Rated(muon, MUON_RATE), "adamw": Rated(adamw, ADAMW_RATE)})
    pools = [CropPool(args.work, seed) for seed in seeds]

    def loss_of(pool: CropPool) -> torch.Tensor:
        mels, waves = pool.draw(args.batch // args.threads, FRAMES)
        with mixed_precision():
            output = amplitudes_of(vocoder, mels).float()
        if training.progress >= SPECTRA_FROM:
            return spectral_loss(basis.waveforms(output)[:, CONTEXT * HOP : -CONTEXT * HOP], waves)
        error = (output[:, CONTEXT:-CONTEXT] - basis.amplitudes(waves))[:, EDGE:-EDGE] * scale
        return (error.square().sum(dim=-1) + QUIET).sqrt().mean()

    def save_begun() -> None:
        begun = make_vocoder()
        initialise(begun)
        first_level(begun).load_state_dict(training.average.weights["begin"])
        with torch.no_grad():
            output = amplitudes_of(begun, held_mels)
        missed = ((output - held) * scale).square().sum() / (held * scale).square().sum()
        apart = convergence(basis.waveforms(output), held_waves)
        print(f"step {training.step} held-out energy missed {missed:.3f}, convergence {apart:.3f}", flush=True)
        set_synthesis(begun, basis)
        begun.save_pretrained(args.work / "vocoder/begun")

    training.run(
        loss_of, lambda: pools, largest_norm=5.0, on_step=lambda: keep_constant(vocoder), on_checkpoint=save_begun
    )


if __name__ == "__main__":
    main()
