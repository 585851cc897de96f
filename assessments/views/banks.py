"""Question banks, scoped to the units of whoever edits them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from assessments import rules
from assessments.domain import authoring
from assessments.enums import QuestionKind
from assessments.forms.papers import BankForm, QuestionFilter
from assessments.models.banks import Bank
from assessments.models.questions import Question
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 30


@permission_required("banks.edit")
@require_safe
def bank_list(request: PersonRequest) -> HttpResponse:
    """The banks of one's units."""
    banks = Bank.objects.visible_to(scope_for(request)).select_related("unit").with_counts().order_by("name", "pk")
    return render(request, "assessments/bank_list.html", {"page": _page(request, banks)})


@permission_required("banks.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def bank_create(request: PersonRequest) -> HttpResponse:
    """Open a bank."""
    form = BankForm(request.POST or None, units=rules.units_for(scope_for(request), "banks.edit"))
    if request.method == "POST" and form.is_valid():
        bank = authoring.create_bank(**form.cleaned_data, by=request.user)
        return redirect("assessments:bank-detail", bank.code)
    return render(request, "assessments/bank_create.html", {"form": form})


@permission_required("banks.edit")
@require_safe
def bank_detail(request: PersonRequest, code: str) -> HttpResponse:
    """The questions of a bank, filtered."""
    bank = rules.bank_for(scope_for(request), code)
    filters = QuestionFilter(request.GET)
    questions = Question.objects.non_polymorphic().filter(bank=bank, **filters.condition()).order_by("kind", "pk")
    context = {"bank": bank, "page": _page(request, questions), "filters": filters, "kinds": QuestionKind.choices}
    return render(request, "assessments/bank_detail.html", context)


def _page(request: PersonRequest, rows: object) -> object:
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))  # type: ignore[arg-type]
