#!/usr/bin/env python3
"""Runs every verb, every export and the window on the worst projects that the program opens, and prints time and memory.

    cargo build --release && tests/hostile/projects.py target/release/claimdesk [--verbs export-html,list] [--quick] [NAME ...]

Each project has as much of one thing as the bounds of `src/core/model/bounds.rs` let through. Memory is the peak of the
program's own process, as the kernel has it (wait4); time is that of the processor, which other work on the machine does not change
much. The bars: 2 GB and 20 s. The window is a real one under Xvfb, looked at until it rests. The exit code is 1 when a bar is
missed. Linux only, because of /proc.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS, BYTES = 20.0, 2_000_000_000
# The bounds of the program, a little less: the frame of a project needs some of each.
ENTRIES, GROUPS, VALUES, FIELD, FILE = 99_900, 1_999_000, 11_990_000, (16 << 20) - 100, (256 << 20) - 100_000

ANCHOR = '(version:"v",span:(0,1),quote:"a")'
MARK = f"(anchor:{ANCHOR})"
ONE = '(id:"a",versions:[(id:"v",blocks:[(kind:Paragraph,text:"a b c")])])'
AT = '"2025-02-05T10:00:00Z"'


def listed(one, times, separator=","):
    """So many of the same, or of `one(number)`, in pieces that do not fill the memory."""
    for start in range(0, times, 2000):
        numbers = range(start, min(times, start + 2000))
        yield separator.join(one(number) if callable(one) else one for number in numbers) + separator


def project(**parts):
    """The file, piece by piece; each part is a text or pieces."""
    yield '#![enable(implicit_some)]\n(format: 1, project: ('
    for name, pieces in ({"title": '"Hostile"', "articles": ["[", ONE, "]"]} | parts).items():
        yield f"\n{name}: "
        yield from [pieces] if isinstance(pieces, str) else pieces
        yield ","
    yield "\n))\n"


def joined(one, numbers):
    """A few of them, in one text."""
    return "".join(one(number) + "," for number in numbers)


def around(before, pieces, after):
    yield before
    yield from pieces
    yield after


def many(one, times):
    return around("[", listed(one, times), "]")


def claim(number=0, more="", mark=MARK):
    return f'(id:"c{number}",article:"a",marks:[{mark}],{more})'


def one_claim(field, pieces, before="", after=""):
    return around(f'[(id:"c",article:"a",marks:[{MARK}],{before}{field}:[', pieces, f"]{after})]")


def long_text(length):
    yield '"'
    yield from listed("words of it", length // 12, " ")
    yield 'end"'


def prose(paragraphs, length, name="a", version="v"):
    """An article of so many paragraphs of so many bytes each."""
    words = ("The bridge carried 4,000 cars a day in 2024. " * (length // 45 + 1))[: length - 1] + "."
    return around(f'(id:"{name}",versions:[(id:"{version}",blocks:[', listed(f'(kind:Paragraph,text:"{words}")', paragraphs), "])])")


def nested(count, depth, quote_length, text_length):
    """Marks over marks in one text: so many begin at each of the places, each a little shorter."""
    words = ("The bridge carried 4,000 cars a day in 2024. " * (text_length // 45 + 1))[: text_length - 1] + "."
    yield f'[(id:"a",versions:[(id:"v",blocks:[(kind:Paragraph,text:"{words}")])])]'
    yield "claims"
    def one(number):
        place, level = divmod(number, depth)
        start = place * max(1, (text_length - quote_length - depth - 1) * depth // count)
        end = start + quote_length - level
        return claim(number, mark=f'(anchor:(version:"v",span:({start},{end}),quote:"{words[start:end]}"))')
    yield listed(one, count)


def overlapping(count, depth, quote_length, text_length, more=None):
    parts = nested(count, depth, quote_length, text_length)
    article = next(parts)
    next(parts)
    return project(articles=article, claims=around("[", next(parts), "]"), **(more or {}))


def real():
    """A large real desk: 10,000 claims with all that a check leaves behind, in some 25 MB."""
    words = "The bridge carried 4,000 cars a day in 2024, the ministry of transport said on Monday in a report. "
    paragraph = (words * 4)[:-1]
    blocks = listed(f'(kind:Paragraph,text:"{paragraph}")', 2500)
    spot = len(words)
    def one(number):
        block, place = divmod(number, 4)
        start = block * (len(paragraph) + 2) + place * spot
        quote = words[:-1]
        log = "".join(f'(at:{AT},by:"r-1",what:"Status",from:"Open",to:"Checked"),' for _ in range(8))
        evidence = "".join(
            f'(id:"e-{e}",source:"s-{(number * 7 + e) % 1200}",stance:Supports,quote:"{quote}",locator:"p. {e}",note:"As the report says, and as it was confirmed on the telephone.",credibility:Probable),'
            for e in range(3)
        )
        return (
            f'(id:"c-{number}",number:{number + 1},article:"a",marks:[(anchor:(version:"v",span:({start},{start + len(quote)}),quote:"{quote}"))],'
            f'statement:"{quote}",kind:Statistic,tags:["traffic","{number % 50}"],verdict:"confirmed",confidence:(degree:High,reason:"Two sources agree."),'
            f'status:Checked,signed:(by:"r-1",at:{AT}),evidence:[{evidence}],queries:[(id:"q-1",to:"Bo",question:"Is this the figure of the year?",answer:"Yes.")],'
            f'notes:"{quote} {quote}",created:(by:"r-1",at:{AT}),log:[{log}])'
        )
    source = lambda n: f'(id:"s-{n}",title:"Report {n} on traffic",creators:["Lee, Ann"],publisher:"Ministry",published:"2025",url:"https://example.org/{n}",reliability:B)'
    verdicts = '[(id:"desk",name:"Desk",verdicts:[(id:"confirmed",label:"Confirmed",sign:"✓",tone:Right),(id:"wrong",label:"Wrong",sign:"✕",tone:Wrong)])]'
    return project(
        settings='(scale:"desk")',
        reviewers='[(id:"r-1",name:"Ann Lee",initials:"AL")]',
        scales=verdicts,
        articles=around('[(id:"a",versions:[(id:"v",blocks:[', blocks, "])])]"),
        sources=many(source, 1200),
        claims=many(one, 10_000),
    )


def projects():
    """Name and pieces of each project."""
    some_source = '[(id:"s",title:"A source",url:"https://example.org/a")]'
    sources = lambda number: f'(id:"s{number}",title:"t")'
    evidence = lambda number, source="": f'(id:"e{number}",source:"s{source}")'
    tag = lambda number: f'"{number:x}"'
    entry = f'(at:{AT},what:"Status",from:"a",to:"b")'
    yield "real-10000-claims", real
    yield "empty-claims", lambda: project(claims=many("()", ENTRIES))
    yield "claims", lambda: project(claims=many(claim, ENTRIES))
    yield "claims-alike", lambda: project(claims=many(claim(), ENTRIES))
    yield "claims-full", lambda: project(
        sources=some_source,
        claims=many(lambda n: claim(n, f'evidence:[(id:"e",source:"s",note:"n")],queries:[(id:"q",question:"q")],tags:["t"],notes:"{"n" * 800}"'), ENTRIES),
    )
    yield "marks-of-one-claim", lambda: project(claims=around('[(id:"c",article:"a",marks:[', listed(MARK, GROUPS // 3), "])]"))
    yield "evidence-of-one-claim", lambda: project(sources=some_source, claims=one_claim("evidence", listed(evidence, GROUPS)))
    yield "evidence-everywhere", lambda: project(sources=some_source, claims=many(lambda n: claim(n, f"evidence:[{joined(evidence, range(7))}]"), ENTRIES - 1))
    yield "evidence-of-many-sources", lambda: project(
        sources=many(sources, ENTRIES // 2), claims=many(lambda n: claim(n, f"evidence:[{joined(lambda e: evidence(e, (n * 7 + e) % (ENTRIES // 2)), range(14))}]"), ENTRIES // 2 - 1)
    )
    yield "evidence-marks", lambda: project(
        sources=around('[(id:"s",versions:[(id:"vs",blocks:[(kind:Paragraph,text:"a b c")])])]', [], ""),
        claims=one_claim("evidence", listed(lambda n: f'(id:"e{n}",source:"s",quote:"a",mark:(anchor:(version:"vs",span:(0,1),quote:"a")))', GROUPS // 4)),
    )
    yield "evidence-of-large-claims", lambda: project(
        sources=some_source, claims=many(lambda n: claim(n, f"evidence:[{joined(evidence, range(49_900))}]"), 39)
    )
    yield "log-of-large-claims", lambda: project(claims=many(lambda n: claim(n, f"log:[{joined(lambda _: entry, range(49_900))}]"), 39))
    yield "marks-of-large-claims", lambda: project(
        claims=many(lambda n: f'(id:"c{n}",article:"a",marks:[{joined(lambda _: MARK, range(49_900))}])', 19)
    )
    yield "tags-of-large-claims", lambda: project(claims=many(lambda n: claim(n, f"tags:[{joined(lambda t: tag(n * 49_900 + t), range(49_900))}]"), 119))
    yield "queries-of-one-claim", lambda: project(claims=one_claim("queries", listed('(id:"q",question:"q")', GROUPS)))
    yield "log-of-one-claim", lambda: project(claims=one_claim("log", listed(entry, GROUPS)))
    yield "log-everywhere", lambda: project(claims=many(lambda n: claim(n, f"log:[{joined(lambda _: entry, range(6))}]"), ENTRIES - 1))
    yield "corrections", lambda: project(claims=one_claim("corrections", listed('(date:"2025",text:"t")', GROUPS)))
    yield "earlier-anchors", lambda: project(claims=around(f'[(id:"c",article:"a",marks:[(anchor:{ANCHOR},earlier:[', listed(ANCHOR, GROUPS // 2), "])])]"))
    yield "earlier-checks", lambda: project(claims=one_claim("earlier_checks", listed('(version:"v")', GROUPS)))
    yield "tags", lambda: project(claims=one_claim("tags", listed(tag, VALUES // 2)))
    yield "tags-everywhere", lambda: project(claims=many(lambda n: claim(n, f"tags:[{joined(lambda t: tag(n * 25 + t), range(25))}]"), ENTRIES))
    yield "aliases", lambda: project(claims=one_claim("aliases", listed(str, VALUES)))
    yield "blocks", lambda: project(articles=around('[(id:"a",versions:[(id:"v",blocks:[', listed('(kind:Paragraph,text:"a")', GROUPS), "])])]"), claims=many(claim, 1000))
    yield "blocks-and-claims", lambda: project(
        articles=around("[", prose(100_000, 1000), "]"),
        claims=many(lambda n: claim(n, mark=f'(anchor:(version:"v",span:({n * 1002},{n * 1002 + 44}),quote:"The bridge carried 4,000 cars a day in 2024."))'), ENTRIES),
    )
    yield "drafts", lambda: project(articles=around('[(id:"a",versions:[', listed(lambda n: f'(id:"v{n or ""}",blocks:[(kind:Paragraph,text:"a b c")])', GROUPS // 2), "])]"), claims=many(claim, 1000))
    yield "drafts-and-marks", lambda: project(
        articles=around('[(id:"a",versions:[', listed(lambda n: f'(id:"v{n}",blocks:[(kind:Paragraph,text:"a b c")])', 1000), "])]"),
        claims=many(lambda n: claim(n, mark=f'(anchor:(version:"v{n * 7919 % 1000}",span:(0,1),quote:"a"))'), ENTRIES),
    )
    yield "articles", lambda: project(articles=many(lambda n: f'(id:"a{n or ""}",versions:[(id:"v{n or ""}",blocks:[(kind:Paragraph,text:"a b c")])])', ENTRIES))
    yield "articles-and-claims", lambda: project(
        articles=many(lambda n: f'(id:"a{n}",versions:[(id:"v{n}",blocks:[(kind:Paragraph,text:"a b c")])])', 9_990),
        claims=many(lambda n: f'(id:"c{n}",article:"a{n % 9_990}",marks:[(anchor:(version:"v{n % 9_990}",span:(0,1),quote:"a"))])', ENTRIES - 9_990),
    )
    yield "sources", lambda: project(sources=many(sources, ENTRIES), claims=many(claim, 10))
    yield "sources-and-claims", lambda: project(
        sources=many(sources, ENTRIES // 2), claims=many(lambda n: claim(n, f'evidence:[(id:"e",source:"s{n}")]'), ENTRIES // 2 - 1)
    )
    yield "seals", lambda: project(sources=around('[(id:"s",title:"t",seals:[', listed(f'(sha256:"{"ab" * 32}",at:{AT},name:"n")', GROUPS // 3), "])]"))
    yield "dismissals", lambda: project(
        articles=around("[", prose(60_000, 90), "]"),
        dismissals=many(lambda n: f'(article:"a",anchor:(version:"v",span:({n % 60_000 * 92},{n % 60_000 * 92 + 44}),quote:"The bridge carried 4,000 cars a day in 2024."))', ENTRIES),
    )
    yield "waivers", lambda: project(
        waivers=many(lambda n: f'(rule:"no-verdict",subject:Claim("c{n}"),reason:"r")', ENTRIES // 2), claims=many(claim, ENTRIES // 2 - 1)
    )
    yield "reviewers", lambda: project(reviewers=many(lambda n: f'(id:"r{n}",name:"n{n}",initials:"n")', ENTRIES // 2), claims=many(lambda n: claim(n, f'assigned:"r{n}",signed:(by:"r{n}",at:{AT})'), ENTRIES // 2 - 1))
    yield "scales", lambda: project(scales=many(lambda n: f'(id:"s{n}",name:"n",verdicts:[(id:"w{n}",label:"l",sign:"s",tone:Right)])', ENTRIES // 2), claims=many(lambda n: claim(n, f'verdict:"w{n}",status:Checked'), ENTRIES // 2 - 1))
    yield "verdicts", lambda: project(
        settings='(scale:"s")',
        scales=around('[(id:"s",name:"n",verdicts:[', listed(lambda n: f'(id:"w{n}",label:"l",sign:"s",tone:Right)', 490), "])]"),
        claims=many(lambda n: claim(n, f'verdict:"w{n % 490}",status:Checked'), ENTRIES - 2),
    )
    yield "views", lambda: project(views=many(lambda n: f'(name:"n{n}",query:(text:"t"))', ENTRIES))
    yield "long-notes", lambda: project(claims=around("[", (piece for n in range(15) for piece in around(f'(id:"c{n}",article:"a",marks:[{MARK}],notes:', long_text(FIELD), "),")), "]"))
    yield "long-statement", lambda: project(
        sources=some_source, claims=around(f'[(id:"c",article:"a",marks:[{MARK}],statement:', around("", long_text(FIELD), f",evidence:[{joined(evidence, range(50_000))}"), "])]")
    )
    yield "long-source-title", lambda: project(sources=around('[(id:"s",title:', long_text(FIELD), ")]"), claims=many(lambda n: claim(n, 'evidence:[(id:"e",source:"s")]'), ENTRIES))
    yield "long-title", lambda: project(title=long_text(FIELD), claims=many(claim, ENTRIES))
    yield "long-article-title", lambda: project(
        articles=around('[(id:"a",meta:(title:', long_text(FIELD), '),versions:[(id:"v",blocks:[(kind:Paragraph,text:"a b c")])])]'), claims=many(claim, ENTRIES)
    )
    yield "long-verdict", lambda: project(
        settings='(scale:"s")', scales=around('[(id:"s",name:"n",verdicts:[(id:"w",label:', long_text(FIELD), ',sign:"s",tone:Right)])]'), claims=many(lambda n: claim(n, 'verdict:"w",status:Checked'), ENTRIES)
    )
    yield "long-name", lambda: project(reviewers=around('[(id:"r",name:', long_text(FIELD), ")]"), claims=many(lambda n: claim(n, f'assigned:"r",signed:(by:"r",at:{AT})'), ENTRIES))
    yield "long-paragraphs", lambda: project(articles=around("[", prose(15, FIELD), "]"), claims=many(lambda n: claim(n, mark='(anchor:(version:"v",span:(0,44),quote:"The bridge carried 4,000 cars a day in 2024."))'), 100))
    yield "text-200mb", lambda: project(articles=around("[", prose(100_000, 2000), "]"))
    yield "claims-in-one-paragraph", lambda: overlapping(ENTRIES, 1, 60, FIELD)
    same = ("The bridge carried 4,000 cars a day in 2024. " * 20)[:898] + "."
    yield "claims-on-the-same-words", lambda: project(
        articles=around("[", prose(1, 900), "]"),
        claims=many(lambda n: claim(n, mark=f'(anchor:(version:"v",span:(0,899),quote:"{same}"))'), ENTRIES),
    )
    yield "overlapping-1000", lambda: overlapping(ENTRIES, 1000, 1100, FIELD)
    yield "overlapping-everywhere", lambda: overlapping(ENTRIES, 1, 1500, 160_000)
    yield "false-spans", lambda: project(
        articles=around("[", prose(1, FIELD), "]"), claims=around('[(id:"c",article:"a",marks:[', listed(lambda n: f'(anchor:(version:"v",span:({n},{FIELD - 1000 - n}),quote:"x"))', GROUPS // 4), "])]")
    )
    sentence = "The bridge carried 4,000 cars a day in 2024. " * 2
    yield "queries-in-one-paragraph", lambda: project(
        articles=around("[", prose(1, 2_000_000), "]"),
        claims=many(lambda n: claim(n, 'queries:[(id:"q",to:"Bo",question:"q"),(id:"p",to:"Bo",question:"q")],change:(problem:"p",suggestion:"s")', f'(anchor:(version:"v",span:({n * 15},{n * 15 + 4}),quote:"{sentence[n * 15 % 45:][:4]}"))'), ENTRIES),
    )


EXPORTS = "csv html docx markdown letter json jsonl claimreview webannotation jsonld xmi brat labelstudio doccano spacy ris bibtex csl".split()
VIEWS = "article sources evidence table overview readiness export review".split()


def verbs(program, path, folder):
    """Name and command of each verb on a project."""
    out = lambda name: os.path.join(folder, name)
    yield "list", [program, "list", path]
    yield "list-json", [program, "list", path, "--json"]
    yield "list-sources", [program, "list", path, "--sources", "--json"]
    yield "check", [program, "check", path, "--json"]
    yield "verify", [program, "verify", path]
    yield "repair", [program, "repair", path, "-o", out("mended.ron")]
    for name in EXPORTS:
        yield f"export-{name}", [program, "export", path, "--to", name, "-o", out("out")]
    yield "export-csv-evidence", [program, "export", path, "--to", "csv", "--table", "evidence", "-o", out("out")]
    yield "export-jsonl-all", [program, "export", path, "--to", "jsonl", "--table", "all", "-o", out("out")]
    yield "export-letter-docx", [program, "export", path, "--to", "letter", "--as", "docx", "-o", out("out")]
    yield "add", [program, "add", path, out("more.txt")]
    yield "update", [program, "update", path, "1", out("more.txt")]
    yield "import", [program, "import", path, out("more.bib")]
    for view in VIEWS:
        yield f"shot-{view}", [program, "shot", path, "--view", view, "-o", out("out.png"), "--force"]
    yield "window", [program, path]


def run(command, folder, is_window):
    """Seconds of the processor, bytes, how it ended, and what was said first."""
    environment = os.environ | {"CLAIMDESK_HOME": os.path.join(folder, "home"), "DISPLAY": ":77", "LIBGL_ALWAYS_SOFTWARE": "1"}
    said = os.path.join(folder, "said")
    began = time.monotonic()
    with open(said, "wb") as err, open("/dev/null", "wb") as null:
        child = subprocess.Popen(command, stdout=null, stderr=err, env=environment, start_new_session=True)
        killed, quiet, last = "", 0, 0.0
        while True:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG)
            if pid:
                break
            used = computed(child.pid)
            if is_window:
                # A window that draws nothing rests; it is closed then.
                quiet = quiet + 1 if used - last < 0.02 else 0
                last = used
                if quiet > 6 and used > 0.2:
                    killed = killed or "rests"
            if used > 60 or time.monotonic() - began > 300:
                killed = "too slow"
            if resident(child.pid) > 6_000_000_000:
                killed = "too large"
            if killed:
                os.kill(child.pid, signal.SIGKILL)
            time.sleep(0.5 if is_window else 0.05)
    words = Path(said).read_text(errors="replace").strip().split("\n")[0]
    ended = killed or (f"status {os.waitstatus_to_exitcode(status)}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, ended, words


def computed(pid):
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0.0


def resident(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
    except (FileNotFoundError, ProcessLookupError, IndexError):
        return 0


def make(name, path):
    pieces = dict(projects())[name]()
    with open(path, "w") as file:
        for piece in pieces:
            file.write(piece)


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--make"]:
        return make(arguments[1], arguments[2])
    program = os.path.abspath(arguments.pop(0) if arguments else "target/release/claimdesk")
    only = arguments.pop(arguments.index("--verbs") + 1).split(",") if "--verbs" in arguments else []
    is_quick = "--quick" in arguments
    names = [argument for argument in arguments if not argument.startswith("--")]
    missed = 0
    display = subprocess.Popen(["Xvfb", ":77", "-screen", "0", "1280x800x24"], stderr=subprocess.DEVNULL) if shutil.which("Xvfb") else None
    print("| project | size | verb | ended | s of processor | MB | what was said |\n|---|---|---|---|---|---|---|", flush=True)
    for name, _ in projects():
        if names and name not in names:
            continue
        with tempfile.TemporaryDirectory(dir=os.environ.get("HOSTILE_FOLDER")) as folder:
            path = os.path.join(folder, "k.ron")
            # In a process of its own: what this one holds would count for those that it starts.
            subprocess.run([sys.executable, __file__, "--make", name, path], check=True)
            size = os.path.getsize(path)
            Path(folder, "more.txt").write_text("Words of another article.\n\nAnd more of them.\n")
            Path(folder, "more.bib").write_text("@book{a, title = {One}}\n")
            kept = os.path.join(folder, "kept")
            shutil.copy(path, kept)
            worst = (0, 0)
            for verb, command in verbs(program, path, folder):
                if only and not any(verb == wanted or (wanted.endswith("*") and verb.startswith(wanted[:-1])) for wanted in only):
                    continue
                for leftover in ["mended.ron", "out", "out.png", ".k.ron.lock", ".k.ron.holder"]:
                    Path(folder, leftover).unlink(missing_ok=True)
                shutil.rmtree(os.path.join(folder, "home"), ignore_errors=True)
                if verb in ("add", "update", "import", "window"):
                    shutil.copy(kept, path)
                seconds, memory, ended, words = run(command, folder, verb == "window")
                is_good = seconds <= SECONDS and memory <= BYTES and ended != "too slow" and ended != "too large" and not ended.startswith("status -") and ended != "status 101"
                worst = (max(worst[0], seconds), max(worst[1], memory))
                missed += not is_good
                if not is_good or not is_quick:
                    mark = "" if is_good else " **missed**"
                    print(f"| {name} | {size / 1e6:.0f} | {verb} | {ended}{mark} | {seconds:.1f} | {memory / 1e6:.0f} | {words[:120]} |", flush=True)
            print(f"| {name} | {size / 1e6:.0f} | the worst | | {worst[0]:.1f} | {worst[1] / 1e6:.0f} | |", flush=True)
    if display:
        display.terminate()
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
