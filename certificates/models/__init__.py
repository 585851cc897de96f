"""All models of certificates, for Django to find."""

from certificates.models.certificates import Certificate as Certificate
from certificates.models.certificates import IssueJob as IssueJob
from certificates.models.certificates import NumberSeries as NumberSeries
from certificates.models.chain import Anchor as Anchor
from certificates.models.chain import AttemptCommitment as AttemptCommitment
from certificates.models.chain import ChainEntry as ChainEntry
from certificates.models.clause_reviews import ClauseReview as ClauseReview
from certificates.models.clause_reviews import ClauseStatement as ClauseStatement
from certificates.models.designs import CertificateDesign as CertificateDesign
from certificates.models.keys import SigningKey as SigningKey
from certificates.models.pictures import Picture as Picture
from certificates.models.pledges import Pledge as Pledge
from certificates.models.pledges import PledgeSession as PledgeSession
from certificates.models.pledges import PledgeText as PledgeText
from certificates.models.pledges import ShownText as ShownText
from certificates.models.postings import Posting as Posting
from certificates.models.reviews import CertificateReview as CertificateReview
from certificates.models.seals import Seal as Seal
from certificates.models.seals import SealUse as SealUse
from certificates.models.stamps import TimeStamp as TimeStamp
