"""The blueprint of a paper: its draw rules, the questions there are for each, and the grid of what it will hold."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from assessments import rules
from assessments.domain import papers
from assessments.domain.blueprint import Demand, Pool
from assessments.enums import QuestionKind, QuestionStatus
from assessments.forms.papers import DrawRuleForm
from assessments.forms.words import difficulty_words, range_words
from assessments.models.banks import Bank
from assessments.models.papers import DrawRule, Section
from people.access import PersonRequest, permission_required, scope_for


@permission_required("papers.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_add(request: PersonRequest, section_id: int) -> HttpResponse:
    """Have a section draw questions from a bank."""
    section = rules.section_for(scope_for(request), section_id)
    form = _form(request, DrawRule(section=section))
    if request.method == "POST" and form.is_valid():
        papers.add_rule(section=section, **form.cleaned_data)
        return redirect("assessments:paper-detail", section.paper_id)
    return _page(request, section, form)


@permission_required("papers.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_change(request: PersonRequest, rule_id: int) -> HttpResponse:
    """Change a rule, or take it off the paper."""
    rule = rules.draw_rule_for(scope_for(request), rule_id)
    paper_id = rule.section.paper_id
    if request.method == "POST" and "remove" in request.POST:
        papers.remove_rule(rule=rule)
        return redirect("assessments:paper-detail", paper_id)
    form = _form(request, rule)
    if request.method == "POST" and form.is_valid():
        papers.change_rule(rule=rule, fields=form.cleaned_data)
        return redirect("assessments:paper-detail", paper_id)
    return _page(request, rule.section, form)


def pool_row(pool: Pool) -> dict[str, object]:
    """A rule as a line of the paper, with the way to the questions behind its count."""
    rule = pool.rule
    described = {
        "status": QuestionStatus.REVIEWED.value,
        "kind": rule.kind,
        "topic": rule.topic,
        "difficulty_from": rule.difficulty_from,
        "difficulty_to": rule.difficulty_to,
    }
    query = urlencode({name: value for name, value in described.items() if value})
    return {
        "pool": pool,
        "rule": rule,
        "difficulty": difficulty_words(rule),
        "url": f"{reverse('assessments:bank-detail', args=[rule.bank.code])}?{query}",
    }


def grid_of(demands: Sequence[Demand]) -> dict[str, object]:
    """What a paper holds as a table: topics down, kinds across, in each cell how many of which difficulty."""
    kinds = sorted({demand.kind for demand in demands}, key=[*QuestionKind.values, ""].index)
    rows = [
        {
            "topic": topic,
            "count": sum(demand.count for demand in demands if demand.topic == topic),
            "cells": [
                _cell(kind, [each for each in demands if (each.topic, each.kind) == (topic, kind)]) for kind in kinds
            ],
        }
        for topic in dict.fromkeys(demand.topic for demand in demands)
    ]
    return {"kinds": [_label(kind) for kind in kinds], "rows": rows}


def _cell(kind: str, demands: Sequence[Demand]) -> dict[str, object]:
    in_order = sorted(demands, key=lambda each: (each.lowest, each.highest))
    return {
        "kind": _label(kind),
        "count": sum(each.count for each in demands),
        "levels": [(range_words(each.lowest, each.highest), each.count) for each in in_order],
    }


def _label(kind: str) -> str:
    return str(QuestionKind(kind).label) if kind else ""


def _form(request: PersonRequest, rule: DrawRule) -> DrawRuleForm:
    banks = Bank.objects.visible_to(scope_for(request)).filter(purpose=rule.section.paper.purpose)
    return DrawRuleForm(request.POST or None, instance=rule, banks=banks)


def _page(request: PersonRequest, section: Section, form: DrawRuleForm) -> HttpResponse:
    return render(request, "assessments/rule_edit.html", {"section": section, "form": form, "rule": form.instance})
