"""What a printed batch gives beside its file."""

import hashlib
import io
import re
import zipfile

import openpyxl
import pikepdf
import pytest
from rest_framework.test import APIClient

from certificates.models import Certificate, CertificateBatch
from certificates.outputs import file_name
from certificates.services import order_batch, revoke
from jobs.worker import run_pending
from tests.factories.accounts import make_staff, make_user
from tests.factories.certificates import make_results

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch():
    """Three printed certificates: Lê A, Trần Thị Bình, Phạm Cường."""
    order_batch(publication=make_results(3), template=None, by=make_user())
    run_pending()
    return CertificateBatch.objects.get()


def fetch(batch, **query):
    api = APIClient()
    api.force_authenticate(make_staff())
    answer = api.get(f"/api/v1/certificate-batches/{batch.pk}/file/", query)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content), answer


def rows(data):
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_a_zip_holds_each_single_file_under_its_name(batch):
    data, answer = fetch(batch, form="zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "0001-Le-A.pdf", "0002-Tran-Thi-Binh.pdf", "0003-Pham-Cuong.pdf",
        ]  # fmt: skip
        digests = [hashlib.sha256(archive.read(name)).hexdigest() for name in archive.namelist()]
    assert digests == [each.file_sha256 for each in Certificate.objects.order_by("number")]
    assert answer["Content-Type"] == "application/zip"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Đặng Thuỳ Trâm", "0001-Dang-Thuy-Tram.pdf"),
        ('../..\\\r\n"x', "0001-x.pdf"),
        ("王小明", "0001.pdf"),
        ("Ữ" * 300, "0001-" + "U" * 115 + ".pdf"),
    ],
)
def test_a_file_name_is_plain_ascii(batch, name, expected):
    certificate = Certificate.objects.select_related("register").get(number=1)
    certificate.content["recipient"] = name
    assert file_name(certificate) == expected


def test_a_range_is_printed_by_register_numbers(batch):
    data, _ = fetch(batch, **{"from": 2, "to": 3})
    with (
        pikepdf.open(io.BytesIO(data)) as part,
        batch.file.open() as file,
        pikepdf.open(file) as whole,
    ):
        assert [page.Contents.read_raw_bytes() for page in part.pages] == [
            page.Contents.read_raw_bytes() for page in list(whole.pages)[1:]
        ]
    assert fetch(batch, **{"from": 2, "to": 3})[0] == data


@pytest.mark.parametrize("query", [{"from": 7}, {"from": 3, "to": 2}])
def test_a_range_without_certificates_is_a_problem(batch, query):
    api = APIClient()
    api.force_authenticate(make_staff())
    answer = api.get(f"/api/v1/certificate-batches/{batch.pk}/file/", query)
    assert (answer.status_code, answer.json()["type"]) == (
        422, "/problems/certificate-range-invalid",
    )  # fmt: skip


def test_two_stand_on_a_sheet_in_the_order_of_the_cut_stack(batch):
    data, _ = fetch(batch, form="two_up")
    with (
        pikepdf.open(io.BytesIO(data)) as sheets,
        batch.file.open() as file,
        pikepdf.open(file) as whole,
    ):
        streams = [page.Contents.read_bytes() for page in whole.pages]
        sizes = [[round(float(side)) for side in page.mediabox] for page in sheets.pages]
        placed = [
            [
                streams.index(page.resources.XObject[name].read_bytes())
                for name in ("/Upper", "/Lower")
                if name in page.resources.XObject
            ]
            for page in sheets.pages
        ]
    assert sizes == [[0, 0, 842, 1199], [0, 0, 842, 1199]]
    assert placed == [[0, 2], [1]]


def test_the_register_has_a_line_a_certificate_and_no_formula(batch):
    first = Certificate.objects.get(number=1)
    first.content["recipient"] = "=1+2"
    first.save()
    lines = rows(fetch(batch, form="register")[0])
    assert [line[:3] for line in lines] == [
        ["STT", "Số vào sổ", "Họ và tên / Đội"],
        [1, f"0001/{first.register.year}", "'=1+2"],
        [2, f"0002/{first.register.year}", "Trần Thị Bình"],
        [3, f"0003/{first.register.year}", "Phạm Cường"],
    ]
    assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", lines[1][7])


def test_labels_lie_by_school(batch):
    lines = rows(fetch(batch, form="labels")[0])
    assert lines[0] == ["Đơn vị", "Họ và tên / Đội", "Giải", "Số vào sổ"]
    assert lines[1:] == sorted(lines[1:])
    assert {line[1] for line in lines[1:]} == {"Lê A", "Trần Thị Bình", "Phạm Cường"}


def test_a_printed_page_stays_in_its_batch_when_it_is_revoked(batch):
    revoke(certificate=Certificate.objects.get(number=2), reason="Nhầm", by=make_user())
    assert len(rows(fetch(batch, form="register")[0])) == 4


def test_an_unknown_form_is_refused(batch):
    api = APIClient()
    api.force_authenticate(make_staff())
    answer = api.get(f"/api/v1/certificate-batches/{batch.pk}/file/", {"form": "docx"})
    assert answer.status_code in (400, 422)
