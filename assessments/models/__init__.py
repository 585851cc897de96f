"""All models of assessments, for Django to find."""

from assessments.models.attempts import Answer as Answer
from assessments.models.attempts import Attempt as Attempt
from assessments.models.attempts import AttemptItem as AttemptItem
from assessments.models.banks import Bank as Bank
from assessments.models.grades import ItemGrade as ItemGrade
from assessments.models.grades import Result as Result
from assessments.models.imports import QuestionImport as QuestionImport
from assessments.models.marks import Mark as Mark
from assessments.models.marks import MarkerSeat as MarkerSeat
from assessments.models.papers import Paper as Paper
from assessments.models.papers import PaperItem as PaperItem
from assessments.models.papers import Section as Section
from assessments.models.question_kinds import CaseAnalysisQuestion as CaseAnalysisQuestion
from assessments.models.question_kinds import FillQuestion as FillQuestion
from assessments.models.question_kinds import MultipleQuestion as MultipleQuestion
from assessments.models.question_kinds import SingleQuestion as SingleQuestion
from assessments.models.question_kinds import TrueFalseQuestion as TrueFalseQuestion
from assessments.models.questions import Question as Question
from assessments.models.questions import QuestionVersion as QuestionVersion
from assessments.models.sittings import Sitting as Sitting
from assessments.models.sittings import SittingItem as SittingItem
