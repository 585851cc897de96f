"""All models of courses, for Django to find."""

from courses.models.catalogue import CataloguePage as CataloguePage
from courses.models.catalogue import CoursePage as CoursePage
from courses.models.catalogue import HomePage as HomePage
from courses.models.modules import CaseStudyPage as CaseStudyPage
from courses.models.modules import LecturePage as LecturePage
from courses.models.modules import ModulePage as ModulePage
from courses.models.modules import SimulationPage as SimulationPage
from courses.models.topics import Topic as Topic
