"""The sentences of the audit about accounts, keys and deliveries, one for each act; those of visits are beside it."""

from __future__ import annotations

from collections.abc import Mapping

from blog.models import AccountAct, AuditEntry
from blog.models.audit import LOST, RESEALED
from blog.translation import N_
from blog.web.desk.audit_sentences_of_visits import OF_VISITS

OF_ACCOUNTS: Mapping[AccountAct, str] = {
    AccountAct.SIGN_IN: N_("%(who)s signed in"),
    AccountAct.SIGN_OUT: N_("%(who)s signed out"),
    AccountAct.SIGN_OUT_EVERYWHERE: N_("%(who)s signed out on every device"),
    AccountAct.END_SESSION: N_("%(who)s signed out on another device"),
    AccountAct.CONFIRM_PASSWORD: N_("%(who)s confirmed who they are"),
    AccountAct.REFUSE_SIGN_IN: N_("A sign-in to an account that does not exist was refused"),
    AccountAct.REFUSE_ACT: N_("%(who)s was refused what the account may not do: %(what)s"),
    AccountAct.CHANGE_NAME: N_("%(who)s changed their name"),
    AccountAct.CHANGE_LANGUAGE: N_("%(who)s changed their desk language"),
    AccountAct.CHANGE_EMAIL: N_("%(who)s changed their email address"),
    AccountAct.CHANGE_PASSWORD: N_("%(who)s changed their password"),
    AccountAct.RENEW_MAIL_ADDRESS: N_("%(who)s made a new address for mail"),
    AccountAct.RENEW_CALENDAR_ADDRESS: N_("%(who)s made a new private calendar address"),
    AccountAct.END_CALENDAR_ADDRESS: N_("%(who)s removed the private calendar address"),
    AccountAct.ASK_FOR_RESET: N_("Somebody asked for a new password"),
    AccountAct.MAKE_RESET: N_("%(who)s made a link to a new password"),
    AccountAct.RESET_PASSWORD: N_("%(who)s set a new password"),
    AccountAct.SET_UP_TOTP: N_("%(who)s set up an authenticator app"),
    AccountAct.REMOVE_TOTP: N_("%(who)s removed the authenticator app"),
    AccountAct.ADD_PASSKEY: N_("%(who)s added a passkey"),
    AccountAct.REMOVE_PASSKEY: N_("%(who)s removed a passkey"),
    AccountAct.MAKE_RECOVERY_CODES: N_("%(who)s made new recovery codes"),
    AccountAct.USE_RECOVERY_CODE: N_("%(who)s used a recovery code"),
    AccountAct.ADD_ACCOUNT: N_("%(who)s added an account"),
    AccountAct.INVITE: N_("%(who)s invited somebody as %(detail)s"),
    AccountAct.ACCEPT_INVITATION: N_("%(who)s accepted an invitation"),
    AccountAct.WITHDRAW_INVITATION: N_("%(who)s withdrew an invitation"),
    AccountAct.SEND_MAIL_AGAIN: N_("%(who)s sent the mail of an invitation again"),
    AccountAct.CHANGE_ROLE: N_("%(who)s changed a role"),
    AccountAct.KEEP_ROLE: N_("The sign-in service named another role for the only admin, who stays admin"),
    AccountAct.JOIN_TEAM: N_("%(who)s joined the team of %(what)s"),
    AccountAct.LEAVE_TEAM: N_("%(who)s left the team of %(what)s"),
    AccountAct.DEMAND_SECOND_FACTOR: N_("%(who)s changed whether a second factor is demanded"),
    AccountAct.RESET_SECOND_FACTORS: N_("%(who)s removed all second factors"),
    AccountAct.SWITCH_OFF: N_("%(who)s switched an account off"),
    AccountAct.SWITCH_ON: N_("%(who)s switched an account on"),
    AccountAct.EXPORT_ACCOUNT: N_("%(who)s exported the personal data of an account"),
    AccountAct.ERASE_ACCOUNT: N_("%(who)s erased an account"),
    AccountAct.MAKE_KEY: N_("%(who)s made the API key %(what)s"),
    AccountAct.CHANGE_KEY: N_("%(who)s changed the API key %(what)s"),
    AccountAct.REVOKE_KEY: N_("%(who)s revoked the API key %(what)s"),
    AccountAct.ADD_WEBHOOK: N_("%(who)s added the webhook %(what)s"),
    AccountAct.CHANGE_WEBHOOK: N_("%(who)s changed the webhook %(what)s"),
    AccountAct.REMOVE_WEBHOOK: N_("%(who)s removed the webhook %(what)s"),
    AccountAct.ROTATE_SECRET: N_("%(who)s made a new secret for the webhook %(what)s"),
    AccountAct.TEST_WEBHOOK: N_("%(who)s sent a test to the webhook %(what)s"),
    AccountAct.SEND_AGAIN: N_("%(who)s sent a delivery of the webhook %(what)s again"),
    AccountAct.DISCARD_DELIVERIES: N_("%(who)s discarded deliveries of the webhook %(what)s"),
    AccountAct.SWITCH_WEBHOOK: N_("%(who)s switched the webhook %(what)s: %(detail)s"),
    AccountAct.PRUNE_AUDIT: N_("%(who)s removed %(detail)s old entries of the audit"),
    AccountAct.RESTORE_BACKUP: N_("%(who)s restored a backup"),
}
# Where the act concerns another account than that of who acts.
ABOUT_OTHERS: Mapping[AccountAct, str] = {
    AccountAct.REFUSE_SIGN_IN: N_("A sign-in as %(about)s was refused"),
    AccountAct.SIGN_OUT_EVERYWHERE: N_("%(who)s signed %(about)s out on every device"),
    AccountAct.END_SESSION: N_("%(who)s signed %(about)s out on one device"),
    AccountAct.CHANGE_NAME: N_("%(who)s changed the name of %(about)s"),
    AccountAct.CHANGE_EMAIL: N_("%(who)s changed the email address of %(about)s"),
    AccountAct.ASK_FOR_RESET: N_("Somebody asked for a new password for %(about)s"),
    AccountAct.MAKE_RESET: N_("%(who)s made a link to a new password for %(about)s"),
    AccountAct.RESET_PASSWORD: N_("%(who)s set a new password for %(about)s"),
    AccountAct.ADD_ACCOUNT: N_("%(who)s added the account of %(about)s"),
    AccountAct.INVITE: N_("%(who)s invited %(about)s"),
    AccountAct.ACCEPT_INVITATION: N_("%(about)s accepted an invitation"),
    AccountAct.WITHDRAW_INVITATION: N_("%(who)s withdrew the invitation of %(about)s"),
    AccountAct.SEND_MAIL_AGAIN: N_("%(who)s sent %(about)s the link to a new password again"),
    AccountAct.CHANGE_ROLE: N_("%(who)s changed the role of %(about)s to %(detail)s"),
    AccountAct.KEEP_ROLE: N_("%(about)s stays admin as the only one: the sign-in service named the role %(detail)s"),
    AccountAct.JOIN_TEAM: N_("%(who)s added %(about)s to the team of %(what)s"),
    AccountAct.LEAVE_TEAM: N_("%(who)s removed %(about)s from the team of %(what)s"),
    AccountAct.DEMAND_SECOND_FACTOR: N_("%(who)s changed whether %(about)s needs a second factor"),
    AccountAct.RESET_SECOND_FACTORS: N_("%(who)s removed all second factors of %(about)s"),
    AccountAct.SWITCH_OFF: N_("%(who)s switched the account of %(about)s off"),
    AccountAct.SWITCH_ON: N_("%(who)s switched the account of %(about)s on"),
    AccountAct.EXPORT_ACCOUNT: N_("%(who)s exported the personal data of %(about)s"),
    AccountAct.MAKE_KEY: N_("%(who)s made the API key %(what)s for %(about)s"),
    AccountAct.REVOKE_KEY: N_("%(who)s revoked the API key %(what)s of %(about)s"),
}
_DAMAGE: Mapping[str, str] = {
    LOST: N_("All earlier entries were removed"),
    RESEALED: N_("The end of this audit was rewritten, or SECRET_KEY was changed without SECRET_KEY_OLD"),
}
# A later Dateline may have acts that this one does not know.
_UNKNOWN = N_("%(who)s did something that this version of Dateline does not know")


def sentence_of(entry: AuditEntry) -> str:
    """What an entry says, with names such as `%(who)s` in it; to be translated where it is shown."""
    if entry.act in OF_VISITS or entry.act in _DAMAGE:
        return OF_VISITS.get(entry.act) or _DAMAGE[entry.act]
    if entry.act not in tuple(AccountAct):
        return _UNKNOWN
    act = AccountAct(entry.act)
    return ((entry.about_digest or entry.about_id) and ABOUT_OTHERS.get(act)) or OF_ACCOUNTS[act]
