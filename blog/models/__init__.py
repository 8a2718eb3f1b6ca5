"""Tables and properties of their rows. Nothing here commits or knows about HTTP."""

from blog.models.account_act import AccountAct
from blog.models.api_key import ApiKey, ApiKeyVisit
from blog.models.audit import AuditChain, AuditEntry, Door
from blog.models.audit_tally import AuditTally
from blog.models.autosave import Autosave, Ended
from blog.models.banner import Banner, HeldBanner, Level
from blog.models.calendar_address import CalendarAddress
from blog.models.classification import (
    NOTICED,
    STATES_KNOWN_TO_READERS,
    UNPUBLISHED_STATES,
    EditKind,
    Kind,
    Standing,
    State,
)
from blog.models.delivery import Channel, Delivery, DeliveryAnswer, DeliveryTarget
from blog.models.desk_event import DeskEvent, DeskVerb
from blog.models.desk_note import DeskNote
from blog.models.embargo import Embargo
from blog.models.engagement import Access, Course, Cover, Engagement
from blog.models.event import Event, Verb
from blog.models.factors import Passkey, RecoveryCode
from blog.models.followed_entry import FollowedEntry
from blog.models.ground import Ground
from blog.models.handover import Handover, HandoverRead
from blog.models.inbox import InboxLease, ReceivedMail, Refusal
from blog.models.invitation import Invitation, PasswordReset
from blog.models.link_card import CardState, LinkCard
from blog.models.media_file import MediaFile, MediaKind, Rights, UpdateMedia
from blog.models.passage import COMPARED, Passage, passage_topic
from blog.models.people import Delegation, Speaker, Topic, update_topic
from blog.models.push import PushedKeyEvent, PushService, PushSubscription, TakenBackBanner
from blog.models.queued_mail import QueuedMail
from blog.models.reader_report import ReaderReport
from blog.models.readership import ReaderCount, ReaderDelay, ReaderPage
from blog.models.ready_text import ReadyText
from blog.models.reporter import Membership, Reporter, Role
from blog.models.scope import Narrowing, Scope
from blog.models.session import DeskSession
from blog.models.shown_media import MediaChange
from blog.models.translated import Translator
from blog.models.update import Revision, Update
from blog.models.visit import PUBLIC_STATUSES, Status, Stop, Visit
from blog.models.webhook import Webhook

__all__ = [
    "COMPARED",
    "NOTICED",
    "PUBLIC_STATUSES",
    "STATES_KNOWN_TO_READERS",
    "UNPUBLISHED_STATES",
    "Access",
    "AccountAct",
    "ApiKey",
    "ApiKeyVisit",
    "AuditChain",
    "AuditEntry",
    "AuditTally",
    "Autosave",
    "Banner",
    "CalendarAddress",
    "CardState",
    "Channel",
    "Course",
    "Cover",
    "Delegation",
    "Delivery",
    "DeliveryAnswer",
    "DeliveryTarget",
    "DeskEvent",
    "DeskNote",
    "DeskSession",
    "DeskVerb",
    "Door",
    "EditKind",
    "Embargo",
    "Ended",
    "Engagement",
    "Event",
    "FollowedEntry",
    "Ground",
    "Handover",
    "HandoverRead",
    "HeldBanner",
    "InboxLease",
    "Invitation",
    "Kind",
    "Level",
    "LinkCard",
    "MediaChange",
    "MediaFile",
    "MediaKind",
    "Membership",
    "Narrowing",
    "Passage",
    "Passkey",
    "PasswordReset",
    "PushService",
    "PushSubscription",
    "PushedKeyEvent",
    "QueuedMail",
    "ReaderCount",
    "ReaderDelay",
    "ReaderPage",
    "ReaderReport",
    "ReadyText",
    "ReceivedMail",
    "RecoveryCode",
    "Refusal",
    "Reporter",
    "Revision",
    "Rights",
    "Role",
    "Scope",
    "Speaker",
    "Standing",
    "State",
    "Status",
    "Stop",
    "TakenBackBanner",
    "Topic",
    "Translator",
    "Update",
    "UpdateMedia",
    "Verb",
    "Visit",
    "Webhook",
    "passage_topic",
    "update_topic",
]
