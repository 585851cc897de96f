"""What an organizer fills in: the cohort, whom it covers, who comes in by hand, why somebody leaves."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cohorts.domain.opening import Plan
from cohorts.enums import IssueMode, PledgeKind
from cohorts.models.cohort import Cohort, EnrollmentRule
from cohorts.models.programme import Programme
from courses.models.catalogue import CoursePage
from people.enums import Committee, Level, Post
from people.models.accounts import User
from people.models.elections import Election
from people.models.organisation import OrgUnit
from people.models.roles import Grant
from people.roles import Scope, roles

MANAGE = "cohorts.manage"


class UnitField(forms.ModelChoiceField):
    """A unit, written under its parent by indentation, as the tree has it."""

    def label_from_instance(self, obj: Any) -> str:
        """One ideographic space a level."""
        return "\u3000" * max(0, obj.depth - self.shallowest) + obj.name

    shallowest = 1

    def offer(self, units: QuerySet[OrgUnit]) -> None:
        """Offer these units and indent from the highest of them."""
        self.queryset = units
        self.shallowest = min(units.values_list("depth", flat=True), default=1)


def units_of(scope: Scope) -> QuerySet[OrgUnit]:
    """The units that may own a cohort: streets and above, and whatever a grant names itself."""
    wide = Q(level__in=[Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.STREET])
    granted = Q(path__in=scope.paths.get(MANAGE, ()))
    return OrgUnit.objects.visible_to(scope, MANAGE).in_use().filter(wide | granted).order_by("path")


def above_and_within(scope: Scope, field: str) -> Q:
    """Rows whose unit is in the scope, or above one that is: the district's election seats a street's people."""
    roots = scope.paths.get(MANAGE, ())
    above = {root[:length] for root in roots for length in range(OrgUnit.steplen, len(root), OrgUnit.steplen)}
    return scope.within(MANAGE, field) | Q(**{f"{field}__in": above})


def organizers_of(scope: Scope) -> QuerySet[User]:
    """People who hold a role that manages cohorts, here or above."""
    managing = [key for key, role in roles().items() if MANAGE in role.permissions]
    held = Grant.objects.filter(above_and_within(scope, "unit__path"), role__in=managing)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name")


class RuleForm(forms.Form):
    """Whom the cohort must cover; without a unit, nobody is enrolled by rule."""

    unit = UnitField(
        label=_("Everybody who sits in"),
        queryset=OrgUnit.objects.none(),
        required=False,
        empty_label=_("Nobody by rule: I enroll people by hand"),
        help_text=_("The unit and everything below it."),
    )
    election = forms.ModelChoiceField(
        label=_("Elected in"),
        queryset=Election.objects.none(),
        required=False,
        empty_label=_("Any election: everybody in office"),
    )
    committee = forms.ChoiceField(
        label=_("Committee"), choices=[("", _("Every committee")), *Committee.choices], required=False
    )
    posts = forms.MultipleChoiceField(
        label=_("Posts"),
        choices=Post.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none for all posts."),
    )
    newly_elected_only = forms.BooleanField(label=_("Only those elected for the first time"), required=False)

    prefix = "rule"

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].offer(units_of(scope))  # type: ignore[attr-defined]
        elections = Election.objects.filter(above_and_within(scope, "unit__path"))
        self.fields["election"].queryset = elections  # type: ignore[attr-defined]

    def rules(self) -> tuple[EnrollmentRule, ...]:
        """The rule that was filled in, or none; unsaved."""
        data = self.cleaned_data
        if data["unit"] is None:
            return ()
        return (
            EnrollmentRule(
                unit=data["unit"],
                election=data["election"],
                committee=data["committee"],
                posts=data["posts"],
                newly_elected_only=data["newly_elected_only"],
            ),
        )

    def is_valid_below(self, unit: OrgUnit | None) -> bool:
        """Whether the form is right and its people sit in the cohort's unit or below it."""
        if not self.is_valid():
            return False
        covered = self.cleaned_data["unit"]
        if unit is not None and covered is not None and not covered.path.startswith(unit.path):
            self.add_error("unit", _("Choose the unit that holds the cohort, or one below it."))
        return not self.errors

    @staticmethod
    def initial_of(rule: EnrollmentRule | None) -> dict[str, Any]:
        """What the form shows of a rule that is there."""
        if rule is None:
            return {}
        return {
            "unit": rule.unit_id,
            "election": rule.election_id,
            "committee": rule.committee,
            "posts": rule.posts,
            "newly_elected_only": rule.newly_elected_only,
        }


class CohortForm(forms.Form):
    """Everything about a cohort but whom it covers."""

    name = forms.CharField(
        label=_("Name of the cohort"), max_length=100, help_text=_("As it will stand on the certificate.")
    )
    unit = UnitField(label=_("Held by"), queryset=OrgUnit.objects.none(), empty_label=None)
    programme_name = forms.CharField(
        label=_("Programme"),
        max_length=100,
        required=False,
        help_text=_("If it is one run of a programme that repeats."),
        widget=forms.TextInput(attrs={"list": "programmes", "autocomplete": "off"}),
    )
    run_number = forms.IntegerField(label=_("Run number"), min_value=1, max_value=9999, required=False)
    course = forms.ModelChoiceField(
        label=_("Course"), queryset=CoursePage.objects.none(), empty_label=_("Choose a published course")
    )
    starts_on = forms.DateField(label=_("Starts on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(label=_("Ends on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    organizer = forms.ModelChoiceField(label=_("Organizer"), queryset=User.objects.none(), empty_label=None)
    modules_needed = forms.IntegerField(
        label=_("Modules needed"),
        min_value=1,
        max_value=99,
        required=False,
        help_text=_("Leave empty for all of them; with a number, trainees may choose which."),
    )
    with_examination = forms.BooleanField(label=_("A passed final examination"), required=False, initial=True)
    pledge_kinds = forms.MultipleChoiceField(
        label=_("Signed pledges"), choices=PledgeKind.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    issue_mode = forms.ChoiceField(
        label=_("Certificates are issued"),
        choices=IssueMode.choices,
        initial=IssueMode.APPROVAL,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, scope: Scope, cohort: Cohort | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cohort = cohort
        self.programmes = Programme.objects.filter(above_and_within(scope, "unit__path"))
        self.fields["unit"].offer(units_of(scope))  # type: ignore[attr-defined]
        self.fields["course"].queryset = CoursePage.objects.live().order_by("title")  # type: ignore[attr-defined]
        self.fields["organizer"].queryset = organizers_of(scope)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Names are compared as they are seen: without blanks at the ends or doubled ones."""
        return " ".join(self.cleaned_data["name"].split())

    def clean(self) -> dict[str, Any]:
        """What no single field can see."""
        data = super().clean() or {}
        starts_on, ends_on = data.get("starts_on"), data.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The cohort must not end before it starts."))
        if data.get("run_number") and not data.get("programme_name"):
            self.add_error("programme_name", _("Name the programme of which this is a run."))
        return data

    def plan(self, rules: tuple[EnrollmentRule, ...]) -> Plan:
        """The plan that was filled in, with the rules of the other form."""
        data = self.cleaned_data
        return Plan(
            unit=data["unit"],
            name=data["name"],
            course=data["course"],
            organizer=data["organizer"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            programme_name=data["programme_name"].strip(),
            run_number=data["run_number"],
            issue_mode=data["issue_mode"],
            modules_needed=data["modules_needed"],
            with_examination=data["with_examination"],
            pledge_kinds=tuple(data["pledge_kinds"]),
            rules=rules,
        )

    @staticmethod
    def initial_of(cohort: Cohort) -> dict[str, Any]:
        """What the form shows of a cohort that is there."""
        return {
            "name": cohort.name,
            "unit": cohort.unit_id,
            "programme_name": cohort.programme.name if cohort.programme else "",
            "run_number": cohort.run_number,
            "course": cohort.course_id,
            "starts_on": cohort.starts_on,
            "ends_on": cohort.ends_on,
            "organizer": cohort.organizer_id,
            "modules_needed": cohort.modules_needed,
            "with_examination": cohort.with_examination,
            "pledge_kinds": cohort.pledge_kinds,
            "issue_mode": cohort.issue_mode,
        }


class WithdrawForm(forms.Form):
    """Why somebody leaves the cohort."""

    reason = forms.CharField(
        label=_("Why the person leaves"),
        max_length=200,
        help_text=_("It is kept with the enrollment, for example: transferred to the county."),
    )


class CloseForm(forms.Form):
    """The number of people who lose by it, typed: nobody closes a running cohort by a slip of the finger."""

    number = forms.IntegerField(widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))

    def __init__(self, *args: Any, unfinished: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unfinished = unfinished
        if not unfinished:
            del self.fields["number"]
        else:
            self.fields["number"].label = _("Type %(number)s to confirm") % {"number": unfinished}

    def clean_number(self) -> int:
        """The number as it stands on the page."""
        number: int = self.cleaned_data["number"]
        if number != self.unfinished:
            raise forms.ValidationError(_("The number of people is %(number)s."), params={"number": self.unfinished})
        return number


class RescheduleForm(forms.Form):
    """Another last day, and another organizer, for a cohort that has opened."""

    ends_on = forms.DateField(
        label=_("Ends on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), help_text=_("The last day.")
    )
    organizer = forms.ModelChoiceField(label=_("Organizer"), queryset=User.objects.none(), empty_label=None)

    def __init__(self, data: Any = None, *, scope: Scope, cohort: Cohort, today: date) -> None:
        super().__init__(data, initial={"ends_on": cohort.ends_on, "organizer": cohort.organizer_id})
        self.earliest = max(cohort.starts_on, today)
        present = User.objects.filter(pk=cohort.organizer_id)
        self.fields["organizer"].queryset = organizers_of(scope) | present  # type: ignore[attr-defined]

    def clean_ends_on(self) -> date:
        """A day that is still to come: a day that has passed is what closing is for."""
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on < self.earliest:
            raise forms.ValidationError(_("Choose today or a later day."))
        return ends_on


class ReopenForm(RescheduleForm):
    """The same for a cohort that was closed, with the reason."""

    reason = forms.CharField(
        label=_("Why it is opened again"), max_length=200, help_text=_("It is kept in the log of the cohort.")
    )
