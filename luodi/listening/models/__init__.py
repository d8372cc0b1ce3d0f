"""What listening keeps."""

from luodi.listening.models.answer import Answer, AnswerRating
from luodi.listening.models.campaign import Campaign, Dimension, Phase
from luodi.listening.models.gathering import Gathering, GuestInvitation, Topic
from luodi.listening.models.statement import Statement

__all__ = [
    "Answer",
    "AnswerRating",
    "Campaign",
    "Dimension",
    "Gathering",
    "GuestInvitation",
    "Phase",
    "Statement",
    "Topic",
]
