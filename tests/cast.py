"""The cast: who they are, and the two districts that must never see each other."""

import pytest

from people.models.accounts import User
from people.models.elections import Election
from people.models.organisation import OrgUnit
from tests.factories.people import make_election, make_grant, make_person, make_seat, make_unit


@pytest.fixture
def shizhong(db: None) -> OrgUnit:
    """Our district: 市中区 of Jinan."""
    return make_unit("370103")


@pytest.fixture
def licheng(db: None) -> OrgUnit:
    """The sister district: 历城区 of Jinan."""
    return make_unit("370112")


@pytest.fixture
def community(shizhong: OrgUnit) -> OrgUnit:
    """A community of our district, in 六里山街道."""
    return make_unit("370103010001")


@pytest.fixture
def sister_community(licheng: OrgUnit) -> OrgUnit:
    """A community of the sister district."""
    return make_unit("370112001001")


@pytest.fixture
def election(shizhong: OrgUnit) -> Election:
    """This year's election in our district."""
    return make_election(shizhong)


@pytest.fixture
def sister_election(licheng: OrgUnit) -> Election:
    """This year's election in the sister district."""
    return make_election(licheng)


@pytest.fixture
def lin(community: OrgUnit, election: Election) -> User:
    """Lin, a trainee: newly elected secretary of the community."""
    lin = make_person("林秀英", username="lin")
    make_seat(lin, community, election=election)
    return lin


@pytest.fixture
def zhao(sister_community: OrgUnit, sister_election: Election) -> User:
    """Zhao, a trainee of the sister district, who must see nothing of Lin."""
    zhao = make_person("赵国强", username="zhao")
    make_seat(zhao, sister_community, election=sister_election)
    return zhao


@pytest.fixture
def chen(shizhong: OrgUnit) -> User:
    """Chen, a trainer of our district."""
    chen = make_person("陈建华", username="chen")
    make_grant(chen, "trainer", shizhong)
    return chen


@pytest.fixture
def wu(shizhong: OrgUnit) -> User:
    """Wu, the organizer of our district."""
    wu = make_person("吴敏", username="wu")
    make_grant(wu, "organizer", shizhong)
    return wu


@pytest.fixture
def sun(shizhong: OrgUnit) -> User:
    """Sun, a grader of our district."""
    sun = make_person("孙丽", username="sun")
    make_grant(sun, "grader", shizhong)
    return sun


@pytest.fixture
def he(licheng: OrgUnit) -> User:
    """He, the organizer of the sister district, who must see nothing of ours."""
    he = make_person("何军", username="he")
    make_grant(he, "organizer", licheng)
    return he


@pytest.fixture
def mei(db: None) -> User:
    """Mei, a mentor: somebody with an account and no role of her own yet."""
    return make_person("梅兰", username="mei")
