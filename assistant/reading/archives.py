"""Zipped formats (DOCX, EPUB): opened with limits, members by their exact names, never unpacked."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

from assistant.errors import FileLocked, FileTooLarge, FileUnreadable

MAX_MEMBERS = 10_000
MAX_UNPACKED = 300_000_000  # bytes of all members together
MAX_RATIO = 200  # unpacked to packed, of a member of more than a megabyte
# what the standard library raises when it unpacks a damaged archive
BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, EOFError, OSError)
_OLE = b"\xd0\xcf\x11\xe0"  # an old or an encrypted Office file


def opened(data: bytes) -> zipfile.ZipFile:
    """The archive, if it can be read and unpacks to a sensible size.

    Raises FileLocked (encrypted), FileTooLarge (a bomb) or FileUnreadable.
    """
    if data.startswith(_OLE):
        raise FileLocked("it is protected by a password, or in the old binary format of Word")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise FileUnreadable(f"it is damaged ({error})") from error
    if any(member.flag_bits & 1 for member in members):
        raise FileLocked("it is protected by a password")
    total = sum(member.file_size for member in members)
    steep = any(
        member.file_size > 1_000_000 and member.file_size > MAX_RATIO * max(member.compress_size, 1)
        for member in members
    )
    if len(members) > MAX_MEMBERS or total > MAX_UNPACKED or steep:
        raise FileTooLarge(f"it unpacks to {total:,} bytes in {len(members):,} parts")
    return archive


def member(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """The bytes of one member, None if there is none of this name; FileUnreadable if damaged."""
    try:
        return archive.read(name)
    except KeyError:
        return None
    except (*BROKEN, ValueError) as error:
        raise FileUnreadable(f"its part {name} is damaged ({error})") from error
