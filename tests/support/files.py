"""Files as people send them: small, and whole enough to be what they say."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF\n"
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + b"\x00" * 32
WEBM = b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm" + b"\x00" * 32
OFFICE = "application/vnd.openxmlformats-officedocument."


def packed(**parts: str) -> bytes:
    """Return a packed file of these parts; a slash in a name is written as two underscores."""
    stream = BytesIO()
    with ZipFile(stream, "w") as file:
        for name, text in parts.items():
            file.writestr(name.replace("__", "/"), text)
    return stream.getvalue()


def office_file(main_part: str) -> bytes:
    """Return a file of Word, Excel or PowerPoint by the type of its main part."""
    stream = BytesIO()
    with ZipFile(stream, "w") as file:
        override = f'<Override PartName="/main.xml" ContentType="{main_part}"/>'
        file.writestr("[Content_Types].xml", f"<Types>{override}</Types>")
    return stream.getvalue()


def word_file() -> bytes:
    return office_file(f"{OFFICE}wordprocessingml.document.main+xml")


def picture(
    kind: str = "JPEG", size: tuple[int, int] = (40, 30), mode: str = "RGB", **options: object
) -> bytes:
    """Return a picture of one colour."""
    stream = BytesIO()
    Image.new(mode, size).save(stream, kind, **options)
    return stream.getvalue()


def posted(content: bytes, name: str, *, field: str = "file") -> dict[str, Any]:
    """Return what a client posts with this file: the test client's own way leaves temporary files open."""
    head = f'Content-Disposition: form-data; name="{field}"; filename="{name}"'
    body = b"--b\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n--b--\r\n"
    return {"data": body, "content_type": "multipart/form-data; boundary=b"}
