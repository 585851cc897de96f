"""Papers: sections, and the reviewed questions that stand in them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import rules
from assessments.domain import papers
from assessments.domain.blueprint import demands_of, pools_of
from assessments.enums import QuestionStatus
from assessments.forms.papers import PaperForm, PointsForm, QuestionFilter, SectionForm
from assessments.models.banks import Bank
from assessments.models.papers import Paper
from assessments.models.questions import Question
from assessments.views.blueprint import grid_of, pool_row
from common.digits import whole_number
from people.access import PersonRequest, permission_required, scope_for

PAGE_SIZE = 50


@permission_required("papers.edit")
@require_safe
def paper_list(request: PersonRequest) -> HttpResponse:
    """The papers of one's units."""
    found = Paper.objects.visible_to(scope_for(request)).select_related("unit").with_counts().order_by("name", "pk")
    return render(
        request, "assessments/paper_list.html", {"page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))}
    )


@permission_required("papers.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_create(request: PersonRequest) -> HttpResponse:
    """Begin a paper."""
    form = PaperForm(request.POST or None, units=rules.units_for(scope_for(request), "papers.edit"))
    if request.method == "POST" and form.is_valid():
        paper = papers.create_paper(**form.cleaned_data, by=request.user)
        return redirect("assessments:paper-detail", paper.pk)
    return render(request, "assessments/paper_create.html", {"form": form})


@permission_required("papers.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def paper_detail(request: PersonRequest, paper_id: int) -> HttpResponse:
    """A paper with its sections; a section can be added here."""
    paper = rules.paper_for(scope_for(request), paper_id)
    form = SectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        papers.add_section(paper=paper, **form.cleaned_data)
        return redirect("assessments:paper-detail", paper.pk)
    items, pools = papers.items_of(paper), pools_of(paper)
    sections = [
        {
            "section": section,
            "items": [item for item in items if item.section_id == section.pk],
            "pools": [pool_row(pool) for pool in pools if pool.rule.section_id == section.pk],
        }
        for section in paper.sections.all()
    ]
    context = {
        "paper": paper,
        "sections": sections,
        "form": form,
        "item_count": len(items) + sum(pool.rule.take for pool in pools),
        "points": sum(item.points for item in items) + sum(pool.rule.take * pool.rule.points for pool in pools),
        "outdated": sum(item.version.number != item.question.version for item in items),
        "has_pools": bool(pools),
        "grid": grid_of(demands_of(items, [pool.rule for pool in pools])),
    }
    return render(request, "assessments/paper_detail.html", context)


@permission_required("papers.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def section_questions(request: PersonRequest, section_id: int) -> HttpResponse:
    """Choose reviewed questions from one's banks for a section."""
    scope = scope_for(request)
    section = rules.section_for(scope, section_id)
    filters = QuestionFilter(request.GET)
    banks = Bank.objects.visible_to(scope).filter(purpose=section.paper.purpose)
    reviewed = Question.objects.non_polymorphic().filter(bank__in=banks, status=QuestionStatus.REVIEWED)
    found = filters.narrow(reviewed)
    if request.method == "POST":
        chosen = list(found.filter(pk__in=filter(None, map(whole_number, request.POST.getlist("question")))))
        papers.add_questions(section=section, questions=chosen)
        return redirect("assessments:paper-detail", section.paper_id)
    there = section.items.values_list("question_id", flat=True)
    page = Paginator(found.exclude(pk__in=there).order_by("kind", "pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "assessments/section_questions.html", {"section": section, "page": page, "filters": filters})


@permission_required("papers.edit")
@require_POST
def paper_item_change(request: PersonRequest, item_id: int) -> HttpResponse:
    """Move a question up, change its points, or take it off the paper."""
    item = rules.paper_item_for(scope_for(request), item_id)
    act = request.POST.get("act")
    if act == "up":
        papers.move_up(item=item)
    elif act == "remove":
        papers.remove_item(item=item)
    else:
        form = PointsForm(request.POST)
        if form.is_valid():
            papers.set_points(item=item, points=form.cleaned_data["points"])
        else:
            messages.error(request, _("Points are a number above 0."))
    return redirect("assessments:paper-detail", item.section.paper_id)


@permission_required("papers.edit")
@require_POST
def paper_update(request: PersonRequest, paper_id: int) -> HttpResponse:
    """Take the newest reviewed version of every question."""
    paper = rules.paper_for(scope_for(request), paper_id)
    papers.take_newest_versions(paper=paper)
    return redirect("assessments:paper-detail", paper.pk)
