"""What the trainer does: brings a paper from Word into a bank, mends and passes it, and makes two forms."""

import re

from playwright.sync_api import expect

from assessments.domain.papers import items_of
from assessments.models.banks import Bank
from assessments.models.imports import QuestionImport
from assessments.models.papers import Paper
from assessments.models.questions import Question
from tests.browser.album import take
from tests.browser.site import PROJECT
from tests.browser.stair.visitor import Visitor

WORD = PROJECT / "training" / "demo" / "content" / "word-paste.txt"
COUNT = 50
MISREAD = "公示困难群众救助名单时"
"""The question that everybody will misread."""
RULES = {"single": (12, 3), "multiple": (5, 5), "true_false": (6, 2)}
"""Kind → how many are drawn, for so many points each; with the case, 27 points, they make 100."""
IN_A_FORM = 24
RUBRIC = {
    "看清问题": ("没有看出亲属关系与程序问题", "看出其一，没有说清", "两个问题都说清，依据充分"),
    "处理得当": ("照原计划签订合同", "提出回避或核查，步骤不全", "报告、回避、核查、重走程序，步骤完整"),
    "群众参与": ("没有听取居民意见", "听取意见，没有公开和反馈", "商议、表决、公示、评议都有安排"),
}


def begin_bank(chen: Visitor) -> Bank:
    """A bank of her own."""
    chen.open("/banks/new/")
    chen.page.locator("[name=name]").fill("村（社区）“两委”成员应知应会题库")
    chen.page.locator("[name=code]").fill("must-know")
    chen.look(reopen=False)
    take(chen.page, "01-bank")
    chen.page.locator("main form button[type=submit]").last.click()
    chen.page.wait_for_url(re.compile(r"/banks/must-know/$"))
    return Bank.objects.get(code="must-know")


def paste(chen: Visitor, bank: Bank) -> None:
    """The whole paper, as Word gives it: checked first, looked through, then let in."""
    chen.open(f"/banks/{bank.code}/import/")
    chen.look(reopen=False)  # Its English names the Chinese words that a paper may use.
    paper = WORD.read_text(encoding="utf-8")
    chen.page.locator("textarea[name=text]").fill(paper)
    take(chen.page, "02-paste")
    chen.page.locator("main form button[type=submit]").first.click()
    chen.page.wait_for_url(re.compile(r"/imports/\d+/"))
    let_in = chen.page.locator("form[action$='/apply/'] button")
    expect(let_in).to_be_visible(timeout=60_000)
    chen.look(also=paper)
    take(chen.page, "03-checked")
    let_in.click()
    expect(chen.page.locator("main")).to_contain_text("试题已进入题库", timeout=60_000)
    assert QuestionImport.objects.get(bank=bank).state == "applied"
    assert Question.objects.filter(bank=bank).count() == COUNT


def write_rubric(chen: Visitor, bank: Bank) -> None:
    """A rubric in the place of the plain one that the import made."""
    question = Question.objects.non_polymorphic().get(bank=bank, kind="case_analysis")
    page = chen.page
    chen.open(f"/banks/{bank.code}/questions/{question.pk}/edit/")
    for row, (name, levels) in enumerate(RUBRIC.items()):
        page.locator(f"[name=rows-{row}-name]").fill(name)
        for number, (score, text) in enumerate(zip((0, 3, 5), levels, strict=True)):
            page.locator(f"[name=rows-{row}-levels-{number}-score]").fill(str(score))
            page.locator(f"[name=rows-{row}-levels-{number}-text]").fill(text)
    for rest in page.locator("[name^='rows-0-levels-'][name$='-score'], [name^='rows-0-levels-'][name$='-text']").all():
        if int((rest.get_attribute("name") or "").split("-")[3]) >= len(RUBRIC):
            rest.fill("")  # The plain rubric had more levels.
    expect(page.locator("#preview")).to_contain_text("青石巷社区")
    chen.look(reopen=False)
    take(page, "04-rubric")
    page.locator("#question button.button--primary[type=submit]").click()
    page.wait_for_url(re.compile(r"/questions/\d+/$"))
    chen.look()
    criteria = Question.objects.get(pk=question.pk).own_fields()["criteria"]
    assert [criterion["name"] for criterion in criteria] == list(RUBRIC)


def pass_all(chen: Visitor, bank: Bank) -> None:
    """Tick the drafts and pass them."""
    chen.open(f"/banks/{bank.code}/?status=draft")
    chen.look()
    chen.page.locator("[data-tick-all]").click()
    take(chen.page, "05-pass")
    chen.press("审核通过所选草稿")
    expect(chen.page.locator("main")).to_contain_text(f"{COUNT} 道试题已审核通过")


def make_paper(chen: Visitor) -> Paper:
    """A paper that holds the case by itself, and draws the rest by rules."""
    page = chen.page
    chen.open("/papers/new/")
    page.locator("[name=name]").fill("应知应会结业卷")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/papers/\d+/$"))
    page.locator("[name=title]").fill("应知应会")
    page.locator("main form button[type=submit]").last.click()
    paper = Paper.objects.get()
    section = f"/papers/sections/{paper.sections.get().pk}"
    chen.open(f"{section}/questions/?kind=case_analysis")
    page.locator("[name=question]").check()
    chen.press("添加所选试题")
    page.wait_for_url(re.compile(r"/papers/\d+/$"))
    for kind, (take_so_many, points) in RULES.items():
        chen.open(f"{section}/rules/new/")
        page.locator("[name=kind]").select_option(kind)
        page.locator("[name=take]").fill(str(take_so_many))
        page.locator("[name=points]").fill(str(points))
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(re.compile(r"/papers/\d+/$"))
    chen.look()
    take(page, "06-paper")
    return paper


def make_forms(chen: Visitor, paper: Paper) -> Paper:
    """Two equivalent forms with no question in common but the case; the one that holds the question to be misread."""
    chen.open(f"/papers/{paper.pk}/forms/")
    chen.page.locator("[name=count]").select_option("2")
    chen.press("开始制作")
    expect(chen.page.locator("main tbody tr")).to_have_count(2)
    chen.look()
    take(chen.page, "07-forms")
    drawn = [{item.question_id for item in items_of(form)} for form in paper.forms.all()]
    assert [len(questions) for questions in drawn] == [IN_A_FORM, IN_A_FORM]
    assert len(drawn[0] & drawn[1]) == 1
    return paper.forms.get(sections__items__question__stem__startswith=MISREAD)
