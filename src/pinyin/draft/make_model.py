"""Makes model.txt: which of its readings a character has where no word decides.

    python3 -m venv v && v/bin/pip install jieba==0.42.1 scikit-learn==1.9.1
    v/bin/python src/pinyin/draft/make_model.py g2pM/data g2pL/data > src/pinyin/draft/model.txt

The folders are those of the repositories kakaobrain/g2pM (CPP) and whzikaros/g2pL, both under
Apache-2.0, at the newest commit of 2025. Trained with dev.* of the first and train.* and dev.* of the
second; test.* of both is held out (tests/suite/pinyin_sets.rs). For each character a logistic
regression with an L1 penalty, one for each reading if there are more than two. The sentences are not
in model.txt: features are single characters, words and parts of speech around the character.
"""

import sys
import unicodedata
import warnings
from collections import Counter, defaultdict
from pathlib import Path

import jieba
import jieba.posseg
import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

HERE = Path(__file__).resolve().parent
# The inverse of the penalty's strength; least weight that is kept; what a weight is counted in.
STRENGTH, LEAST, UNIT = 2.0, 0.05, 20
# Read by rules of their own.
LEFT_OUT = "儿一不"

HEADER = """\
# Which reading a character has where no word decides. Made by make_model.py, which says from
# what; do not edit. `@` a character and its readings; `=` what each begins with; then features
# and their weights in twentieths: one for the second of two readings, else one for each.
"""

jieba.setLogLevel(60)
jieba.initialize()
for line in (HERE / "words.txt").read_text(encoding="utf-8").splitlines():
    word = line.split("\t")[0]
    if line and not line.startswith("#"):
        if not jieba.dt.FREQ.get(word) or len(word) > 2:
            jieba.add_word(word)
TAGS = jieba.posseg.POSTokenizer(jieba.dt).word_tag_tab


def tag(word):
    letters = sum(c.isascii() and c.isalnum() for c in word)
    digits = sum(c.isascii() and c.isdigit() for c in word)
    guess = "x" if letters == 0 else "m" if letters == digits else "eng"
    return TAGS.get(word) or guess


def features(text, at):
    """As `features` in model.rs."""
    tokens, start = [], 0
    for word in jieba.dt.cut(text, HMM=False):
        tokens.append((start, word, tag(word)))
        start += len(word)
    number = max(n for n, (start, _, _) in enumerate(tokens) if start <= at)
    edge = (0, "#", "#")
    before = tokens[number - 1] if number else edge
    after = tokens[number + 1] if number + 1 < len(tokens) else edge
    start, word, kind = tokens[number]
    near = lambda offset: text[at + offset] if 0 <= at + offset < len(text) else "#"
    found = [f"u{offset}{near(offset)}" for offset in (-4, -3, -2, -1, 1, 2, 3, 4)]
    for name, a, b in (("b-2", -2, -1), ("b1", 1, 2), ("b-1", -1, 1), ("b-3", -3, -2), ("b2", 2, 3)):
        found.append(name + near(a) + near(b))
    found += ["t-3" + near(-3) + near(-2) + near(-1), "t1" + near(1) + near(2) + near(3)]
    found += [f"w{at - start}{word}", f"l{at - start}/{len(word)}", f"tg{kind}"]
    found += [f"pt{before[2]}", f"nt{after[2]}", f"pn{before[2]}/{after[2]}"]
    found += [f"tt{kind}/{after[2]}", f"tp{before[2]}/{kind}", f"pw{before[1]}", f"nw{after[1]}"]
    return found


def read(folder, names):
    for name in names:
        sentences = (folder / f"{name}.sent").read_text(encoding="utf-8").splitlines()
        labels = (folder / f"{name}.lb").read_text(encoding="utf-8").splitlines()
        for sentence, label in zip(sentences, labels):
            at = sentence.find("▁")
            yield sentence.replace("▁", ""), at, label.strip()


def marked(label):
    """zhang3 as zhǎng."""
    letters = label[:-1].replace("u:", "ü").replace("v", "ü")
    mark = {"1": "\u0304", "2": "\u0301", "3": "\u030c", "4": "\u0300"}.get(label[-1], "")
    for vowel in ("a", "e", "ou"):
        if vowel in letters:
            at = letters.index(vowel)
            break
    else:
        at = max(letters.rfind(vowel) for vowel in "iouü")
    return unicodedata.normalize("NFC", letters[: at + 1] + mark + letters[at + 1:])


def regression(matrix, labels):
    model = LogisticRegression(C=STRENGTH, penalty="l1", solver="liblinear", max_iter=300)
    model.fit(matrix, labels)
    return model.coef_[0], model.intercept_[0]


def main():
    warnings.filterwarnings("ignore")
    cpp, g2pl = map(Path, sys.argv[1:])
    samples = defaultdict(list)
    for text, at, label in [*read(cpp, ["dev"]), *read(g2pl, ["train", "dev"])]:
        samples[text[at]].append((label, features(text, at)))
    print(HEADER, end="")
    for character in sorted(set(samples) - set(LEFT_OUT)):
        counted = Counter(label for label, _ in samples[character])
        classes = sorted(counted, key=lambda label: -counted[label])
        print("@", character, *map(marked, classes))
        if len(classes) == 1:
            continue
        vectorizer = DictVectorizer(dtype=np.float32)
        matrix = vectorizer.fit_transform([dict.fromkeys(f, 1) for _, f in samples[character]])
        matrix.indices = matrix.indices.astype(np.int32)
        matrix.indptr = matrix.indptr.astype(np.int32)
        of = lambda one: regression(matrix, [int(label == one) for label, _ in samples[character]])
        fitted = [of(one) for one in (classes[1:] if len(classes) == 2 else classes)]
        row = lambda values: " ".join(str(round(float(value) * UNIT)) for value in values)
        print("=", row(intercept for _, intercept in fitted))
        for at, feature in sorted(enumerate(vectorizer.feature_names_), key=lambda item: item[1]):
            weights = [weight[at] for weight, _ in fitted]
            kept = max(map(abs, weights)) >= LEAST and not any(map(str.isspace, feature))
            if kept and row(weights).strip("0 -"):
                print(f"{feature}\t{row(weights)}")


if __name__ == "__main__":
    main()
