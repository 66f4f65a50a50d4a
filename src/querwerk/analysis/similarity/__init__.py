"""Which texts are alike?

**Question.** Somebody writes down a concern. Who has said the same already, perhaps in other words, and which words
made it alike?

**Formula.** A text is its different word stems; what stands in a title counts more, what stands in a long text less
(:func:`gain`, as in Okapi BM25). A word says the more, the fewer texts hold it (:func:`rarity`). A word of the question
also finds words that share its letters (:mod:`.near`): parts of compounds, compounds of it, typos; they count half of
how alike they are, and of all that one asked word finds in a text, only the best counts. The sum over the words of the
question, divided by what a text would get that holds them all in the best place, is the likeness.

**Units.** The likeness is a share of 1. It orders the texts for one question; of two questions it says little.

**Shapes.** :class:`Text` in, packed into an immutable :class:`Collection`; :func:`alike` gives a tuple of
:class:`Match`. Collections are asked together: rarity is counted over exactly those that are asked, and how long a text
ordinarily is, is fixed. So the answer does not depend on a text outside them, in no digit.

**Limits.** The 32 weightiest words of the first 4,000 letters are asked for. Synonyms without a common letter
("Schlagloch", "Unebenheit") are not known.

**Errors.** None: a question without words finds nothing.

**Source.** S. Robertson, H. Zaragoza, *The Probabilistic Relevance Framework: BM25 and Beyond* (2009), for gain and
rarity; the rest is the house's own.
"""

from .asking import Match, alike, rarity, worth_showing
from .collection import Collection, Text, gain

__all__ = ["Collection", "Match", "Text", "alike", "gain", "rarity", "worth_showing"]
