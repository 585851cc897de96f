"""Questions to practise with that say nearly the same as an examination question: whoever practises would know it."""

from assessments.enums import BankPurpose, QuestionStatus
from assessments.formats.similar import Pair, Stem, alike
from assessments.models.banks import Bank
from assessments.models.questions import Question


def like_examinations(bank: Bank) -> list[Pair]:
    """Return what of a practice bank is like a question of the unit's examination banks; nothing for other banks."""
    if bank.purpose != BankPurpose.PRACTICE:
        return []
    known = Question.objects.non_polymorphic().filter(bank__unit=bank.unit_id, bank__purpose=BankPurpose.EXAM)
    own = Question.objects.non_polymorphic().filter(bank=bank)
    exam = [Stem(f"exam:{pk}", stem) for pk, stem in _living(known)]
    pairs = alike([Stem(pk, stem) for pk, stem in _living(own)], exam)
    return [pair for pair in pairs if isinstance(pair.earlier.owner, str)]


def _living(questions: object) -> list[tuple[int, str]]:
    rows = questions.exclude(status=QuestionStatus.RETIRED)  # type: ignore[attr-defined]  # a polymorphic queryset
    return list(rows.order_by("pk").values_list("pk", "stem"))
