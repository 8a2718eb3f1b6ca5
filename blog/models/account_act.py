"""What can happen to accounts, teams, invitations, keys and deliveries, by the names that the audit gives it."""

from __future__ import annotations

from enum import StrEnum


class AccountAct(StrEnum):
    """An act that is no verb of a visit. Each has a sentence in `web/desk/audit_sentences.py`."""

    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SIGN_OUT_EVERYWHERE = "sign_out_everywhere"
    END_SESSION = "end_session"
    CONFIRM_PASSWORD = "confirm_password"  # noqa: S105 — the name of an act
    REFUSE_SIGN_IN = "refuse_sign_in"
    REFUSE_ACT = "refuse_act"

    CHANGE_NAME = "change_name"
    CHANGE_LANGUAGE = "change_language"
    CHANGE_EMAIL = "change_email"
    CHANGE_PASSWORD = "change_password"  # noqa: S105
    RENEW_MAIL_ADDRESS = "renew_mail_address"
    RENEW_CALENDAR_ADDRESS = "renew_calendar_address"
    END_CALENDAR_ADDRESS = "end_calendar_address"
    ASK_FOR_RESET = "ask_for_reset"
    MAKE_RESET = "make_reset"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    SET_UP_TOTP = "set_up_totp"
    REMOVE_TOTP = "remove_totp"
    ADD_PASSKEY = "add_passkey"
    REMOVE_PASSKEY = "remove_passkey"
    MAKE_RECOVERY_CODES = "make_recovery_codes"
    USE_RECOVERY_CODE = "use_recovery_code"

    ADD_ACCOUNT = "add_account"
    INVITE = "invite"
    ACCEPT_INVITATION = "accept_invitation"
    WITHDRAW_INVITATION = "withdraw_invitation"
    SEND_MAIL_AGAIN = "send_mail_again"
    CHANGE_ROLE = "change_role"
    KEEP_ROLE = "keep_role"
    JOIN_TEAM = "join_team"
    LEAVE_TEAM = "leave_team"
    DEMAND_SECOND_FACTOR = "demand_second_factor"
    RESET_SECOND_FACTORS = "reset_second_factors"
    SWITCH_OFF = "switch_off"
    SWITCH_ON = "switch_on"
    EXPORT_ACCOUNT = "export_account"
    ERASE_ACCOUNT = "erase_account"

    MAKE_KEY = "make_key"
    CHANGE_KEY = "change_key"
    REVOKE_KEY = "revoke_key"

    ADD_WEBHOOK = "add_webhook"
    CHANGE_WEBHOOK = "change_webhook"
    REMOVE_WEBHOOK = "remove_webhook"
    ROTATE_SECRET = "rotate_secret"  # noqa: S105
    TEST_WEBHOOK = "test_webhook"
    SEND_AGAIN = "send_again"
    DISCARD_DELIVERIES = "discard_deliveries"
    SWITCH_WEBHOOK = "switch_webhook"

    PRUNE_AUDIT = "prune_audit"
    RESTORE_BACKUP = "restore_backup"
