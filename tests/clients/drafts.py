"""Two hundred and twenty annotated drafts written by pandoc, python-docx and LibreOffice: what of their links, notes and comments is found again.

Usage: drafts.py CLAIMDESK [--keep FOLDER]

A row a way of writing: how many documents, how many of their links, notes and comments stand at their words with their text whole, how many
documents have no other word and no sign left in their prose. A program that is not installed is a row that says so. Exit status 1 when
something is not as it was written. `--keep` leaves the documents there. Takes a minute or two on a quiet machine.
"""

import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

PROGRAM = Path(sys.argv[1]).resolve()
KEEP = Path(sys.argv[sys.argv.index("--keep") + 1]) if "--keep" in sys.argv else None
WORK = KEEP or Path(tempfile.mkdtemp(prefix="drafts-"))
TEXTS = 20
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

# What sentences are made of, in four languages: how they begin, what stands at their core, how they end.
LANGUAGES = [
    (["In part {n} the office said that ", "By count {n} it was said of "], ["the harbour wall", "4,000 boats", "Zoë’s report", "a “new” light"],
     [" that nobody had seen it before", " and all of it was lost in May", " it cost 3.5 million"], ". ", " "),
    (["Im Teil {n} hieß es, dass ", "Nach Zählung {n} sind "], ["die Straßen", "32 Prozent", "„neue“ Lichter", "Łódź"], [" im Mai verloren gingen", " niemand gesehen hat"], ". ", " "),
    (["في الجزء {n} قال المكتب إن ", "وفق العدد {n} ذكر أن "], ["جدار الميناء", "أربعة آلاف قارب"], [" لم يره أحد من قبل", " ضاع في شهر مايو"], ". ", " "),
    (["在第{n}部分该办公室表示", "根据第{n}次统计"], ["港口的墙", "四千艘船", "新的灯"], ["以前没有人见过", "在五月全部丢失"], "。", ""),
]


class Sentence:
    """Words of which those in the middle may be a link or what a comment is about; notes may stand behind the core and at the end."""

    def __init__(self, number, chance, language, plain=False):
        begins, cores, ends, self.stop, self.space = LANGUAGES[language]
        self.number = number
        self.before = chance.choice(begins).format(n=number)
        self.core = chance.choice(cores)
        self.after = chance.choice(ends)
        self.link = self.comment = None
        self.middle_notes, self.end_notes = [], []
        if plain:
            return
        kind = chance.randrange(8)
        if kind in (0, 1):
            self.link = f"https://source{number}.example/a?b={number}&c=d"
        if kind in (2, 3, 4):
            about = ["core", "word", "point", "core"][chance.randrange(4)]
            replies = [f"Reply to {number}: see the annex."] if chance.randrange(3) == 0 else []
            self.comment = (about, [f"Source {number}: who says so? Ask, please.", *replies])
        if kind in (4, 5):
            self.middle_notes = [self.note("m", chance)]
        if kind in (1, 5, 6, 7):
            self.end_notes = [self.note(f"e{i}", chance) for i in range(chance.choice([1, 1, 1, 2]))]

    def note(self, mark, chance):
        text = f"Source {self.number}{mark}: " + chance.choice(["report of the office, p. 12", "تقرير المكتب", "办公室的报告", "300 Gäste, 2nd ed"]) + "."
        url = f"https://note{self.number}{mark}.example/" if chance.randrange(3) == 0 else None
        return text, url, chance.randrange(6) == 0

    def text(self):
        return self.before + self.core + self.after + self.stop.strip()

    def commented(self):
        """The words that its comment is about: the core, its first word, or none of them (a point behind the core)."""
        about = self.comment[0]
        return self.core if about == "core" else re.match(r"\S+", self.core)[0] if about == "word" else ""


def texts():
    """Documents as (kind of block, sentences, or for tables rows of cells)."""
    made = []
    for seed in range(TEXTS):
        chance, number, blocks = random.Random(seed), seed * 100, []

        def sentences(count, plain=False):
            nonlocal number
            language = chance.choice([0, 0, 1, 2, 3])
            out = []
            for _ in range(count):
                number += 1
                out.append(Sentence(number, chance, language, plain))
            return out

        blocks.append(("h", sentences(1)))
        for _ in range(3 + seed % 3):
            blocks.append(("p", sentences(1 + chance.randrange(4))))
        blocks.append(("li", sentences(1)))
        blocks.append(("li", sentences(1 + chance.randrange(2))))
        blocks.append(("p", sentences(2)))
        blocks.append(("quote", sentences(1 + chance.randrange(2))))
        blocks.append(("p", sentences(1, plain=True)))
        if seed % 2 == 0:
            blocks.append(("table", [[sentences(1), sentences(1, plain=True)], [sentences(1, plain=True), sentences(1)], [sentences(1), sentences(1)]]))
            blocks.append(("p", sentences(2)))
        made.append(blocks)
    return made


def all_sentences(blocks):
    for kind, inside in blocks:
        for group in [cell for row in inside for cell in row] if kind == "table" else [inside]:
            yield from group


# ---- pandoc


def escaped(text):
    return re.sub(r"([\\`*_{}\[\]()#+\-.!$~^|<>&'\"])", r"\\\1", text)


def markdown(blocks, comments):
    notes, out, ids = [], [], [0]

    def sign(note):
        text, url, is_long = note
        inside = escaped(text) + (f" [{escaped('There')}]({url})" if url else "") + ("\n\n    More of *it*." if is_long else "")
        notes.append(f"[^n{len(notes)}]: {inside}\n")
        return f"[^n{len(notes) - 1}]"

    def words(sentence):
        core = escaped(sentence.core)
        if sentence.link:
            core = f"[{core}]({sentence.link})"
        if sentence.comment and comments:
            about = escaped(sentence.commented())
            rest = core[len(about):]
            first = ids[0] + 1
            ids[0] += len(sentence.comment[1])
            opened = "".join(f'[{escaped(text)}]{{.comment-start id="{first + i}" author="Ann Lee" date="2025-03-04T10:00:00Z"}}' for i, text in enumerate(sentence.comment[1]))
            closed = "".join(f'[]{{.comment-end id="{first + i}"}}' for i in range(len(sentence.comment[1])))
            core = f"{core}{opened}{closed}" if sentence.comment[0] == "point" else f"{opened}{about}{closed}{rest}"
        middle = "".join(map(sign, sentence.middle_notes))
        end = "".join(map(sign, sentence.end_notes))
        return escaped(sentence.before) + core + middle + escaped(sentence.after) + escaped(sentence.stop.strip()) + end + sentence.space

    def line(sentences):
        return "".join(map(words, sentences)).strip()

    for kind, inside in blocks:
        if kind == "table":
            rows = ["| " + " | ".join(line(cell) for cell in row) + " |" for row in inside]
            out.append("\n".join([rows[0], "|---|---|", *rows[1:]]))
        else:
            out.append({"h": "# ", "p": "", "li": "- ", "quote": "> "}[kind] + line(inside))
    joined = ""
    for (kind, _), text in zip(blocks, out):
        joined += text + ("\n" if kind == "li" else "\n\n")
        joined = joined if kind == "li" else joined
    # A list ends before what follows it.
    joined = re.sub(r"(?m)^(- .*\n)(?!- )", r"\1\n", joined)
    return joined + "\n" + "\n".join(notes)


def by_pandoc(ending, to=None, comments=False, after=None):
    def write(folder, made):
        for number, blocks in enumerate(made):
            path = folder / f"{number:02}.{ending}"
            arguments = ["pandoc", "-f", "markdown-smart", "-t", to or ending, "-s", "--metadata", "title=Draft", "-o", path]
            subprocess.run(arguments, input=markdown(blocks, comments).encode(), check=True, capture_output=True)
            if after:
                after(path)

    return "pandoc", write


def with_endnotes(path):
    """Every second note of an ODT becomes an endnote: pandoc writes footnotes alone."""
    parts = {}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    pieces = parts["content.xml"].decode().split('text:note-class="footnote"')
    content = pieces[0] + "".join(f'text:note-class="{"endnote" if at % 2 else "footnote"}"' + piece for at, piece in enumerate(pieces[1:]))
    parts["content.xml"] = content.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)


# ---- python-docx


def by_python_docx(folder, made):
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    def add(document, paragraph, sentence):
        run = paragraph.add_run
        run(sentence.before)
        if sentence.link:
            link = OxmlElement("w:hyperlink")
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
            link.set(qn("r:id"), document.part.relate_to(sentence.link, kind, is_external=True))
            link.append(run(sentence.core)._r)
            paragraph._p.append(link)
        elif sentence.comment:
            about = sentence.commented()
            target = run(about or sentence.core)
            for text in sentence.comment[1]:
                document.add_comment(target, text=text, author="Ann Lee", initials="AL")
            if not about:
                # A comment at a point has no range, but its reference stands there.
                for name in ("w:commentRangeStart", "w:commentRangeEnd"):
                    for element in paragraph._p.findall(qn(name)):
                        if element.get(qn("w:id")) not in ranged:
                            paragraph._p.remove(element)
            ranged.update(element.get(qn("w:id")) for element in paragraph._p.findall(qn("w:commentRangeStart")))
            if about:
                run(sentence.core[len(about):])
        else:
            run(sentence.core)
        run(sentence.after + sentence.stop.strip() + sentence.space)

    for number, blocks in enumerate(made):
        document, ranged = docx.Document(), set()
        for kind, inside in blocks:
            if kind == "table":
                table = document.add_table(rows=len(inside), cols=2)
                for row, cells in zip(table.rows, inside):
                    for cell, sentences in zip(row.cells, cells):
                        for sentence in sentences:
                            add(document, cell.paragraphs[0], sentence)
                continue
            style = {"h": "Heading 1", "p": None, "li": "List Bullet", "quote": "Quote"}[kind]
            paragraph = document.add_paragraph(style=style)
            for sentence in inside:
                add(document, paragraph, sentence)
        document.save(folder / f"{number:02}.docx")


# ---- LibreOffice


def by_office(source, ending):
    def write(folder, made):
        del made
        files = sorted(Path(p) for p in (WORK / source).iterdir())
        profile = f"-env:UserInstallation=file://{WORK.resolve()}/.office"
        subprocess.run(["soffice", profile, "--headless", "--convert-to", ending, "--outdir", folder, *files], check=True, capture_output=True, timeout=600)

    return "soffice", write


# The name, the program it needs, what writes it, and which of links, notes and comments the way from the text to the file keeps.
# Comments in HTML are none that anybody sees.
WAYS = [
    ("pandoc-docx", *by_pandoc("docx", comments=True), "lnc"),
    ("pandoc-odt", *by_pandoc("odt", after=with_endnotes), "ln"),
    ("pandoc-epub", *by_pandoc("epub"), "ln"),
    ("pandoc-html", *by_pandoc("html", to="html5"), "ln"),
    ("pandoc-rtf", *by_pandoc("rtf"), "ln"),
    ("python-docx", "docx", by_python_docx, "lc"),
    ("office-odt-of-python-docx", *by_office("python-docx", "odt"), "lc"),
    ("office-rtf-of-pandoc-odt", *by_office("pandoc-odt", "rtf"), "ln"),
    ("office-rtf-of-python-docx", *by_office("python-docx", "rtf"), "lc"),
    ("office-docx-of-pandoc-odt", *by_office("pandoc-odt", "docx"), "ln"),
    ("office-html-of-pandoc-odt", *by_office("pandoc-odt", "html"), "ln"),
]


def is_there(program):
    if program == "docx":
        try:
            import docx

            return hasattr(docx.document.Document, "add_comment")
        except (ImportError, AttributeError):
            return False
    return shutil.which(program) is not None


# ---- what comes back


def flat(text):
    return re.sub(r"\s+", " ", text).strip()


class Tally:
    def __init__(self):
        self.right = dict(l=0, n=0, c=0)
        self.wanted = dict(l=0, n=0, c=0)
        self.clean = 0
        self.said = []

    def one(self, kind, is_right, what):
        self.wanted[kind] += 1
        self.right[kind] += bool(is_right)
        if not is_right:
            self.said.append(what)


def compare(tally, name, blocks, page, kept):
    text, found = page["text"], page["notes"]
    links, used = page["links"], []
    for sentence in all_sentences(blocks):
        words = sentence.text()
        start = text.find(words)
        end = start + len(words)
        where = f"{name}: {words!r}"
        if start < 0:
            tally.said.append(f"{where} is not there whole")
            start = end = -1

        def note_with(wanted, kind, first, last):
            for note in found:
                if flat(note["text"]) == wanted and note["kind"] == kind and note not in used and first <= note["start"] and note["end"] <= last:
                    used.append(note)
                    return note
            return None

        if sentence.link and "l" in kept:
            at = start + len(sentence.before)
            wanted = dict(start=at, end=at + len(sentence.core), url=sentence.link)
            here = [link for link in links if start <= link["start"] and link["end"] <= end]
            tally.one("l", here == [wanted], f"{where} has {here} for {wanted}")
        if "n" in kept:
            core_end = start + len(sentence.before) + len(sentence.core)
            for notes, last in (sentence.middle_notes, core_end), (sentence.end_notes, end):
                for note, url, is_long in notes:
                    wanted = note + (" There" if url else "") + (" More of it." if is_long else "")
                    got = note_with(wanted, "note", start, last)
                    is_right = start >= 0 and got and got["end"] >= last - 1 and got.get("urls", []) == ([url] if url else [])
                    near = [n for n in found if n["text"][:10] == note[:10]]
                    tally.one("n", is_right, f"{where}: {wanted!r} {url} is {got or near}, wanted to end at {last}")
        if sentence.comment and "c" in kept:
            for wanted in sentence.comment[1]:
                got = note_with(wanted, "comment", start, end)
                about = sentence.commented()
                is_right = start >= 0 and got and got.get("author") == "Ann Lee" and (not about or text[got["start"]:got["end"]] == about)
                near = [(n, text[n["start"]:n["end"]]) for n in found if wanted[:12] in n["text"]]
                tally.one("c", is_right, f"{where}: {wanted!r} on {about!r} is {near}")
    others = [note for note in found if note not in used]
    # Nothing else is prose: no sign, no note, no comment. What a writer adds as a title is no part of it.
    prose = flat(" ".join(block["text"] for block in page["blocks"] if block["text"] != "Draft"))
    expected = flat(" ".join(cell_or_line(blocks)))
    if others:
        tally.said.append(f"{name}: nobody wrote {others[:2]}")
    if squeezed(prose) != squeezed(expected):
        at = next((i for i, (a, b) in enumerate(zip(squeezed(prose), squeezed(expected))) if a != b), -1)
        tally.said.append(f"{name}: prose …{squeezed(prose)[max(at - 40, 0):at + 40]}… for …{squeezed(expected)[max(at - 40, 0):at + 40]}…")
    elif not others:
        tally.clean += 1


def squeezed(text):
    return re.sub(r"\s+", "", text)


def cell_or_line(blocks):
    return [sentence.text() for sentence in all_sentences(blocks)]


def main():
    made, failed, documents = texts(), False, 0
    print(f"{'written by':<28} {'documents':>9} {'links':>10} {'notes':>10} {'comments':>10} {'nothing else':>13}")
    said = []
    for name, program, write, kept in WAYS:
        source = name.split("-of-")[1] if "-of-" in name else None
        if not is_there(program) or source and not (WORK / source).is_dir():
            print(f"{name:<28} not there: {program}")
            continue
        folder = WORK / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        write(folder, made)
        files = sorted(folder.iterdir())
        read = subprocess.run([PROGRAM, "text", "--json", *files], capture_output=True, text=True)
        pages = {Path(page["file"]).name.split(".")[0]: page for page in map(json.loads, read.stdout.splitlines())}
        tally = Tally()
        for number, blocks in enumerate(made):
            page = pages.get(f"{number:02}")
            if page is None:
                tally.said.append(f"{name}: {number:02} was not read {read.stderr[-300:]}")
                continue
            compare(tally, f"{name}/{number:02}", blocks, page, kept)
        documents += len(files)
        cells = [f"{tally.right[k]} of {tally.wanted[k]}" if k in kept else "-" for k in "lnc"]
        print(f"{name:<28} {len(files):>9} {cells[0]:>10} {cells[1]:>10} {cells[2]:>10} {f'{tally.clean} of {len(made)}':>13}")
        failed |= bool(tally.said)
        said += tally.said
    print(f"{documents} documents")
    for line in said[:40]:
        print(f"- {line}"[:700])
    if not KEEP:
        shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
