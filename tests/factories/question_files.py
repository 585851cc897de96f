"""Question files for tests: workbooks with a header, and a paper as it is pasted from a document."""

from collections.abc import Sequence
from typing import Any

from common.sheets import write_xlsx

HEADERS = ("题型", "题干", "选项A", "选项B", "选项C", "选项D", "答案")
GOOD_ROWS: tuple[tuple[Any, ...], ...] = (
    ("单选题", "村民会议由谁召集？", "镇政府", "村民委员会", "党支部", "监委会", "B"),
    ("多选题", "哪些事项须经村民会议决定？", "土地承包方案", "宅基地使用", "村干部日记", "征地补偿分配", "ABD"),
    ("判断题", "村务至少每季度公开一次。", "", "", "", "", "对"),
    ("填空题", "村民委员会每届任期____年。", "", "", "", "", "5"),
    ("简答题", "请写出处理邻里纠纷的步骤。", "", "", "", "", "先听双方，再查依据，后调解。"),
)
BAD_ROWS: tuple[tuple[Any, ...], ...] = (
    ("单选题", "居民小组长由谁推选？", "居民", "街道", "居民", "社区", "A"),
    ("单选题", "监督委员会由几人组成？", "三至五人", "七人", "", "", "E"),
)


def workbook(*rows: Sequence[Any], headers: Sequence[str] = HEADERS) -> bytes:
    """Return an .xlsx with these rows."""
    return write_xlsx(headers, rows, title="题库")


def pasted_paper(count: int = 50) -> str:
    """Return a paper of so many questions as it stands in a document: sections, options, answers at the end."""
    chosen = "ABCD"
    singles = [
        f"{number}. 第{number}条规定由谁负责落实？\nA. 村委会 B. 党支部 C. 监委会 D. 小组"
        for number in range(1, count + 1)
    ]
    answers = "".join(chosen[number % 4] for number in range(count))
    return "一、单选题（每题2分）\n" + "\n".join(singles) + f"\n\n答案：1-{count} {answers}\n"
