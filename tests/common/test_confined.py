"""A reader of strangers' files has limits, and cannot harm who asks."""

import io
import os
import resource
import tempfile
import threading
import time
import zlib

import pytest

from common import confined
from common.confined import Exceeded, Limits, NoTurn, Refusal, run
from common.errors import DomainError

HERE = "tests.common.test_confined"


class NotToday(DomainError):
    code = "not-today"
    text = {"vi": "Không phải hôm nay: {day}.", "en": "Not today: {day}."}


# What is run in the child:


def repeat(file: io.BufferedReader, word: str) -> tuple[int, bytes, str]:
    file.seek(-3, os.SEEK_END)
    return file.tell(), file.read(), word * 2


def refuse(day: str) -> None:
    raise NotToday(day=day)


def busy() -> None:
    while True:
        pass


def kill_the_server() -> None:
    os.kill(os.getppid(), 9)


# The tests:


def test_function_reads_a_file_from_memory_and_answers() -> None:
    assert run(f"{HERE}:repeat", "ab", file=io.BytesIO(b"0123456789")) == (7, b"789", "abab")


def test_position_in_an_open_file_stays() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789")
        file.seek(2)
        assert run(f"{HERE}:repeat", "", file=file) == (7, b"789", "")
        assert file.read() == b"23456789"


def test_refusal_comes_back_with_its_parameters() -> None:
    with pytest.raises(Refusal) as refused:
        run(f"{HERE}:refuse", "thứ Hai")
    assert (refused.value.code, refused.value.params) == ("not-today", {"day": "thứ Hai"})


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("time:sleep", (30,)),
        (f"{HERE}:busy", ()),
        ("builtins:bytearray", (2_000_000_000,)),
        ("os:abort", ()),
        ("os:_exit", (0,)),
        ("there.is:none", ()),
        ("decimal:Decimal", ("1",)),  # no plain value
    ],
)
def test_function_that_comes_to_no_answer_is_ended(
    function: str, arguments: tuple[object, ...]
) -> None:
    start = time.monotonic()
    with pytest.raises(Exceeded):
        run(function, *arguments, limits=Limits(seconds=1))
    assert time.monotonic() - start < 5
    assert run("builtins:len", "abc") == 3


def test_server_that_died_is_started_again() -> None:
    run(f"{HERE}:kill_the_server")
    for _ in range(20):  # it may take a moment to be seen as dead
        try:
            assert run("builtins:len", "abc", limits=Limits(seconds=1)) == 3
        except Exceeded:
            time.sleep(0.1)
        else:
            return
    pytest.fail("no server came up again")


def test_child_writes_no_file_and_opens_few() -> None:
    with pytest.raises(Exceeded):
        run("os:mkdir", 5)
    assert run("resource:getrlimit", resource.RLIMIT_FSIZE) == (0, 0)
    assert run("resource:getrlimit", resource.RLIMIT_NOFILE) == (64, 64)


def test_more_than_two_at_once_take_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "_TURN_SECONDS", 0.1)
    sleepers = [threading.Thread(target=run, args=("time:sleep", 1.5)) for _ in range(2)]
    for sleeper in sleepers:
        sleeper.start()
    time.sleep(0.5)
    with pytest.raises(NoTurn) as refused:
        run("builtins:len", "abc")
    assert refused.value.headers == {"Retry-After": "10"}
    for sleeper in sleepers:
        sleeper.join()
    assert run("builtins:len", "abc") == 3


def test_pdf_that_unpacks_to_much_costs_its_reader_only() -> None:
    zeros = bytes(1024 * 1024)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)  # each block by itself, so one is made
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(150):
        check = zlib.adler32(zeros, check)
    packed = b"\x78\xda" + block * 150 + packer.flush() + check.to_bytes(4, "big")
    head = b"%PDF-1.5\n"
    table = (
        b"1 0 obj\n<</Type/XRef/W[1 1 1]/Size 104857600/Root 2 0 R/Filter/FlateDecode/Length %d>>\n"
    )
    pdf = head + table % len(packed) + b"stream\n" + packed + b"\nendstream\nendobj\n"
    pdf += b"startxref\n%d\n%%%%EOF\n" % len(head)
    assert len(pdf) < 200_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises((Refusal, Exceeded)):
        run(
            "submissions.uploads.contents:check", "a.pdf", "pdf",
            file=io.BytesIO(pdf), limits=Limits(seconds=10, megabytes=300),
        )  # fmt: skip
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB
