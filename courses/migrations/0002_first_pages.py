"""Our front page and an empty catalogue take the place of Wagtail's welcome page."""

from django.db import migrations
from django.utils import timezone

SITE = "干部培训考核平台"
HOME = "村（社区）干部培训考核平台"
WELCOME = "为新当选的村（社区）“两委”成员提供培训、考核、结业证书和廉洁履职承诺。请用手机号、身份证号或用户名登录。"
CATALOGUE = "课程目录"
OVERVIEW = "这里列出已发布的课程。学习在培训班里进行：登录后，从“我的工作台”进入。"


def replace_welcome_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Locale = apps.get_model("wagtailcore", "Locale")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    HomePage = apps.get_model("courses", "HomePage")
    CataloguePage = apps.get_model("courses", "CataloguePage")

    root = Page.objects.get(path="0001")
    welcome = Page.objects.filter(path="00010001", depth=2)
    locale = Locale.objects.get(pk=root.locale_id)
    now = timezone.now()

    def page_type(model):
        return ContentType.objects.get_or_create(app_label="courses", model=model)[0]

    common = {"locale": locale, "live": True, "first_published_at": now, "last_published_at": now}
    home = HomePage.objects.create(
        **common,
        title=HOME, draft_title=HOME, slug="front", url_path="/front/", path="00010002", depth=2, numchild=1,
        content_type=page_type("homepage"), introduction=WELCOME,
    )
    CataloguePage.objects.create(
        **common,
        title=CATALOGUE, draft_title=CATALOGUE, slug="courses", url_path="/front/courses/", path="000100020001",
        depth=3, numchild=0, content_type=page_type("cataloguepage"), introduction=OVERVIEW,
    )
    Site.objects.filter(root_page__in=welcome).update(root_page_id=home.pk, site_name=SITE)
    root.numchild = 2 - welcome.delete()[1].get("wagtailcore.Page", 0)
    root.save(update_fields=["numchild"])


class Migration(migrations.Migration):

    dependencies = [
        ("courses", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(replace_welcome_page, migrations.RunPython.noop)]
