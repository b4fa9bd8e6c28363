"""A real IMAP server: Dovecot with one mailbox, its own folder and certificate, gone with the test."""

import imaplib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.machine import dovecot
from tests.support.processes import free_port, tied_to_this_process, wait_until_ready

HOST = "127.0.0.1"
USER = "rsvp@webinars.example"
PASSWORD = 'pass "wörd" \\ 1'
CONFIGURATION = """\
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = /dev/stderr
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
# The password is checked over the network as it is only on this machine.
disable_plaintext_auth = no
auth_mechanisms = plain login
ssl = yes
ssl_cert = <{folder}/certificate.pem
ssl_key = <{folder}/key.pem
ssl_dh =
mail_location = maildir:{folder}/mailbox
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/home
}}
namespace inbox {{
  inbox = yes
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
service stats {{
  chroot =
}}
"""


class ImapServer:
    """A running server: *port* speaks in the clear and STARTTLS, *tls_port* TLS; *certificate* is its own."""

    host = HOST
    user = USER
    password = PASSWORD

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.tls_port = free_port()
        self.certificate = folder / "certificate.pem"

    def add(self, *mails: bytes, folder: str = "INBOX") -> None:
        """Let *mails* arrive."""
        with self._mailbox() as client:
            client.create(f'"{folder}"')
            for mail in mails:
                kind, said = client.append(f'"{folder}"', "", "", mail)
                assert kind == "OK", said

    def flags(self, *, folder: str = "INBOX") -> list[set[str]]:
        """Give the flags of every mail, in the order of arrival."""
        with self._mailbox() as client:
            client.select(f'"{folder}"', readonly=True)
            _, found = client.fetch("1:*", "(FLAGS)")
            lines = [line for line in found if isinstance(line, bytes)]
            return [{flag.decode() for flag in imaplib.ParseFlags(line)} - {r"\Recent"} for line in lines]

    def is_ready(self) -> bool:
        try:
            with self._mailbox():
                return True
        except (imaplib.IMAP4.error, OSError):
            return False

    @contextmanager
    def _mailbox(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4(self.host, self.port, timeout=30) as client:
            client.authenticate("PLAIN", lambda _: f"\0{USER}\0{PASSWORD}".encode())
            yield client


@contextmanager
def running_dovecot() -> Iterator[ImapServer]:
    """Start the server in a folder of its own, and take both away at the end."""
    binary = dovecot()
    if binary is None:
        raise RuntimeError(
            "Dovecot is not here: install the Debian package dovecot-imapd or set WITHOUT=imap."
        )
    # Pytest's own folder is closed to the other user; and a socket's path must be short (107 bytes).
    folder = Path(tempfile.mkdtemp(prefix="webinars-imap-", dir="/tmp"))
    try:
        with _server(binary, folder) as server:
            yield server
    finally:
        shutil.rmtree(folder)


@contextmanager
def _server(binary: Path, folder: Path) -> Iterator[ImapServer]:
    server = ImapServer(folder)
    prefix, owner = _as_another_user()
    _prepare(folder, server, owner)
    log = folder / "log"
    command = [*prefix, str(binary), "-F", "-c", str(folder / "dovecot.conf")]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, cwd=folder) as process,
    ):
        try:
            wait_until_ready(process, server.is_ready, log=log)
            yield server
        finally:
            process.send_signal(signal.SIGTERM)


def _prepare(folder: Path, server: ImapServer, owner: pwd.struct_passwd) -> None:
    _certify(folder)
    group = subprocess.run(
        ["id", "-gn", owner.pw_name], capture_output=True, text=True, check=True
    ).stdout.strip()
    configuration = CONFIGURATION.format(
        folder=folder, user=owner.pw_name, group=group, port=server.port, tls_port=server.tls_port
    )
    (folder / "dovecot.conf").write_text(configuration, encoding="utf-8")
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}::::::\n", encoding="utf-8")
    for name in ("run", "home", "mailbox"):
        (folder / name).mkdir()
    for path in (folder, *folder.iterdir()):
        os.chown(path, owner.pw_uid, owner.pw_gid)


def _as_another_user() -> tuple[list[str], pwd.struct_passwd]:
    """Give the words before a command that tie it to our life and, as root, to who owns the mailbox.

    Dovecot gives root no mail.
    """
    tied = tied_to_this_process("TERM")
    if os.geteuid() != 0:
        return tied, pwd.getpwuid(os.geteuid())
    user = pwd.getpwnam("nobody")
    return [*tied, f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"], user


def _certify(folder: Path) -> None:
    """Write a certificate for this machine that is its own authority, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "imap.test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
