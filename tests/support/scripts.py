"""Mail servers that follow a script, down to the line that breaks."""

import socket
from dataclasses import dataclass, field
from io import BufferedRWPair

DROP = "drop the line"
AFTER_TEXT = "."


@dataclass
class Script:
    """A mail server that answers by the book, or as *once* and *replies* say; it notes what it heard.

    One that *pipelines* says that it takes commands together; one that *hesitates* answers MAIL when RCPT
    came.
    """

    port: int = 0
    pipelines: bool = False
    hesitates: bool = False
    replies: dict[str, str] = field(default_factory=dict)
    once: dict[str, str] = field(default_factory=dict)
    heard: list[str] = field(default_factory=list)
    text: bytes = b""
    conversations: int = 0

    def serve(self, listening: socket.socket) -> None:
        """Serve one conversation after the other until the socket is closed."""
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            self.conversations += 1
            with connection, connection.makefile("rwb") as line:
                self._converse(line)

    def _converse(self, line: BufferedRWPair) -> None:
        offers = "250-mail.test\n250 PIPELINING" if self.pipelines else "250 mail.test"
        book = {"DATA": "354 go on", "EHLO": offers, "QUIT": "221 bye"}
        if not self._say(line, self.replies.get("GREETING", "220 mail.test")):
            return
        late = ""
        for raw in line:
            command = raw.decode().strip()
            verb = command.partition(" ")[0].upper()
            self.heard.append(command)
            always = self.replies.get(verb, book.get(verb, "250 OK"))
            reply = self.once.pop(verb, always)
            if self.hesitates and verb == "MAIL":
                late = reply + "\n"
                continue
            if not self._say(line, late + reply) or verb == "QUIT":
                return
            late = ""
            if reply.startswith("354") and not self._take_text(line):
                return

    def _take_text(self, line: BufferedRWPair) -> bool:
        self.text = b"".join(iter(line.readline, b".\r\n"))
        return self._say(line, self.replies.get(AFTER_TEXT, "250 OK"))

    def _say(self, line: BufferedRWPair, reply: str) -> bool:
        if reply == DROP:
            return False
        line.write(reply.replace("\n", "\r\n").encode() + b"\r\n")
        line.flush()
        return True
