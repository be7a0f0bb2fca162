"""What there is to hear: instruments with phrases, drum patterns and noises, each at two paces."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Instrument:
    """A General MIDI program (from 0), the lowest of its roots (MIDI keys, `phrases.ROOTS`), and its names."""

    key: str
    family: str
    program: int
    lowest: int
    names: tuple[str, ...]


INSTRUMENTS: tuple[Instrument, ...] = (
    Instrument("piano", "keyboard", 0, 56, ("piano", "grand piano", "acoustic piano")),
    Instrument("harpsichord", "keyboard", 6, 56, ("harpsichord", "old harpsichord", "baroque harpsichord")),
    Instrument("church_organ", "organ", 19, 56, ("church organ", "pipe organ", "cathedral organ")),
    Instrument("harmonium", "organ", 20, 57, ("harmonium", "reed organ", "pump organ")),
    Instrument("music_box", "mallet", 10, 67, ("music box", "toy music box")),
    Instrument("xylophone", "mallet", 13, 65, ("xylophone", "wooden xylophone")),
    Instrument("vibraphone", "mallet", 11, 60, ("vibraphone", "vibes", "jazz vibraphone")),
    Instrument(
        "guitar", "plucked", 24, 56, ("guitar", "acoustic guitar", "nylon string guitar", "classical guitar")
    ),
    Instrument("banjo", "plucked", 105, 56, ("banjo", "country banjo")),
    Instrument("harp", "plucked", 46, 56, ("harp", "concert harp")),
    Instrument("violin", "bowed", 40, 62, ("violin", "fiddle", "solo violin")),
    Instrument("cello", "bowed", 42, 56, ("cello", "violoncello", "solo cello")),
    Instrument("trumpet", "brass", 56, 60, ("trumpet", "brass trumpet")),
    Instrument("flute", "woodwind", 73, 67, ("flute", "concert flute", "silver flute")),
    Instrument("clarinet", "woodwind", 71, 58, ("clarinet", "jazz clarinet")),
    Instrument("oboe", "woodwind", 68, 62, ("oboe", "classical oboe")),
    Instrument("electric_guitar", "electronic", 30, 56, ("electric guitar", "distorted guitar", "rock guitar")),
    Instrument(
        "synthesizer", "electronic", 80, 57, ("synthesizer", "synth", "retro synthesizer", "chiptune synth")
    ),
)
"""Chosen from FluidR3 to sound unlike one another at 16 kHz. The keys are high enough for neighbours to differ in a
spectrogram of 64 bins."""

PHRASES = ("rising", "falling", "arpeggio", "repeated", "chords")
PATTERNS = ("rock", "march", "disco", "bongos", "cymbals")
NATURE = ("wind", "rain", "waves")
MACHINES = ("siren", "beeps", "clock")

SOURCES = (*(instrument.key for instrument in INSTRUMENTS), "drums", "nature", "machine")
MOTIFS = (*PHRASES, *PATTERNS, *NATURE, *MACHINES)
FAMILIES = tuple(dict.fromkeys((*(instrument.family for instrument in INSTRUMENTS), "drums", "nature", "machine")))
PACES = ("slow", "fast")


@dataclass(frozen=True)
class Sound:
    """A source of `SOURCES`, a motif of `MOTIFS` and a pace of `PACES`.

    For wind, rain and waves the pace means calm or strong.
    """

    source: str
    motif: str
    pace: str

    @property
    def instrument(self) -> Instrument | None:
        """The instrument, unless the source is drums, nature or a machine."""
        return next((each for each in INSTRUMENTS if each.key == self.source), None)

    @property
    def family(self) -> str:
        return self.instrument.family if self.instrument else self.source

    @property
    def held_out(self) -> bool:
        """Whether the combination is kept from training: one of each instrument, phrases and paces in turn.

        Only instruments combine with phrases; a drum pattern or a noise stands alone and is always trained.
        """
        if not self.instrument:
            return False
        turn = INSTRUMENTS.index(self.instrument)
        return (self.motif, self.pace) == (PHRASES[turn % len(PHRASES)], PACES[turn % len(PACES)])

    @property
    def labels(self) -> tuple[int, int, int, int]:
        """Indices of family, source, motif and pace."""
        return (
            FAMILIES.index(self.family),
            SOURCES.index(self.source),
            MOTIFS.index(self.motif),
            PACES.index(self.pace),
        )


QUESTIONS = {"family": len(FAMILIES), "source": len(SOURCES), "motif": len(MOTIFS), "pace": len(PACES)}
"""What `Sound.labels` answers, and how many answers there are."""


def sounds(held_out: bool | None = None) -> list[Sound]:
    """All sounds in a fixed order, or only the held-out ones, or only the others."""
    pairs = [(instrument.key, phrase) for instrument in INSTRUMENTS for phrase in PHRASES]
    pairs += [("drums", pattern) for pattern in PATTERNS]
    pairs += [("nature", noise) for noise in NATURE] + [("machine", noise) for noise in MACHINES]
    every = [Sound(source, motif, pace) for source, motif in pairs for pace in PACES]
    return [sound for sound in every if held_out is None or sound.held_out == held_out]
