"""Networks that tests make themselves: tiny, of random or set weights, and quick to load."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

_PIECES = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "france", "paris", "signed", "the")


def nli_folder(
    folder: Path,
    labels: Sequence[str] = ("contradiction", "entailment", "neutral"),
    favoured: int | None = None,
) -> Path:
    """A cross-encoder of one layer with these labels; it always tells the favoured one, if any."""
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=len(_PIECES),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
        id2label=dict(enumerate(labels)),
        label2id={label: at for at, label in enumerate(labels)},
        num_labels=len(labels),
    )
    model = BertForSequenceClassification(config)
    if favoured is not None:
        with torch.no_grad():
            model.classifier.bias[favoured] = 20.0
    model.save_pretrained(folder, safe_serialization=True)
    vocabulary = {piece: at for at, piece in enumerate(_PIECES)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=64,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)
    return folder
