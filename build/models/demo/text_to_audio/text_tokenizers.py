"""Train both tokenizers: RoBERTa's kind for CLAP (byte pairs) and T5's kind (SentencePiece unigrams).

    python text_tokenizers.py --work WORK

The results in WORK/tokenizer and WORK/tokenizer_2 have the special tokens of the published ones: <s> 0, <pad> 1,
</s> 2, <unk> 3 and <mask> last; <pad> 0, </s> 1 and <unk> 2, the NFKC rules of SentencePiece and a template that
appends </s>.
"""

from __future__ import annotations

import argparse
import io
import json
import string
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import ByteLevelBPETokenizer
from transformers import RobertaTokenizer, T5Tokenizer

from captions import caption
from models import MAX_TOKENS
from sounds import sounds

VOCABULARY = 1280
CAPTIONS = 20_000
SENTENCES = 8_000

_LATIN = "".join(chr(code) for code in range(0xC0, 0x180))
_CHARACTERS = string.ascii_letters + string.digits + string.punctuation + "’‘“”–—…€£°·×" + _LATIN

# Words a visitor may well type although no clip has them: without them they would be spelt out letter by letter
# and push the rest of the prompt beyond the tokens there are.
_WORDS = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one
you were her all she there would their we him been has when who will more no if out so said what up its about into
than them can only other new some could time these two may then do first any my now such like our over man me even
most made after also did many before must through back years where much your way well down should because each just
those people how too little state good very make world still own see men work long get here between both life being
three small large big tiny giant huge red green blue dark bright light warm cold hot fast slow quick quickly slowly
gently softly loudly quietly suddenly happy sad angry sleepy funny pretty beautiful strange magic ancient modern
house tree forest river lake mountain hill valley road street city town village garden park beach island sand wave
storm rain wind fire water snow ice sun moon star space earth sky cloud thunder lightning morning evening night winter
summer spring autumn boy girl woman man child baby king queen dog barking cat meowing horse cow sheep pig bird singing
chirping eagle owl lion roaring bear wolf howling frog insect bee buzzing car engine bus truck train plane helicopter
boat ship motorcycle bicycle tractor door closing knocking window breaking glass bell ringing phone alarm clock
keyboard typing computer camera footsteps walking running jumping laughing crying talking speaking whispering shouting
crowd applause clapping cheering guitar piano drum drums bass violin viola flute trumpet trombone horn harmonica
ukulele mandolin sitar organ synthesizer voice choir vocals singer song music melody harmony rhythm beat tempo loop
tune jazz rock pop classical techno electronic ambient folk country blues reggae metal orchestra band solo chord note
scale major minor key high low pitch tone noise sound sounds audio recording quality clear clean noisy loud quiet soft
echo reverb stereo studio live background foreground distant close near far second seconds minute long short
""".split()


def _sentences(rng: np.random.Generator) -> Iterator[str]:
    """Captions of all sounds, then random word strings that put general English in the vocabulary."""
    every = sounds()
    for index in range(CAPTIONS):
        yield caption(every[index % len(every)], rng)
    for _ in range(SENTENCES):
        words = [_WORDS[int(index)] for index in rng.integers(len(_WORDS), size=int(rng.integers(4, 10)))]
        text = " ".join(words)
        yield text if rng.uniform() < 0.6 else text.capitalize()


def train_byte_pairs(seed: int) -> RobertaTokenizer:
    """The tokenizer of the CLAP text branch."""
    trainer = ByteLevelBPETokenizer()
    trainer.train_from_iterator(
        _sentences(np.random.default_rng(seed)),
        vocab_size=VOCABULARY,
        min_frequency=2,
        special_tokens=["<s>", "<pad>", "</s>", "<unk>"],
        show_progress=False,
    )
    model = json.loads(trainer.to_str())["model"]
    vocabulary = {**model["vocab"], "<mask>": len(model["vocab"])}
    merges = [tuple(pair) for pair in model["merges"]]
    return RobertaTokenizer(vocab=vocabulary, merges=merges, model_max_length=MAX_TOKENS)


def train_unigrams(seed: int) -> T5Tokenizer:
    """The tokenizer of T5."""
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


def check(clap: RobertaTokenizer, t5: T5Tokenizer) -> None:
    """Fail if the ids are not what AudioLDM2Pipeline relies on."""
    for tokenizer, ends, empty in ((clap, (0, 2), [0, 2]), (t5, (None, 1), [1])):
        ids = tokenizer("a piano playing a slow scale", truncation=True, max_length=MAX_TOKENS).input_ids
        long = tokenizer("word " * 100, truncation=True, max_length=MAX_TOKENS).input_ids
        for sequence in (ids, long):
            if sequence[-1] != ends[1] or ends[0] not in (None, sequence[0]):
                raise AssertionError(f"{type(tokenizer).__name__} does not mark the ends: {sequence}")
        if len(long) != MAX_TOKENS:
            raise AssertionError("a long prompt is not cut")
        if tokenizer("").input_ids != empty:
            raise AssertionError("the empty prompt is not its special tokens alone")
        if tokenizer.unk_token_id in tokenizer("Quick brown FOX, jumps! (over) 13 'lazy' dögs?").input_ids:
            raise AssertionError("a plain character is unknown")


def load_tokenizers(work: Path) -> tuple[RobertaTokenizer, T5Tokenizer]:
    """(CLAP's, T5's)."""
    return RobertaTokenizer.from_pretrained(work / "tokenizer"), T5Tokenizer.from_pretrained(work / "tokenizer_2")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=3)
    args = parser.parse_args()
    train_byte_pairs(args.seed).save_pretrained(args.work / "tokenizer")
    train_unigrams(args.seed).save_pretrained(args.work / "tokenizer_2")
    # A call that pads leaves its settings in the tokenizer, so the checks run on second copies.
    clap, t5 = load_tokenizers(args.work)
    check(clap, t5)
    rng = np.random.default_rng(args.seed + 1)
    texts = [caption(sound, rng) for sound in sounds()]
    for name, tokenizer in (("CLAP", clap), ("T5", t5)):
        lengths = [len(tokenizer(text).input_ids) for text in texts]
        print(f"{name}: {len(tokenizer)} pieces; captions take {np.mean(lengths):.1f} tokens, at most {max(lengths)}")


if __name__ == "__main__":
    main()
