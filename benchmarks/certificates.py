"""CPU, memory and size of certificates, against the same page drawn by hand with reportlab.

    python -m benchmarks.certificates [--json] [--n 200] [--repeat 3]

Each measurement is a process of its own, warmed up by three certificates; of the repetitions the
smallest counts, for whatever else runs on the machine only adds. CPU is that of the process and
its children. The last line is one JSON object:
`ratio_N` ours over reportlab's CPU, `ratio_N_words_in_form` the same against reportlab with all
shared words in one form too, `wall_2000_ratio` ours on two processes over reportlab's one.
"""

from __future__ import annotations

import argparse
import base64
import gc
import hashlib
import io
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from typing import Any

import pikepdf
from PIL import Image, ImageDraw

from benchmarks._certificates_by_hand import draw, register_fonts
from certificates.rendering import (
    CertificateContent,
    TemplateDefinition,
    merge,
    pages,
    render,
    single,
)
from certificates.rendering.layers import STATIC
from certificates.rendering.texts import place_and_date
from certificates.rendering.wording import fill, plain
from certificates.workers import chunks, laid_out

_FAMILY = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Phan",
    "Vũ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
]
_MIDDLE = ["Thị", "Văn", "Hoài", "Minh", "Thanh", "Quỳnh", "Hữu", "Ngọc", "Bảo", "Đức", "Phương"]
_GIVEN = [
    "An",
    "Bình",
    "Chi",
    "Dũng",
    "Giang",
    "Hương",
    "Khánh",
    "Linh",
    "Mỹ",
    "Nguyệt",
    "Oanh",
    "Phúc",
    "Quân",
    "Tuấn",
    "Uyên",
    "Vỹ",
    "Yến",
]
_TITLES = (
    "Thiết bị cảnh báo sạt lở đất",
    "Nghiên cứu, thiết kế và chế tạo hệ thống cảnh báo sớm lũ quét cho các xã vùng cao",
    "Trợ lý ảo hỗ trợ học sinh khiếm thị đọc sách giáo khoa",
)


def template() -> TemplateDefinition:
    return TemplateDefinition.from_json(
        "giay_khen",
        {
            "issuer": ["TRƯỞNG BAN TỔ CHỨC", "HỘI THI TIN HỌC TRẺ"],
            "place": "Nghệ An",
            "date": "2026-06-15",
            "decision": {"number": "128/QĐ-BTC", "date": "2026-06-15"},
            "signer": {
                "prefix": "TM. BAN TỔ CHỨC",
                "title": "TRƯỞNG BAN",
                "name": "Nguyễn Văn Mẫu",
            },
            "images": {"seal": _seal()},
        },
    )


def _seal() -> str:
    picture = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    drawing = ImageDraw.Draw(picture)
    for inset in (4, 40):
        drawing.ellipse((inset, inset, 299 - inset, 299 - inset), outline=(200, 0, 0, 220), width=6)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


def contents(count: int, form: TemplateDefinition) -> list[CertificateContent]:
    made = []
    for index in range(count):
        values = {
            "award": ("Giải Nhất", "Giải Nhì", "Giải Khuyến khích")[index % 3],
            "division": "Bảng C – Sản phẩm sáng tạo",
            "title": _TITLES[index // 3 % 3],
            "contest": "Hội thi Tin học trẻ",
            "class": f"9A{index % 9 + 1}",
            "school": "Trường THCS Nguyễn Du",
        }
        name = " ".join(
            part[index // step % len(part)]
            for part, step in ((_FAMILY, 1), (_MIDDLE, 14), (_GIVEN, 154))
        )
        code = f"A5PN-{index:04d}-MSWF"
        made.append(
            CertificateContent(
                recipient=name,
                address=plain(fill(form.address, values)),
                achievement=fill(form.achievement, values),
                place_and_date=place_and_date(form.place, form.date or date.today(), "vi"),
                number=f"{index + 1:04d}/2026",
                code=code,
                url=f"https://example.vn/verify/{code}",
            )
        )
    return made


# --- Each of these runs in a process of its own ---------------------------------------


def by_hand(count: int, words_in_form: bool) -> dict[str, float]:
    form = template()
    register_fonts()
    all_contents = contents(count, form)
    with pikepdf.open(io.BytesIO(render(all_contents[:1], form))) as document:
        border = document.pages[0].resources.XObject[STATIC]
        draw(all_contents[:3], form, border)
        gc.collect()
        gc.freeze()
        return _measured(
            count, lambda: draw(all_contents, form, border, words_in_form=words_in_form)
        )


def ours(count: int, processes: int) -> dict[str, float]:
    form = template()
    all_contents = contents(count, form)
    render(all_contents[:3], form)

    def work() -> bytes:
        made = []
        if processes == 1:
            for chunk in chunks(all_contents):
                made += laid_out(chunk, form)
        else:
            with ProcessPoolExecutor(processes, multiprocessing.get_context("fork")) as pool:
                for some in pool.map(laid_out, chunks(all_contents), [form] * count):
                    made += some
        return merge(zip(all_contents, [form] * count, made, strict=True))

    return _measured(count, work)


def single_file(count: int) -> dict[str, Any]:
    form = template()
    all_contents = contents(count, form)
    made = pages(all_contents, form)
    single(all_contents[0], form)
    started = time.process_time()
    files = [single(content, form) for content in all_contents]
    spent = time.process_time() - started
    digests = [hashlib.sha256(file).hexdigest() for file in files]
    return {
        "cpu_ms": spent * 1000 / count,
        "bytes": len(files[0]),
        "same": digests == [page.sha256 for page in made],
    }


def _measured(count: int, work: Callable[[], bytes]) -> dict[str, float]:
    cpu, wall = _cpu(), time.perf_counter()
    data = work()
    return {
        "cpu_ms": (_cpu() - cpu) * 1000 / count,
        "wall_ms": (time.perf_counter() - wall) * 1000 / count,
        "bytes": len(data) / count,
        "peak_mb": max(
            resource.getrusage(who).ru_maxrss
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        / 1024,
    }


def _cpu() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


# --- The run --------------------------------------------------------------------------


def _alone(repeat: int, function: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """The smallest of each number over `repeat` fresh processes."""
    runs = []
    for _ in range(repeat):
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            runs.append(pool.submit(function, *arguments).result())
    return {
        key: max(run[key] for run in runs) if key == "peak_mb" else min(run[key] for run in runs)
        for key in runs[0]
    }


def main(arguments: Sequence[str] = ()) -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--json", action="store_true", help="print nothing but the last line")
    options.add_argument("--n", type=int, nargs="*", default=[200, 2000])
    options.add_argument("--repeat", type=int, default=3)
    given = options.parse_args(arguments)
    result: dict[str, Any] = {}
    for count in given.n:
        hand = _alone(given.repeat, by_hand, count, False)
        lean = _alone(given.repeat, by_hand, count, True)
        one = _alone(given.repeat, ours, count, 1)
        two = _alone(given.repeat, ours, count, 2)
        result |= {
            f"reportlab_ms_{count}": hand["cpu_ms"],
            f"reportlab_words_in_form_ms_{count}": lean["cpu_ms"],
            f"ours_ms_{count}": one["cpu_ms"],
            f"ours_two_processes_wall_ms_{count}": two["wall_ms"],
            f"ratio_{count}": one["cpu_ms"] / hand["cpu_ms"],
            f"ratio_{count}_words_in_form": one["cpu_ms"] / lean["cpu_ms"],
            f"wall_{count}_ratio": two["wall_ms"] / hand["wall_ms"],
            "bytes_each": one["bytes"],
            "peak_mb": max(result.get("peak_mb", 0), one["peak_mb"], two["peak_mb"]),
        }
        if not given.json:
            print(f"{count}: reportlab {hand}\n  lean {lean}\n  ours {one}\n  two processes {two}")
    alone = _alone(given.repeat, single_file, 30)
    result |= {
        "single_ms": alone["cpu_ms"],
        "single_bytes": alone["bytes"],
        "reprint_identical": alone["same"],
        "python": sys.version.split()[0],
        "cores": os.cpu_count(),
    }
    print(
        json.dumps(
            {
                key: round(value, 3) if isinstance(value, float) else value
                for key, value in result.items()
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1:])
