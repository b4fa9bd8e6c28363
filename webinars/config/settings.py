"""Every setting, with its default and unit."""

from collections.abc import Callable
from dataclasses import dataclass

from webinars.config.texts import (
    address,
    any_text,
    database,
    flag,
    folder,
    languages,
    mail_address,
    optional,
    optional_address,
    port,
    positive,
    secret_text,
    security,
    storage,
    whole,
    zone,
)

SECRETS = ("SECRET_KEY", "PASSWORD_SALT", "TOTP_SECRET")
HIDDEN = (*SECRETS, "DATABASE_URL", "MAIL_PASSWORD", "IMAP_PASSWORD")  # never repeated on a terminal


@dataclass(frozen=True)
class Setting:
    """One setting: how its text is read, and what it means with its unit."""

    name: str
    default: object
    read: Callable[[str], object]
    meaning: str


SETTINGS = (
    Setting("DATABASE_URL", None, database, "database address; none: webinars.sqlite in the instance"),
    Setting("HOST", "127.0.0.1", any_text, "address that `webinars serve` listens on"),
    Setting("PORT", 8000, port, "port that `webinars serve` listens on"),
    Setting("PUBLIC_URL", None, address, "address that people use; none: made of HOST and PORT"),
    Setting("SECRET_KEY", None, secret_text, "signs links and cookies; at least 32 characters"),
    Setting("PASSWORD_SALT", None, secret_text, "mixed into passwords; at least 32 characters"),
    Setting("TOTP_SECRET", None, secret_text, "encrypts second factors; at least 32 characters"),
    Setting("OFFICE_NAME", "Webinars", any_text, "the office that runs this installation, as people read it"),
    Setting("OFFICE_ZONE", "UTC", zone, "zone of the office, IANA name"),
    Setting("LANGUAGES", ("en", "ja"), languages, "languages offered, the default first; comma between"),
    Setting("MAIL_SERVER", None, optional, "SMTP server; none: letters are written to a Maildir"),
    Setting("MAIL_PORT", 25, port, "SMTP port"),
    Setting("MAIL_SECURITY", "none", security, "none, starttls or tls"),
    Setting("MAIL_USERNAME", None, optional, "SMTP user"),
    Setting("MAIL_PASSWORD", None, optional, "SMTP password"),
    Setting("MAIL_FROM", "webinars@localhost.invalid", mail_address, "address that letters come from"),
    Setting("RSVP_ADDRESS", None, optional_address, "inbox that receives answers"),
    Setting("MAIL_TIMEOUT_SECONDS", 20, positive, "longest wait for a mail server; seconds"),
    Setting("IMAP_SERVER", None, optional, "IMAP server of the inbox; none: `webinars serve` reads none"),
    Setting("IMAP_PORT", 993, port, "IMAP port"),
    Setting("IMAP_SECURITY", "tls", security, "none, starttls or tls"),
    Setting("IMAP_USERNAME", None, optional, "IMAP user"),
    Setting("IMAP_PASSWORD", None, optional, "IMAP password"),
    Setting("IMAP_FOLDER", "INBOX", folder, "folder of the inbox that is read"),
    Setting("INBOX_POLL_SECONDS", 60, positive, "how often the inbox is looked into; seconds"),
    Setting("LEASE_SECONDS", 120, positive, "a worker that is silent so long is taken for dead; seconds"),
    Setting("POLL_SECONDS", 2, positive, "how often the worker looks for letters that are due; seconds"),
    Setting("SETTLING_SECONDS", 120, whole, "how long a change of time waits for the next one; seconds"),
    Setting("CONFIRM_DAYS", 7, positive, "how long a confirmation link lasts; days"),
    Setting("JOIN_OPENS_MINUTES", 15, positive, "how long before the start the room opens; minutes"),
    Setting("PAGE_SIZE", 50, positive, "rows on a page of a list"),
    Setting("UPLOAD_MEGABYTES", 20, positive, "largest file that people may send; megabytes"),
    Setting("SECOND_FACTOR_REQUIRED", False, flag, "every account must enrol a second factor"),
    Setting("RATE_LIMITS", True, flag, "limit how often forms that send mail or sign in are sent"),
    Setting("RATE_LIMIT_STORAGE", "memory://", storage, "where rate limits count; redis://… to share them"),
    Setting("TRUSTED_PROXIES", 0, whole, "proxies before the server whose X-Forwarded-For is believed"),
    Setting("WORKERS", 2, positive, "web worker processes of `webinars serve`"),
)
