"""Train the T5-style tokenizer: a SentencePiece unigram model, saved in the published T5's form.

    python tokenizer.py --work WORK

The result in WORK/tokenizer has pad 0, </s> 1, <unk> 2, the NFKC rules of SentencePiece as a
precompiled normaliser, Metaspace pre-tokenisation and a template that appends </s>. There are no
sentinel tokens: nothing is ever masked here.
"""

from __future__ import annotations

import argparse
import io
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from transformers import T5Tokenizer

from captions import caption
from models import MAX_TOKENS
from render import scenes

VOCABULARY = 1536
CAPTIONS = 30_000
SENTENCES = 12_000

_LATIN = "".join(chr(code) for code in range(0xC0, 0x180))
_CHARACTERS = string.ascii_letters + string.digits + string.punctuation + "’‘“”–—…€£°·×" + _LATIN

# Words a visitor may well type although no clip shows them: without them they would be spelt out
# letter by letter and push the rest of the prompt beyond the 32 tokens.
_WORDS = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you were her all she there would their we him been has when who will more no if out so said what up its about into
than them can only other new some could time these two may then do first any my now such like our over man me even
most made after also did many before must through back years where much your way well down should because each just
those people how too little state good very make world still own see men work long get here between both life being
under never day same another know while last might us great old year off come since against go came right used take
three small large big tiny giant huge red green blue yellow orange purple pink brown black white grey golden silver
dark bright light warm cold hot fast slow quick quickly slowly gently smoothly happy sad angry sleepy funny pretty
beautiful shiny wooden magic ancient modern house tree forest river lake mountain hill valley road street city town
village garden park beach island sand wave storm rain wind fire water snow ice sun moon star planet space earth sky
cloud rainbow sunset sunrise morning evening night winter summer spring autumn boy girl woman child baby king queen
knight dragon unicorn horse cow sheep pig goat chicken duck bird eagle owl parrot lion tiger bear wolf fox rabbit
mouse rat elephant monkey giraffe zebra snake spider ant shark whale dolphin crab snail train plane airplane bus
truck boat ship bicycle motorcycle helicopter submarine cake bread cheese banana cherry strawberry grape lemon
carrot potato tomato egg coffee tea cup plate bottle book pen paper door window table chair lamp clock phone camera
computer guitar piano drum music song dance dancing walking running jumping swimming flying sitting standing
sleeping eating drinking playing singing laughing crying reading writing driving riding throwing kicking bouncing
rolling shaking swinging floating falling rising spinning turning growing shrinking moving left right up down
forward backward around above below behind front near far inside outside top bottom middle centre side video clip
film movie animation cartoon picture photo painting drawing sketch style realistic cinematic detailed quality
resolution high low sharp blurry close wide view shot scene background foreground camera frame frames second seconds
""".split()


def _sentences(rng: np.random.Generator) -> Iterator[str]:
    """Captions of all scenes, then random word strings that put general English in the vocabulary."""
    every = scenes()
    for index in range(CAPTIONS):
        yield caption(every[index % len(every)], rng)
    for _ in range(SENTENCES):
        words = [_WORDS[int(index)] for index in rng.integers(len(_WORDS), size=int(rng.integers(4, 10)))]
        text = " ".join(words)
        yield text if rng.uniform() < 0.6 else text.capitalize()


def train(seed: int) -> T5Tokenizer:
    """Fit the unigram model and wrap it."""
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=_sentences(np.random.default_rng(seed)),
        model_writer=model,
        model_type="unigram",
        vocab_size=VOCABULARY,
        normalization_rule_name="nmt_nfkc",
        required_chars=_CHARACTERS,
        character_coverage=1.0,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        pad_piece="<pad>",
        num_threads=1,
        minloglevel=2,
    )
    proto = sentencepiece_model_pb2.ModelProto()
    proto.ParseFromString(model.getvalue())
    return T5Tokenizer(
        vocab=[(piece.piece, piece.score) for piece in proto.pieces],
        _spm_precompiled_charsmap=proto.normalizer_spec.precompiled_charsmap,
        extra_ids=0,
        model_max_length=MAX_TOKENS,
    )


def check(tokenizer: T5Tokenizer) -> None:
    """Fail if the ids are not what CogVideoXPipeline relies on."""
    ids = tokenizer("a rocket flying up", padding="max_length", max_length=MAX_TOKENS, truncation=True).input_ids
    length = ids.index(1)
    if len(ids) != MAX_TOKENS or any(ids[length + 1 :]) or 0 in ids[:length]:
        raise AssertionError(f"padding is wrong: {ids}")
    long = tokenizer("word " * 100, padding="max_length", max_length=MAX_TOKENS, truncation=True).input_ids
    if len(long) != MAX_TOKENS or long[-1] != 1:
        raise AssertionError("a truncated prompt does not end with </s>")
    if 2 in tokenizer("Quick brown FOX, jumps! (over) 13 'lazy' dögs?").input_ids:
        raise AssertionError("a plain character is unknown")
    empty = tokenizer("", padding="max_length", max_length=MAX_TOKENS, truncation=True).input_ids
    if empty != [1] + [0] * (MAX_TOKENS - 1):
        raise AssertionError("the empty prompt is not </s> alone")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    folder = args.work / "tokenizer"
    train(args.seed).save_pretrained(folder)
    # A call that pads leaves its settings in the tokenizer, so the checks run on a second copy.
    tokenizer = T5Tokenizer.from_pretrained(folder)
    check(tokenizer)
    rng = np.random.default_rng(args.seed + 1)
    lengths = [len(tokenizer(caption(scene, rng)).input_ids) for scene in scenes()]
    print(f"{len(tokenizer)} pieces; captions take {np.mean(lengths):.1f} tokens, at most {max(lengths)}")


if __name__ == "__main__":
    main()
