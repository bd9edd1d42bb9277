#!/usr/bin/env python3
"""Opens hostile files with `claimdesk text FILE --json` and prints how each ended, how long it took and how much memory.

    cargo build --release && tests/hostile/measure.py target/release/claimdesk

Every file is made here. Memory is the sum of the peaks (VmHWM) of the program and of the process that reads for it, and never
less than the largest of them that the kernel reports (rusage of children). The bars: ended by itself with an article, an
error or a warning, within 10 s and 1 GiB. The exit code is 1 when one is missed. Linux only, because of /proc.
"""

import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib
from pathlib import Path

SECONDS, BYTES = 10.0, 1 << 30
CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>
<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"""
OPF = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata/><manifest>
<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="c"/></spine></package>"""
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>%s</w:body></w:document>'
OFFICE = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>%s</office:text></office:body>'
    "</office:document-content>"
)


def archive(parts):
    """A ZIP file of (name, content) pairs; content is bytes, text or an iterator of chunks."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in parts:
            if isinstance(content, (bytes, str)):
                # The part that names a format stands first and uncompressed.
                file.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else None)
            else:
                with file.open(name, "w", force_zip64=True) as part:
                    for chunk in content:
                        part.write(chunk)
    return held.getvalue()


def around(before, chunk, times, after):
    yield before.encode()
    for _ in range(times):
        yield chunk
    yield after.encode()


def docx(body):
    return archive([("[Content_Types].xml", "<Types/>"), ("word/document.xml", body)])


def odt(body):
    return archive([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", body)])


def epub(body):
    return archive([("mimetype", "application/epub+zip"), ("META-INF/container.xml", CONTAINER), ("b.opf", OPF), ("c.xhtml", body)])


def pdf(objects):
    """A PDF file of object bodies by number; 1 is the catalogue."""
    held, places = io.BytesIO(), {}
    held.write(b"%PDF-1.7\n")
    for number, body in objects.items():
        places[number] = held.tell()
        held.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start, size = held.tell(), max(objects) + 1
    held.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        held.write(b"%010d 00000 n \n" % places.get(number, 0))
    held.write(b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))
    return held.getvalue()


def page(content, filters=b"", more=None):
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        4: b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(content), filters, content),
        5: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    }
    return pdf(objects | (more or {}))


SPREADSHEET = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="a"><table:table-row table:number-rows-repeated="1048576">'
    '<table:table-cell table:number-columns-repeated="16384"><text:p>bomb</text:p></table:table-cell></table:table-row></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
)


def workbook(sheet):
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    book = f'<workbook xmlns="{main}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'
    return archive(opc("xl/workbook.xml", book, [("xl/worksheets/sheet1.xml", "worksheet", sheet)], relations))


def presentation(slides):
    main = "http://schemas.openxmlformats.org/presentationml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="r{n + 1}"/>' for n in range(len(slides)))
    deck = f'<p:presentation xmlns:p="{main}" xmlns:r="{relations}"><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>'
    parts = [(f"ppt/slides/slide{n + 1}.xml", "slide", slide) for n, slide in enumerate(slides)]
    return archive(opc("ppt/presentation.xml", deck, parts, relations))


def opc(main, text, parts, kinds):
    """The parts of an Office document: its main part and those that it names."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    folder, name = main.split("/")
    to = lambda number, kind, target: f'<Relationship Id="r{number}" Type="{kinds}/{kind}" Target="/{target}"/>'
    of_main = "".join(to(n + 1, kind, part) for n, (part, kind, _) in enumerate(parts))
    yield "[Content_Types].xml", "<Types/>"
    yield "_rels/.rels", f'<Relationships xmlns="{package}">{to(1, "officeDocument", main)}</Relationships>'
    yield main, text
    yield f"{folder}/_rels/{name}.rels", f'<Relationships xmlns="{package}">{of_main}</Relationships>'
    for part, _, content in parts:
        yield part, content


def head(length, url=b"http://example.org/"):
    return b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: %s\r\nContent-Length: %d\r\n\r\n" % (url, length)


def record(block, url=b"http://example.org/"):
    return head(len(block), url) + block + b"\r\n\r\n"


def packed_record(length):
    """A gzip member with a record of so many spaces."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    start = packer.compress(head(length)) + packer.flush(zlib.Z_FULL_FLUSH)
    # A block of a megabyte of spaces is the same each time.
    block = packer.compress(b" " * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * (length >> 20)


def flated(chunk, times, bits=zlib.MAX_WBITS):
    packer = zlib.compressobj(1, zlib.DEFLATED, bits)
    return b"".join([packer.compress(chunk) for _ in range(times)] + [packer.flush()])


def twice(data):
    return zlib.compress(data, 6)


def files():
    """Name and maker of each file; a maker gives bytes, or writes the file itself."""
    zeros = b" " * (1 << 20)
    words = b"<w:p><w:r><w:t>" + b"bomb " * 20_000 + b"</w:t></w:r></w:p>"
    para = b"<text:p>" + b"bomb " * 20_000 + b"</text:p>"
    hyper = b"<p>" + b"bomb " * 20_000 + b"</p>"
    w, o = WORD.split("%s"), OFFICE.split("%s")
    html = ("<html><body>", "</body></html>")
    yield "docx-1gib-spaces.docx", lambda: docx(around(w[0], zeros, 1024, w[1]))
    yield "docx-500mb-words.docx", lambda: docx(around(w[0], words, 5000, w[1]))
    yield "odt-500mb-words.odt", lambda: odt(around(o[0], para, 5000, o[1]))
    yield "epub-500mb-words.epub", lambda: epub(around(html[0], hyper, 5000, html[1]))
    many = [(f"c{n}.xhtml", around(html[0], hyper, 300, html[1])) for n in range(40)]
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(40))
    refs = "".join(f'<itemref idref="c{n}"/>' for n in range(40))
    opf = OPF.replace('<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>', items).replace('<itemref idref="c"/>', refs)
    start = [("mimetype", "application/epub+zip"), ("META-INF/container.xml", CONTAINER), ("b.opf", opf)]
    yield "epub-40-chapters-of-30mb.epub", lambda: archive(start + many)
    yield "docx-60000-entries.docx", lambda: archive(
        [("[Content_Types].xml", "<Types/>"), ("word/document.xml", WORD % "")] + [(f"word/{n}.xml", "x") for n in range(60_000)]
    )
    nested = '<w:tbl><w:tr><w:tc>' * 100_000
    yield "docx-300000-deep.docx", lambda: docx(WORD % nested)
    yield "docx-entities.docx", lambda: docx(LAUGHS + WORD % "<w:p><w:r><w:t>&a11;</w:t></w:r></w:p>")
    yield "odt-entities.odt", lambda: odt(LAUGHS + OFFICE % "<text:p>&a11;</text:p>")
    yield "epub-entities.epub", lambda: epub(LAUGHS + "<html><body><p>&a11;</p></body></html>")
    yield "odt-spaces-count.odt", lambda: odt(OFFICE % '<text:p>a<text:s text:c="4000000000"/>b</text:p>')
    yield "html-100000-nested.html", lambda: b"<!DOCTYPE html><html><body>" + b"<div>" * 100_000 + b"deep words"
    yield "html-100000-nested-inline.html", lambda: b"<!DOCTYPE html><html><body><p>" + b"<b><i><a href=x>" * 33_333 + b"deep words"
    yield "html-100000-tables.html", lambda: b"<!DOCTYPE html><html><body>" + b"<table><tr><td>" * 33_333 + b"deep words"
    attributes = b" ".join(b"a%d=x" % n for n in range(200_000))
    yield "html-200000-attributes.html", lambda: b"<!DOCTYPE html><html><body><p " + attributes + b">words in a page</p></body></html>"
    yield "html-formatting.html", lambda: b"<!DOCTYPE html><html><body>" + b"<p><b><i><u><em>words" * 20_000
    yield "html-20mb-lt.html", lambda: b"<!DOCTYPE html><html><body>" + b"<" * 20_000_000
    flate = b"/Filter/FlateDecode"
    yield "pdf-2gib-flate.pdf", lambda: page(flated(zeros, 2048), flate)
    yield "pdf-2gib-flate-words.pdf", lambda: page(flated(b"BT /F 9 Tf (bomb words) Tj ET\n" * 35_000, 2048), flate)
    yield "pdf-flate-in-flate.pdf", lambda: page(
        twice(flated(zeros, 2048)), b"/Filter[/FlateDecode/FlateDecode]"
    )
    yield "pdf-cyclic-pages.pdf", lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[3 0 R 2 0 R]/Count 9>>", 3: b"<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count 9>>"}
    )
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 11>>\nstream\n/X Do /X Do\nendstream"
    yield "pdf-cyclic-form.pdf", lambda: page(b"/X Do /X Do /X Do", more={6: form})
    yield "pdf-cyclic-lengths.pdf", lambda: page(b"BT ET", b"", {4: b"<</Length 4 0 R>>\nstream\nBT ET\nendstream"})
    yield "pdf-deep-arrays.pdf", lambda: page(b"BT ET", b"", {6: b"[" * 200_000 + b"]" * 200_000})
    yield "pdf-deep-dictionaries.pdf", lambda: page(b"BT ET", b"", {6: b"<</A" * 200_000 + b" 1" + b">>" * 200_000})
    yield "pdf-deep-pages.pdf", lambda: pdf(
        {1: b"<</Type/Catalog/Pages 2 0 R>>"} | {n: b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 100_000)}
    )
    yield "pdf-deep-operands.pdf", lambda: page(b"[" * 500_000 + b"]" * 500_000 + b" TJ")
    yield "pdf-huge-count.pdf", lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Kids[]/Count 2000000000>>"})
    yield "rtf-1000000-deep.rtf", lambda: b"{\\rtf1 " + b"{\\b " * 1_000_000 + b"words"
    yield "rtf-bin.rtf", lambda: b"{\\rtf1 words \\bin2000000000 more}"
    parts = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (n, n + 1) for n in range(20_000))
    yield "eml-20000-deep.eml", lambda: b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n" + parts
    yield "markdown-brackets.md", lambda: b"[" * 200_000 + b"\n\n" + b"*a_ " * 200_000 + b"\n\n" + b"> " * 100_000 + b"deep"
    # What a desk is handed beside articles: workbooks, presentations, captions, web archives.
    row = b"<row r='1'>" + b"<c t='str'><v>bomb</v></c>" * 20_000 + b"</row>"
    yield "xlsx-rows-of-2gb.xlsx", lambda: workbook(around("<worksheet><sheetData>", row, 4000, "</sheetData></worksheet>"))
    yield "xlsx-1gib-spaces.xlsx", lambda: workbook(around("<worksheet><sheetData>", zeros, 1024, "</sheetData></worksheet>"))
    yield "xlsx-last-cell.xlsx", lambda: workbook("<worksheet><sheetData><row r='1048576'><c r='XFD1048576' t='str'><v>x</v></c></row></sheetData></worksheet>")
    merged = "".join(f"<mergeCell ref='A{n}:XFD{n + 1}'/>" for n in range(1, 100_000))
    yield "xlsx-merged.xlsx", lambda: workbook("<worksheet><sheetData/><mergeCells>" + merged + "</mergeCells></worksheet>")
    yield "ods-repeated.ods", lambda: archive([("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", SPREADSHEET)])
    yield "csv-one-quote.csv", lambda: b'a,"' + b"b,c\n" * 5_000_000
    yield "csv-50mb-commas.csv", lambda: b"," * 50_000_000
    slide = SLIDE + "<p:cSld><p:spTree>" + "<p:grpSp>" * 200_000 + "</p:spTree></p:cSld></p:sld>"
    yield "pptx-200000-deep.pptx", lambda: presentation([slide])
    text = b"<p:sp><p:txBody><a:p><a:r><a:t>" + b"bomb " * 20_000 + b"</a:t></a:r></a:p></p:txBody></p:sp>"
    yield "pptx-500mb-words.pptx", lambda: presentation([around(SLIDE + "<p:cSld><p:spTree>", text, 5000, "</p:spTree></p:cSld></p:sld>")])
    cue = lambda n: b"%02d:%02d:%02d" % (n // 3600, n // 60 % 60, n % 60)
    yield "vtt-200000-cues.vtt", lambda: b"WEBVTT\n\n" + b"".join(b"%s.000 --> %s.900\nWord %d.\n\n" % (cue(n), cue(n), n) for n in range(200_000))
    yield "srt-450000-cues.srt", lambda: b"".join(b"%d\n%s,000 --> %s,900\nWord %d.\n\n" % (n, cue(n), cue(n), n) for n in range(450_000))
    yield "vtt-tags.vtt", lambda: b"WEBVTT\n\n00:00.000 --> 00:01.000\n" + b"<v Ann><b><i><c.x>" * 500_000
    yield "json3-nested.json3", lambda: b'{"wireMagic": "pb3", "events": ' + b"[" * 5_000_000
    yield "whatsapp-20mb.txt", lambda: b"[13/02/2025, 10:00:00] Ann: Word.\n" * 600_000
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    yield "warc-20gb-of-spaces.warc.gz", lambda: packed_record(20 << 30)
    yield "warc-members-without-end.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\n\r\n") + gzip.compress(b"") * 500_000
    yield "warc-signs-of-members.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\n\r\n") + b"\x1f\x8b\x08" * 5_000_000
    yield "warc-1000000-records.warc", lambda: b"WARC/1.0\r\nContent-Length: 0\r\n\r\n" * 1_000_000
    body = answer + b"Content-Encoding: gzip\r\n\r\n"
    yield "warc-page-of-1gib.warc", lambda: record(body + flated(zeros, 1024, 31))
    pages = lambda: b"".join(record(answer + b"\r\n<title>Page %d</title><p>Words." % n, b"http://example.org/%d" % n) for n in range(100_000))
    yield "warc-100000-pages.warc", pages
    yield "wacz-1gib-of-records.wacz", lambda: archive(
        [("datapackage.json", "{}"), ("archive/a.warc", around("WARC/1.0\r\nContent-Length: 1073741824\r\n\r\n", zeros, 1024, ""))]
    )
    lines = b'{"url": "http://example.org/1", "title": "a"}\n' * 500_000
    yield "wacz-500000-lines.wacz", lambda: archive(
        [("datapackage.json", "{}"), ("archive/a.warc", record(answer + b"\r\n<p>Words.", b"http://example.org/1")), ("pages/pages.jsonl", lines)]
    )
    sparse = lambda path: os.truncate(os.open(path, os.O_CREAT | os.O_WRONLY), 1_000_000_000)
    for name in ["sparse-1gb.txt", "sparse-1gb.html", "sparse-1gb.pdf", "sparse-1gb.docx"]:
        yield name, sparse
    yield "nul-bytes.txt", lambda: bytes(20_000_000)
    yield "nul-bytes.html", lambda: b"<html><body><p>" + bytes(20_000_000)
    for name in ["random-bytes.txt", "random-bytes.html", "random-bytes.pdf", "random-bytes.docx", "random-bytes.odt"]:
        yield name, lambda: random.Random(3).randbytes(20_000_000)
    yield "random-pdf.pdf", lambda: b"%PDF-1.7\n" + random.Random(4).randbytes(20_000_000)
    yield "random-zip.docx", lambda: b"PK\x03\x04" + random.Random(5).randbytes(20_000_000)


def peaks(pid, seen):
    """Notes the peak memory of a process and of those it started."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        peak = next((line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")), "0")
        seen[pid] = max(seen.get(pid, 0), int(peak) * 1024)
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            peaks(int(child), seen)
    except (FileNotFoundError, ProcessLookupError):
        pass


def measure(program, path, home):
    """Seconds, bytes, exit code, what was said first, and how many blocks came in."""
    seen, began = {}, time.monotonic()
    environment = os.environ | {"CLAIMDESK_HOME": home}
    running = subprocess.Popen([program, "text", path, "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment)
    said = {}
    readers = [
        threading.Thread(target=lambda name, pipe: said.update({name: pipe.read()}), args=(name, pipe))
        for name, pipe in [("out", running.stdout), ("err", running.stderr)]
    ]
    for reader in readers:
        reader.start()
    while running.poll() is None:
        peaks(running.pid, seen)
        if time.monotonic() - began > 60:
            running.kill()
        time.sleep(0.004)
    took = time.monotonic() - began
    for reader in readers:
        reader.join()
    lines = said["out"].decode("utf-8", "replace").splitlines()
    blocks = warning = ""
    if lines:
        try:
            article = json.loads(lines[0])
            blocks = str(len(article.get("blocks", [])))
            warnings = article.get("warnings", [])
            warning = str(warnings[0].get("message", warnings[0]) if warnings and isinstance(warnings[0], dict) else warnings[:1] or "")
        except json.JSONDecodeError:
            blocks = "?"
    error = said["err"].decode("utf-8", "replace").strip().split("\n")[0]
    return took, sum(seen.values()), running.returncode, error or warning, blocks


def main():
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else "target/release/claimdesk")
    wanted = sys.argv[2:]
    missed = 0
    print("| file | size | ended | seconds | of processor | MiB | what was said |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in files():
            if wanted and not any(part in name for part in wanted):
                continue
            path = os.path.join(folder, name)
            if name.startswith("sparse"):
                make(path)
            else:
                Path(path).write_bytes(make())
            size = os.path.getsize(path)
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            took, memory, code, words, blocks = measure(program, path, folder)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            # The kernel's figure is the largest of all files so far: it says something of this one when it grew.
            memory = max(memory, after.ru_maxrss * 1024 if after.ru_maxrss > before.ru_maxrss else 0)
            os.remove(path)
            ended = f"article of {blocks} blocks" if code == 0 else "error" if code == 1 else "a list of pages" if code == 2 else f"exit {code}"
            is_good = code in (0, 1, 2) and took <= SECONDS and memory <= BYTES
            missed += not is_good
            mark = "" if is_good else " **missed**"
            print(f"| `{name}` | {size / 1e6:.1f} MB | {ended}{mark} | {took:.1f} | {processor:.1f} | {memory >> 20} | {words[:160]} |", flush=True)
    sys.exit(1 if missed else 0)


main()
