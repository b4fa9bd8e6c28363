"""Accounts of the office: added by an administrator, never by strangers."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from webinars.domain.errors import N_, BadLink, Missing, Refusal
from webinars.domain.timezones import check_zone
from webinars.models.accounts import Account, Role, RoleName
from webinars.models.database import begin_write, db, lock, new_key, transaction
from webinars.models.notices import NoticeKind
from webinars.services.notices import post
from webinars.services.records import SYSTEM, Actor, record


@dataclass(frozen=True)
class AccountLetter:
    """A letter about an account, as it is written."""

    subject: str
    text: str
    html: str


def begin(uniquifier: str | None = None) -> None:
    """Begin what Flask-Security writes and commits itself.

    Whoever is in the midst of signing in (*uniquifier*) is locked: of two posts of one code the second finds
    it spent.
    """
    begin_write()
    if uniquifier:
        statement = select(Account).where(Account.fs_uniquifier == uniquifier).with_for_update(of=Account)
        db.session.execute(statement.execution_options(populate_existing=True))


def finish() -> None:
    """Commit what Flask-Security left behind uncommitted."""
    db.session.commit()


def owe_letter(account_id: int, letter: AccountLetter, *, now: datetime) -> None:
    """Owe a letter inside the transaction that the caller, or Flask-Security, commits."""
    post(NoticeKind.ACCOUNT, now=now, account_id=account_id, details=asdict(letter))


def note(verb: str, account: Account, *, now: datetime) -> None:
    """Write into the log what somebody did with their own account, inside what Flask-Security commits."""
    record(verb, account, by=Actor(account.name or account.email, account.id), now=now)


def add_account(
    email: str,
    name: str,
    role: RoleName,
    *,
    password_hash: str | None,
    by: Actor,
    now: datetime,
    language: str = "en",
    letter: AccountLetter | None = None,
) -> Account:
    """Add a person of the office; without *password_hash* they set a password by the letter they ask for.

    *letter* tells them so. Raises Refusal at "email" when the address has an account already.
    """
    with transaction():
        if _by_email(email) is not None:
            raise Refusal(N_("%(email)s has an account already."), field="email", email=email)
        account = Account(
            email=email,
            name=name,
            language=language,
            password=password_hash,
            active=True,
            fs_uniquifier=uuid4().hex,
            created_at=now,
            roles=[_role(role)],
        )
        db.session.add(account)
        record("added", account, by=by, now=now, changes={"role": (None, role)})
        if letter is not None:
            owe_letter(account.id, letter, now=now)
        return account


def edit_own(
    account_id: int, *, name: str, language: str, zone: str | None, by: Actor, now: datetime
) -> None:
    """Keep what somebody says of themselves: name, and for letters language and zone (None: the office's)."""
    with transaction():
        account = lock(Account, account_id)
        wanted = {"name": name, "language": language, "zone": check_zone(zone) if zone else None}
        changes = {
            field: (getattr(account, field), value)
            for field, value in wanted.items()
            if getattr(account, field) != value
        }
        for field, (_, value) in changes.items():
            setattr(account, field, value)
        if changes:
            record("edited", account, by=by, now=now, changes=changes)


def change_role(account_id: int, role: RoleName, *, by: Actor, now: datetime) -> None:
    """Give the account *role* instead of what it had; an office keeps one administrator at least."""
    with transaction():
        account = lock(Account, account_id)
        before = role_of(account)
        if before is RoleName.ADMINISTRATOR and role is not before:
            _check_others(account)
        account.roles = [_role(role)]
        record("changed role", account, by=by, now=now, changes={"role": (before, role)})


def set_active(account_id: int, active: bool, *, by: Actor, now: datetime) -> None:
    """Let the account sign in, or no longer; whoever is signed in with it is signed out."""
    with transaction():
        account = lock(Account, account_id)
        if not active and role_of(account) is RoleName.ADMINISTRATOR:
            _check_others(account)
        before, account.active = account.active, active
        account.fs_uniquifier = uuid4().hex
        record("changed", account, by=by, now=now, changes={"active": (before, active)})


def remove_second_factor(account_id: int, *, by: Actor, now: datetime) -> None:
    """Let somebody who lost telephone and recovery codes sign in by password and enrol anew."""
    with transaction():
        account = lock(Account, account_id)
        account.tf_primary_method = account.tf_totp_secret = account.mf_recovery_codes = None
        account.tf_last_counter = None
        record("removed second factor of", account, by=by, now=now)


def allow_one_sign_in(email: str, *, now: datetime) -> Account:
    """Give the account a key that signs in once (see links.Purpose.SIGN_IN); a former key dies."""
    with transaction():
        account = _by_email(email)
        if account is None:
            raise Missing(N_("There is no account %(email)s."), email=email)
        account.sign_in_key = new_key()
        record("allowed one sign-in of", account, by=SYSTEM, now=now)
        return account


def spend_sign_in(key: str, *, now: datetime) -> Account:
    """Take the key from its account and return the account; raise BadLink when it is spent.

    The link stands for a password and no more: Refusal for an account with a second factor, whose password
    alone signs nobody in.
    """
    with transaction():
        account = db.session.scalars(
            select(Account).where(Account.sign_in_key == key).with_for_update()
        ).first()
        if account is None or not account.active:
            raise BadLink(N_("This link was used before. Sign in with your password."))
        if account.tf_primary_method:
            raise Refusal(
                N_("This account has a second factor. Sign in with the password and the code of the app.")
            )
        account.sign_in_key = None
        record("signed in once", account, by=SYSTEM, now=now)
        return account


def role_of(account: Account) -> RoleName | None:
    """Return the account's role; None for one without."""
    return RoleName(account.roles[0].name) if account.roles else None


def _check_others(account: Account) -> None:
    """Refuse to lose the last administrator."""
    is_administrator = Account.roles.any(Role.name == RoleName.ADMINISTRATOR)
    others = select(Account).where(Account.key != account.key, Account.active.is_(True), is_administrator)
    if db.session.scalars(others).first() is None:
        raise Refusal(N_("An office needs an administrator. Make somebody else one first."), field="role")


def _role(name: RoleName) -> Role:
    role = db.session.scalars(select(Role).where(Role.name == name)).first()
    if role is None:
        role = Role(name=name)
        db.session.add(role)
    return role


def _by_email(email: str) -> Account | None:
    return db.session.scalars(select(Account).where(Account.email == email)).first()
