"""The equivalent forms of a paper: how they balance, and the button that makes them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.domain import equivalents
from assessments.domain.balance import balance_of
from assessments.domain.blueprint import rules_of
from assessments.domain.freezing import PoolTooSmall
from assessments.domain.sittings import Obstacle
from assessments.forms.papers import FormsForm
from assessments.forms.words import obstacle_words
from assessments.models.papers import Paper
from people.access import PersonRequest, permission_required, scope_for


@permission_required("papers.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_forms(request: PersonRequest, paper_id: int) -> HttpResponse:
    """The forms of a paper beside each other; more of them can be made here."""
    paper = rules.paper_for(scope_for(request), paper_id)
    form = FormsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        _make(request, paper, form.cleaned_data["count"])
        return redirect("assessments:paper-forms", paper.pk)
    balance = balance_of(paper)
    kinds = list(dict.fromkeys(kind for each in balance.forms for kind in each.kinds))
    rows = [{"figures": each, "kinds": [(kind, each.kinds.get(kind, 0)) for kind in kinds]} for each in balance.forms]
    context = {"paper": paper, "form": form, "balance": balance, "rows": rows, "kinds": kinds}
    return render(request, "assessments/paper_forms.html", context | {"has_rules": bool(rules_of(paper))})


def _make(request: PersonRequest, paper: Paper, count: int) -> None:
    try:
        equivalents.make_forms(paper=paper, count=count, by=request.user)
    except PoolTooSmall as refusal:
        for pool in refusal.pools:
            messages.error(request, obstacle_words(Obstacle("pool-too-small", pool.lacking, pool.rule)))
    except equivalents.NoRules:
        messages.error(request, _("Write draw rules on the paper first: they say what every form holds."))
    except equivalents.NoLettersLeft:
        messages.error(request, _("This paper has 26 forms already. Begin another paper."))
